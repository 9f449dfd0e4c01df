"""Whether another wording of an action asks for what the library's asks for: same duty, object and measure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from bot.domain.lexicon.calendars import extract_calendar, is_calendar_name
from bot.domain.lexicon.english import LINKS, NEGATIONS, TURNS, can_be_verb, can_name_a_thing, split_into_set, stem
from bot.domain.lexicon.numbers import normalize_number, read_spelled
from bot.domain.lexicon.said import SaidWords
from bot.domain.tailoring.fabrication_check import to_unit

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)|\d[\d.,]*%?|[^\W\d_][\w&'’.]*\w|[^\W\d_]")
_FOR_ALL = "each"
_ALIKE = dict.fromkeys(("every", "all", "everyone", "everybody", "whole"), _FOR_ALL)
_ALIKE |= {"cannot": "not", "can't": "not", "won't": "not"}
"""Who or what has to be there in full is said in many ways; a list of the team's own stands for it, a name doesn't."""
_REPLACED = frozenset({"or", "#1"})
"""Of "P&L or budget" and of "one person", the team's own name for it is left: nothing weaker."""
_LISTS = frozenset({"and", "both"})
_ORDER = frozenset({"st", "nd", "rd", "th"})
_RHYTHMS = frozenset({"hourly", "daily", "nightly", "weekly", "monthly", "quarterly", "yearly"})
_GENERAL = frozenset(
    stem(word)
    for word in split_into_set(
        "operational operations leader owner sponsor carries profit loss P&L budget person people user users name "
        "named team group pilot builder clerk staff shift site main system record source tool screen workflow "
        "work step daily case result output AI model data feed file extract stretch exception decision kind type "
        "set sample number amount share instruction procedure channel route role support cost volume service "
        "example thing place list queue executive risk compliance finance partner lead supervisor representatives "
        "connected line door"
    )
)
"""What the library says in general, because every team has names of its own for it. All its other words stay."""


class Token(NamedTuple):
    key: str
    """What it is compared by: its stem, "#60" or "month-10"."""
    text: str

    @property
    def links(self) -> bool:
        return self.text.casefold() in LINKS


class Objection(NamedTuple):
    """Why a wording is refused, and the word that it is refused for; both empty when it isn't."""

    why: str = ""
    word: str = ""


class KnownTerms(NamedTuple):
    """What may stand in a wording beside the library's words."""

    said: SaidWords
    """Everything that was said."""
    proven: frozenset[str] = frozenset()
    """The keys of terms that were said where they are claimed to be, perhaps in another language."""
    unproven: frozenset[str] = frozenset()
    """Of terms that weren't."""

    def allow(self, token: Token) -> bool:
        if token.text.casefold() in TURNS:
            return False
        if token.key in self.proven:
            return True
        named = token.key.startswith("#") or can_name_a_thing(token.text)
        return named and token.key not in self.unproven and self.said.holds(token.key)


def find_changed_duty(text: str, own: str, known: KnownTerms) -> Objection:
    """What the text puts in, leaves out or moves against the library's `own`, beyond naming what was said."""
    before, after = split_into_tokens(own), split_into_tokens(text)
    lost, added = _compare(before, after)
    strange = next((token for token in added if not token.links and not known.allow(token)), None)
    if strange:
        turns = strange.text.casefold() in TURNS
        return Objection("turns what is asked for" if turns else "nobody said it there", strange.text)
    moved = {token.key for token in lost if not token.links} & {token.key for token in added}
    if moved:
        return Objection("moves", next(token.text for token in added if token.key in moved))
    if infinitive := _find_new_infinitive(before, after):
        return Objection("turns what is asked for", infinitive)
    names = [token for token in added if not token.links]
    kept_first = before and after and before[0].key in {token.key for token in after}
    if not kept_first:
        return Objection("leaves out what is asked for", before[0].text if before else "")
    left_out = next((token for token in lost if not _may_go(token, names, after, before)), None)
    return Objection("leaves out what is asked for", left_out.text) if left_out else Objection()


def split_into_tokens(text: str) -> tuple[Token, ...]:
    read = read_spelled(text.replace("’", "'"))
    return tuple(token for match in _TOKEN.finditer(read) for token in _read_word(match.group(), read[match.end() :]))


def _read_word(word: str, rest: str) -> Iterable[Token]:
    folded = word.casefold()
    if word[0].isdigit():
        value = folded if folded[-2:] in _ORDER else normalize_number(word.rstrip(".,"))
        return (Token(f"#{value}", word),)
    if folded in _RHYTHMS and not _describes(rest):
        return Token(_FOR_ALL, _FOR_ALL), Token(stem(to_unit(folded)), word)
    if folded.endswith("n't") and folded not in _ALIKE:
        return Token(stem(folded[:-3]), folded[:-3]), Token("not", word)
    if is_calendar_name(word):
        return (Token(next(iter(extract_calendar(word))), word),)
    return (Token(_ALIKE.get(folded) or stem(word), word),)


def _describes(rest: str) -> bool:
    """Whether a word follows that it belongs to, as in "daily tool"."""
    following = re.match(r"\s+([^\W\d_]+)", rest)
    return following is not None and following.group(1).casefold() not in LINKS


def _compare(before: Sequence[Token], after: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """What only the first has, and what only the second has, both in their order."""
    matcher = SequenceMatcher(None, [t.key for t in before], [t.key for t in after], autojunk=False)
    lost: list[Token] = []
    added: list[Token] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            gone, come = before[start:end], after[other_start:other_end]
            lost += [token for token in gone if not _is_listed(token, gone, come)]
            added += come
    rhythm = _find_moved_rhythm(lost, added)
    return [t for t in lost if t.key not in rhythm], [t for t in added if t.key not in rhythm]


def _is_listed(token: Token, gone: Sequence[Token], come: Sequence[Token]) -> bool:
    """Whether it is part of "each system a case passes through" where a list of the systems stands instead."""
    listed = gone[0].key == _FOR_ALL and any(t.text.casefold() in _LISTS for t in come)
    return listed and not token.key.startswith("#") and token.text.casefold() not in NEGATIONS


def _find_moved_rhythm(lost: Sequence[Token], added: Sequence[Token]) -> frozenset[str]:
    """How often may stand elsewhere in the sentence: "each week, …", "… weekly"."""
    units = {stem(to_unit(word)) for word in _RHYTHMS}
    moved = {t.key for t in lost} & {t.key for t in added} & (units | {_FOR_ALL})
    return frozenset(moved) if _FOR_ALL in moved and len(moved) > 1 else frozenset()


def _find_new_infinitive(before: Sequence[Token], after: Sequence[Token]) -> str:
    """The word before a "to" that makes a thing to do of what was done: asked to sign, plans to measure."""
    pairs = Counter((one.key, other.key) for one, other in pairwise(before))
    own = {token.key for token in before}
    for first, link, verb in zip(after, after[1:], after[2:], strict=False):
        new = link.text == "to" and verb.key in own and not pairs["to", verb.key]
        if new and not verb.links and can_be_verb(verb.text) and first.key not in own:
            return first.text
    return ""


def _may_go(token: Token, names: Sequence[Token], after: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether what was left out is a general word for what the text names, or only holds the sentence together."""
    if token.links:
        return True
    if token.key == _FOR_ALL:
        lists = sum(t.text.casefold() in _LISTS for t in after) >= sum(t.text.casefold() in _LISTS for t in before)
        return bool(names) and lists and any(t.text.casefold() in _LISTS for t in after)
    return bool(names) and (token.key in _GENERAL or token.key in _REPLACED)
