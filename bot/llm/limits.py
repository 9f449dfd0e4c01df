"""Limits: the sentences of a turn that bind a plan in time, found by rule, beside whatever an analyst read."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bot.domain.interview.answer_mapping import ProposedFact
from bot.domain.interview.evidence import Detail
from bot.domain.interview.turn import Turn
from bot.domain.quotation.orders import find_factual_spans
from bot.domain.quotation.own_words import Span, blank_foreign_words
from bot.domain.quotation.quotation import find_quote, get_clause_around, straighten_quotes
from bot.llm.spoken_days import WHEN, find_last_day, find_range, resolve_days

_LONGEST = 90
_MONEY = re.compile(
    r"\b(?:money|budgets?|paid|pays?|fund(?:s|ed|ing)?|financed|bills?|costs?|grants?|set aside|keep (?:it|this))\b",
    re.I,
)
_NOTHING = re.compile(r"\b(?:no|none|nobody|no one|nothing|not|without|hole|who pays|anyone's guess)\b|n't\b", re.I)
_ENDS = re.compile(
    rf"\b(?:(?:right )?(?:until|till|up to)|through to|(?:ends?|ending|runs out|expires?|stops?)(?: on| in| at| by)?)"
    rf" (?:the )?{WHEN}",
    re.I,
)
_NONE_FROM = re.compile(rf"\b(?:after|from|beyond|past|for|as of) (?:the )?{WHEN}", re.I)
_PEOPLE = re.compile(r"\b(?:training|course|session|slot|classroom|half days?|diary|audits?)\b", re.I)
_LIVE = (
    r"(?:switch(?:ed|es)?(?: on| over)?|switch-?over|roll(?:ed|s)?[- ]?outs?|go(?:es|ing)?[- ]live|chang(?:e|es) over"
    r"|cut-?over|into service|launch(?:es|ed)?|joins?|(?:the )?(?:other|rest|remaining)\b[^.;:]{1,40}\bget)"
)
_BOUND = r"(?:(?:only |now,? )*(?:is |are )?(?:on|from|by|in|until|before|with the)|is|:)"
_ROLLOUT = re.compile(
    rf"\b{_LIVE}\b[^.;!?]{{0,50}}?(?:\b|(?<=:)|,? )\b{_BOUND} (?:the )?{WHEN}(?:,? (?:and|&) {WHEN})?"
    rf"|\ball (?:of )?(?:the )?\d+ [^.,;!?]{{2,40}}? (?:on|from) {WHEN}"
    rf"|\b{WHEN}[,:]? (?:the )?(?:whole|entire|all|everyone|everybody)\b"
    rf"|\bfrom {WHEN} [^.;,]{{2,40}} joins?\b",
    re.I,
)
_PROMISED = re.compile(
    r"\b(?:told|promised|agreed|committed|fixed|settled|accepted|deadline|due|must|has to|have to|needs? to be)\b", re.I
)
_BY = re.compile(rf"\b(?:by|no later than|(?:deadline|due)(?: is| on|:)?) (?:the )?{WHEN}", re.I)
_PAST = re.compile(
    r"\b(?:was|were|went|had|did|since|ago|passed|came|took|got|saw|ran|used to|last (?:year|month|week))\b", re.I
)
_HOPE = re.compile(
    r"\b(?:hop(?:e|es|ed|ing)|love to|would like|wish|fingers crossed|maybe|perhaps|road ?map|vision)\b", re.I
)
_BODIES = (
    r"(?:works council|union|council|board|committee|audit\w*|security|privacy|legal|compliance|risk|regulator|agency"
    r"|ministry|data protection|dpo|assessment|contract|approval|sign-?off)"
)
_UNTIL = re.compile(r"\b(?:until|till|before) (?:[^,.;:!?]|\.(?=\d)){3,60}", re.I)
_FORBIDDEN = re.compile(r"\b(?:forbidden|banned|not allowed)\b", re.I)
_NO_CHANGE = re.compile(
    r"\b(?:may not|must not|mustn't|no (?:changes?|releases?|roll-?outs?|go-?lives?|deployments?)"
    r"|nothing (?:may|can|must|goes|is|gets) (?:\w+ )?(?:live|released?|changed?|deployed|written|connected))\b",
    re.I,
)
_BY_A_BODY = re.compile(rf"\b(?:until|till|before)\b[^.;!?]*\b(?:{_BODIES}|{WHEN})", re.I)
_FREEZE = re.compile(r"\b(?:\w+ )?(?:freeze|frozen)\b|\bnothing (?:may|can|must) (?:change|go live|be changed)\b", re.I)
_PEAK = re.compile(
    r"\b(?:peaks?|busiest|high season|our season|rush|harvest)\b[^.;!?]*?\b(?:is|are|in|from|on|between)\b", re.I
)
_STARTS = re.compile(
    rf"\b(?:staffed|released|available|access(?: \w+)? comes|released) (?:from|on|after) (?:{WHEN}|easter|christmas)"
    rf"|\b(?:board|committee|council|audit) (?:is|meets|sits|decides|comes) (?:on |in )?{WHEN}"
    rf"|\b(?:goes|comes) (?:back )?to the (?:\w+ )?(?:board|committee|council) (?:on|in) {WHEN}",
    re.I,
)
_DATE = re.compile(WHEN, re.I)
_WITH_BOUND = re.compile(rf"(?:(?:on|from|by|in|until|before|after|for) (?:the )?)?(?:{WHEN}|easter|christmas)", re.I)
_ONE_OF = {"date": "day", "deadline": "day"}
"""What an analyst may have read as either: the same sentence is not listed twice for it."""


class _Found(NamedTuple):
    kind: str
    words: re.Match[str]
    until: str | None = None
    first_day: date | None = None
    day: date | None = None


def add_limits(facts: Iterable[ProposedFact], turn: Turn) -> tuple[ProposedFact, ...]:
    """The facts, and beside them the limits that the rules find in the turn and no fact of the kind tells of yet."""
    read = tuple(facts)
    return (*read, *(limit for limit in find_limits(turn) if not any(_tells_same(fact, limit, turn) for fact in read)))


def find_limits(turn: Turn) -> tuple[ProposedFact, ...]:
    """At most one a sentence; rather none than a hope or a story of the past."""
    own = blank_foreign_words(turn.text)
    return tuple(
        _to_fact(found, sentence, span.extract_from(turn.text))
        for span in find_factual_spans(turn.text)
        if (found := next(_iter_limits(sentence := straighten_quotes(span.extract_from(own)), turn), None))
    )


def _iter_limits(sentence: str, turn: Turn) -> Iterator[_Found]:
    """The strictest first."""
    yield from _find_freeze_or_peak(sentence, turn)
    yield from _find_ban(sentence, turn)
    yield from _find_money(sentence, turn)
    if not _HOPE.search(sentence):
        yield from _find_promise(sentence, turn)
        yield from _find_rollout(sentence, turn)


def _find_freeze_or_peak(sentence: str, turn: Turn) -> Iterator[_Found]:
    if _PAST.search(sentence):
        return
    for kind, words in (("freeze", _FREEZE), ("peak", _PEAK)):
        match = words.search(sentence)
        if match is None:
            continue
        if stretch := find_range(sentence, turn.at):
            yield _Found(kind, match, None, *stretch)
        elif (bound := _UNTIL.search(sentence)) and (day := find_last_day(bound.group(), turn.at)):
            yield _Found(kind, match, bound.group(), None, day)
        elif (when := _DATE.search(sentence)) and (days := resolve_days(when.group(), turn.at)):
            yield _Found(kind, match, when.group(), *days)


def _find_ban(sentence: str, turn: Turn) -> Iterator[_Found]:
    bound = _UNTIL.search(sentence)
    strict = _FORBIDDEN.search(sentence)
    match = strict or (_NO_CHANGE.search(sentence) if _BY_A_BODY.search(sentence) else None)
    if match and bound:
        yield _Found("ban", match, bound.group(), None, find_last_day(bound.group(), turn.at))


def _find_money(sentence: str, turn: Turn) -> Iterator[_Found]:
    money = _MONEY.search(sentence)
    if money is None:
        return
    ends = _ENDS.search(sentence)
    none_from = _NONE_FROM.search(sentence) if _NOTHING.search(sentence) else None
    bound = ends or none_from
    day = find_last_day(bound.group(), turn.at) if bound else None
    if bound and day:
        yield _Found("deadline", money, bound.group(), None, day)


def _find_promise(sentence: str, turn: Turn) -> Iterator[_Found]:
    bound, promised = _BY.search(sentence), _PROMISED.search(sentence)
    day = find_last_day(bound.group(), turn.at) if bound and promised else None
    if bound and promised and day:
        yield _Found("deadline", promised, bound.group(), None, day)


def _find_rollout(sentence: str, turn: Turn) -> Iterator[_Found]:
    if _PAST.search(sentence):
        return
    live = None if _PEOPLE.search(sentence) else _ROLLOUT.search(sentence)
    match = live or _STARTS.search(sentence)
    if match is None:
        return
    bounds = list(_WITH_BOUND.finditer(match.group()))
    days = [day for bound in bounds if (day := _resolve_start(bound, turn))]
    if days or not live:
        until = match.group()[bounds[0].start() : bounds[-1].end()]
        yield _Found("deadline" if live else "date", match, until, None, max(days, default=None))


def _resolve_start(bound: re.Match[str], turn: Turn) -> date | None:
    """The day on which it begins at the latest: the first "from April", the last "in January"."""
    when = _DATE.search(bound.group())
    days = resolve_days(when.group(), turn.at) if when else None
    return days and (days.first if bound.group().lower().startswith("from") else days.last)


def _to_fact(found: _Found, sentence: str, quote: str) -> ProposedFact:
    until = found.until.strip(" .,:") if found.until else None
    is_date = found.kind == "date"
    told = {
        "kind": None if is_date else found.kind,
        "what": quote
        if len(quote) <= _LONGEST
        else get_clause_around(Span(*found.words.span()), sentence).strip(" .,:"),
        "until": None if is_date else until,
        "first_day": found.first_day and found.first_day.isoformat(),
        "day": found.day and found.day.isoformat(),
    }
    return ProposedFact(
        kind="date" if is_date else "constraint",
        name=until if is_date and until else found.words.group().strip(" .,:"),
        quote=quote,
        details=tuple(Detail(key=key, value=value) for key, value in told.items() if value),
    )


def _tells_same(fact: ProposedFact, limit: ProposedFact, turn: Turn) -> bool:
    """Whether the fact is of the same kind and its words stand in the same sentence."""
    if fact.kind not in ("date", "constraint") or _get_kind(fact) != _get_kind(limit):
        return False
    own, other = find_quote(limit.quote, turn.text), find_quote(fact.quote, turn.text)
    return own is not None and other is not None and own.overlaps(other)


def _get_kind(fact: ProposedFact) -> str:
    kind = next((detail.value for detail in fact.details if detail.key == "kind"), "date")
    return _ONE_OF.get(kind, kind)
