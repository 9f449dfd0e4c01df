"""Guards: what an analyst proposes is checked against the turn itself; what doesn't hold is refused, with a reason."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework
from bot.domain.interview.answer_mapping import (
    AnswerMapping,
    CriterionReading,
    ProposedFact,
    ProposedOwner,
    ProposedProbe,
    ProposedSignal,
)
from bot.domain.interview.claims import NOTHING_TO_CHECK, Circumstances, ClaimCheck, SupportedLevel
from bot.domain.interview.evidence import (
    CONSTRAINT_KINDS,
    DETAIL_KEYS,
    PERSON_DETAILS,
    Evidence,
    Fact,
    OwnerClaim,
    Signal,
)
from bot.domain.interview.turn import Turn, TurnFindings
from bot.domain.quotation.orders import find_factual_spans, touches_an_order
from bot.domain.quotation.own_words import Span
from bot.domain.quotation.quotation import (
    find_quote,
    get_clause_around,
    is_own_words,
    split_at_redactions,
    split_clauses,
    stands_alone,
    straighten_quotes,
    widen_to_sentences,
)
from bot.domain.quotation.sentences import asks_only

_HOPE = re.compile(
    r"\b(?:would (?:love|like) to|i'?d (?:love|like)|we'?d (?:love|like)|hope(?:s|d|fully)?|fingers crossed|wish"
    r"|roadmap|some ?day|one day|eventually|aspir\w+|subject to"
    r"|if we get (?:the|a|some|money|budget|funding|approval)|maybe (?:in )?20\d\d|no money|unfunded"
    r"|would be (?:nice|great)|in an ideal|(?:if|once|as soon as) .{0,40}\b(?:agrees?|approves?|says? yes|signs?))\b",
    re.I,
)
_SAYS_IT_IS_THERE = 2
"""Low levels are often carried by a negation or a hope; from this one on a claim says that something exists."""
_AN_ORDER = "it tells the assistant what to rate"
_NOT_SAID = "the quote does not stand in the turn"
_NOT_OWN = "it is struck through, or quoted from somebody else"
_A_QUESTION = "it only asks"
_DIRECTIONS = {"reads", "writes", "both", "none"}


class RefusedProposal(Value):
    """Something an analyst proposed that does not stand, kept for whoever improves the prompt."""

    what: str
    why: str


class GuardResult(Value):
    heard: TurnFindings
    refusals: tuple[RefusedProposal, ...] = ()


def guard_mapping(
    mapping: AnswerMapping, turn: Turn, framework: Framework, around: Circumstances | None = None
) -> GuardResult:
    """Lets through what the turn carries. `around`: what is known beside it; None: nothing."""
    evidence: list[Evidence] = []
    refusals: list[RefusedProposal] = []
    probes = [probe for probe in mapping.probes if probe.criterion in framework.criterion_ids]
    located = [{quote: find_quote(quote, turn.text) for quote in r.quotes or ("",)} for r in mapping.readings]
    check = _check_claims(mapping.readings, located, turn, framework, around or Circumstances())
    for place, (reading, spans) in enumerate(zip(mapping.readings, located, strict=True)):
        if check.is_order(place):
            reasons = {quote: _AN_ORDER if span else _NOT_SAID for quote, span in spans.items()}
        else:
            reasons = {quote: _explain_refusal(reading, span, turn, framework) for quote, span in spans.items()}
        refusals += _list_refusals(reading, reasons)
        standing = [span for quote, span in spans.items() if span and not reasons[quote]]
        if not standing or _is_misleading(reasons.values()):
            continue
        supported = check.find_supported_level(place)
        for said in dict.fromkeys(_extract_sentences(span, turn.text) for span in standing):
            name = f"{_evidence_prefix(turn)}{len(evidence) + 1}"
            evidence.append(_build_evidence(reading, said, turn, name, supported))
        if supported.why:
            refusals.append(RefusedProposal(what=f"{reading.criterion} {reading.level}", why=supported.why))
        if supported.why == NOTHING_TO_CHECK and reading.criterion not in {probe.criterion for probe in probes}:
            probes.append(ProposedProbe(criterion=reading.criterion))
    facts, refused_facts = _separate_refusals([(fact, *_check_fact(fact, turn)) for fact in mapping.facts])
    signals, refused_signals = _separate_refusals([(s, *_check_signal(s, turn, framework)) for s in mapping.signals])
    owners, refused_owners = _separate_refusals([(claim, *_check_owner(claim, turn)) for claim in mapping.owners])
    heard = TurnFindings(
        evidence=_keep_once(evidence),
        owners=tuple(owner for owner in owners if isinstance(owner, OwnerClaim)),
        facts=tuple(fact for fact in facts if isinstance(fact, Fact)),
        signals=tuple(signal for signal in signals if isinstance(signal, Signal)),
        probes=tuple(probes),
        wordings=mapping.wordings,
        language=mapping.language,
        about=tuple(criterion for criterion in mapping.about if criterion in framework.criterion_ids),
    )
    return GuardResult(heard=heard, refusals=(*refusals, *refused_facts, *refused_owners, *refused_signals))


def _check_claims(
    readings: tuple[CriterionReading, ...],
    located: list[dict[str, Span | None]],
    turn: Turn,
    framework: Framework,
    around: Circumstances,
) -> ClaimCheck:
    carried = {
        place: (reading, tuple(span for span in spans.values() if span))
        for place, (reading, spans) in enumerate(zip(readings, located, strict=True))
    }
    return ClaimCheck(turn, framework, around, carried)


def _list_refusals(reading: CriterionReading, reasons: dict[str, str]) -> list[RefusedProposal]:
    return [
        RefusedProposal(what=f"{reading.criterion} {reading.level}: {quote}", why=why)
        for quote, why in reasons.items()
        if why
    ]


def _is_misleading(reasons: Iterable[str]) -> bool:
    """Whether a reading falls whole: on an order to the rater, or when more of its quotes mislead than stand."""
    counted = Counter(reasons)
    misleading = sum(counted.values()) - counted[""] - counted[_NOT_SAID] - counted[_NOT_OWN]
    return bool(counted[_AN_ORDER]) or misleading > counted[""]


def _evidence_prefix(turn: Turn) -> str:
    """Unlike for every revision, so that an id never means two things."""
    return f"{turn.id}." if turn.revision == 0 else f"{turn.id}r{turn.revision}."


def _explain_refusal(reading: CriterionReading, span: Span | None, turn: Turn, framework: Framework) -> str:
    if reading.criterion not in framework.criterion_ids:
        return "no such criterion"
    if span is None or not split_at_redactions(span.extract_from(turn.text)):
        return _NOT_SAID
    if why := _explain_foreign_words(span, turn.text):
        return why
    claims = reading.level is not None and reading.level >= _SAYS_IT_IS_THERE
    if claims and _is_only_hoped(get_clause_around(span, turn.text)):
        return "a hope or a plan is not a fact"
    return ""


def _is_only_hoped(words: str) -> bool:
    """Whether what is hoped for or planned stands there, and no statement beside it."""
    hoped = [bool(_HOPE.search(straighten_quotes(clause))) for clause in split_clauses(words)]
    beside = (clause for clause, hope in zip(split_clauses(words), hoped, strict=True) if not hope)
    return any(hoped) and not any(stands_alone(clause) for clause in beside)


def _build_evidence(
    reading: CriterionReading, said: str, turn: Turn, evidence_id: str, supported: SupportedLevel
) -> Evidence:
    return Evidence(
        id=evidence_id,
        criterion=reading.criterion,
        level=supported.level,
        claimed=reading.level if supported.level != reading.level else None,
        quote=said,
        sentence=said,
        turn_id=turn.id,
        speaker=turn.speaker,
        corrects=reading.corrects,
        disputes=reading.disputes,
        contradicts=reading.contradicts if reading.disputes else None,
        in_passing=reading.in_passing,
    )


def _extract_sentences(span: Span, text: str) -> str:
    """The quote's whole sentences, without an order to the rater that follows in them."""
    whole = widen_to_sentences(span, text)
    touched = [kept for kept in find_factual_spans(text) if kept.overlaps(whole)]
    end = max(kept.end for kept in touched) if touched else whole.end
    return Span(whole.start, end).extract_from(text).rstrip()


def _keep_once(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Without a sentence that stands in another piece on the same criterion: one was widened to what the other is."""
    return tuple(
        item
        for at, item in enumerate(evidence)
        if not any(_is_held_in(item, other, other_at < at) for other_at, other in enumerate(evidence) if other_at != at)
    )


def _is_held_in(item: Evidence, other: Evidence, other_first: bool) -> bool:
    """Of two that are the same, the later stays, which says where the criterion stands."""
    told = ("criterion", "level", "claimed", "corrects", "disputes", "contradicts")
    if item.sentence == other.sentence:
        return item.criterion == other.criterion and not other_first
    alike = all(getattr(item, field) == getattr(other, field) for field in told)
    return alike and item.sentence in other.sentence


def _check_fact(fact: ProposedFact, turn: Turn) -> tuple[Fact | None, str]:
    span = find_quote(fact.quote, turn.text)
    if span is None or not _stands(fact.name, turn):
        return None, "the name or its quote does not stand in the turn"
    if why := _explain_foreign_words(span, turn.text):
        return None, why
    kept = tuple(d for d in fact.details if d.key in DETAIL_KEYS[fact.kind] and _detail_stands(d.key, d.value, turn))
    quote = _extract_sentences(span, turn.text)
    return Fact(
        kind=fact.kind,
        name=fact.name,
        quote=quote,
        turn_id=turn.id,
        speaker=turn.speaker,
        details=kept,
        adds_to=fact.adds_to,
    ), ""


def _check_owner(proposed: ProposedOwner, turn: Turn) -> tuple[OwnerClaim | None, str]:
    span = find_quote(proposed.quote, turn.text)
    if span is None or (proposed.person != turn.speaker and not _stands(proposed.person, turn)):
        return None, "the person or the quote does not stand in the turn"
    if why := _explain_foreign_words(span, turn.text):
        return None, why
    return OwnerClaim(
        person=proposed.person,
        claim=proposed.claim,
        quote=_extract_sentences(span, turn.text),
        turn_id=turn.id,
        speaker=turn.speaker,
    ), ""


def _detail_stands(key: str, value: str, turn: Turn) -> bool:
    if key == "direction":
        return value in _DIRECTIONS
    if key in PERSON_DETAILS and value == turn.speaker:
        return True
    if key == "kind":
        return value in CONSTRAINT_KINDS
    if key in ("day", "first_day"):
        return _is_day(value)
    return key == "criterion" or _stands(value, turn)


def _stands(words: str, turn: Turn) -> bool:
    span = find_quote(words, turn.text)
    return span is not None and is_own_words(span, turn.text)


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _check_signal(signal: ProposedSignal, turn: Turn, framework: Framework) -> tuple[Signal | None, str]:
    span = find_quote(signal.quote, turn.text)
    if signal.trap not in {trap.id for trap in framework.traps}:
        return None, "no such trap"
    if span is None:
        return None, _NOT_SAID
    if why := _explain_foreign_words(span, turn.text):
        return None, why
    said = _extract_sentences(span, turn.text)
    return Signal(trap=signal.trap, quote=said, sentence=said, turn_id=turn.id, speaker=turn.speaker), ""


def _explain_foreign_words(span: Span, text: str) -> str:
    """Why the words are not for the pilot's record, whatever they say; empty when they are."""
    if not is_own_words(span, text):
        return _NOT_OWN
    if touches_an_order(span, text):
        return _AN_ORDER
    return _A_QUESTION if asks_only(widen_to_sentences(span, text).extract_from(text)) else ""


def _separate_refusals(
    tried: list[tuple[ProposedFact | ProposedOwner | ProposedSignal, Fact | OwnerClaim | Signal | None, str]],
) -> tuple[list[Fact | OwnerClaim | Signal], list[RefusedProposal]]:
    kept = [result for _, result, _ in tried if result is not None]
    refused = [RefusedProposal(what=str(proposed), why=why) for proposed, result, why in tried if result is None]
    return kept, refused
