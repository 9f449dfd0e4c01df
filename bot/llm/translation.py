"""From what the model returned to the domain's values, and doubts worth one more try."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.review import CitedAnswer, PillarReview, ProposedRating
from bot.domain.framework.guide import Guide
from bot.domain.inquiry.worded_answer import WordedAnswer, WordedClaim
from bot.domain.interview.answer_mapping import (
    AnswerMapping,
    CriterionReading,
    ProposedFact,
    ProposedOwner,
    ProposedProbe,
    ProposedSignal,
    QuestionWording,
)
from bot.domain.interview.evidence import PERSON_DETAILS, Detail
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.quotation.languages import guess_language
from bot.domain.quotation.quotation import find_quote, find_turned, widen_to_sentences
from bot.llm.days import add_days
from bot.llm.fencing import UntrustedText, clean_line, fence_text, is_verbatim, to_verbatim_parts
from bot.llm.limits import add_limits
from bot.llm.schemas import (
    AnswerReturned,
    DetailReturned,
    FactReturned,
    InquiryReturned,
    MappingReturned,
    OwnerReturned,
    ReadingReturned,
    ReviewReturned,
    TranslationsReturned,
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LISTED = {"direction", "criterion", "kind", "day", "first_day"}
"""Details whose values the prompt lists, or writes in a form of its own; the others are copied."""
_SPEAKER = "speaker"
_LOST = "these quotes do not stand in the message; copy them letter by letter or leave the reading out:\n"
_LEFT_OUT = (
    "of these sentences you copied a part only, and what you left out may turn its meaning; read each whole sentence"
    " again and copy it whole, or leave the reading out:\n"
)
_SAYS_IT_IS_THERE = 2
"""From this level on a reading says that something exists, which a word left out could deny."""


def to_answer_mapping(
    returned: MappingReturned, turn: Turn, upcoming: Sequence[CandidateQuestion] = ()
) -> AnswerMapping:
    """`upcoming`: the first is the question that was given to be worded."""
    text, wording = turn.text, clean_line(returned.wording or "")
    return AnswerMapping(
        intent=returned.intent,
        readings=tuple(_to_reading(reading, text) for reading in returned.readings),
        facts=add_limits(add_days((_to_fact(fact, turn) for fact in returned.facts), turn), turn),
        owners=tuple(_to_owner(owner, turn) for owner in returned.owners),
        signals=tuple(ProposedSignal(trap=s.trap, quote=to_verbatim_parts(s.quote, text)[0]) for s in returned.signals),
        probes=tuple(
            ProposedProbe(criterion=probe.criterion, text=clean_line(probe.text)) for probe in returned.probes
        ),
        wordings=tuple(QuestionWording(key=asked.key, text=wording) for asked in upcoming[:1] if wording),
        language=_to_language(returned.language, text),
        colleague=clean_line(returned.colleague or "") or None,
        question_back=clean_line(returned.question_back or "") or None,
    )


def _to_language(code: str | None, text: str) -> str | None:
    """As the model says; where that is no code, as the commonest words tell."""
    return code if code and _LANGUAGE.fullmatch(code) else guess_language(text)


def doubts_about_translations(returned: TranslationsReturned, count: int) -> str:
    """One a text, and none empty."""
    if len(returned.texts) == count and all(text.strip() for text in returned.texts):
        return ""
    return f"there are {count} texts to translate, and {len(returned.texts)} translations came back, or some are empty"


def add_follow_up_probes(mapping: AnswerMapping, interview: Interview, turn: Turn) -> AnswerMapping:
    """What is left to a colleague stays worth a follow-up: who is asked next may be that colleague."""
    question = interview.find_question(turn.question_id)
    if mapping.intent != "ask_colleague" or question is None:
        return mapping
    settled = interview.answered_criteria | {probe.criterion for probe in mapping.probes}
    settled |= {reading.criterion for reading in mapping.readings}
    left = tuple(ProposedProbe(criterion=criterion) for criterion in question.criteria if criterion not in settled)
    return mapping.model_copy(update={"probes": (*mapping.probes, *left)})


def doubts_about_mapping(returned: MappingReturned, turn: Turn) -> str:
    """Readings that would be lost because none of their words stand in the turn, and copies that left out what may
    turn them round; empty when there are none."""
    lost = [quote for reading in returned.readings if _is_lost(reading.quotes, turn.text) for quote in reading.quotes]
    cut = [whole for reading in returned.readings for whole in _list_turned(reading, turn.text)]
    doubts = [_LOST + _fence_all(lost)] if lost else []
    doubts += [_LEFT_OUT + _fence_all(cut)] if cut else []
    return "\n".join(doubts)


def _list_turned(reading: ReadingReturned, text: str) -> list[str]:
    """The whole sentences whose left out words could mean that what the reading found is not there."""
    if reading.level is None or reading.level < _SAYS_IT_IS_THERE:
        return []
    copied = [part for quote in reading.quotes for part in to_verbatim_parts(quote, text)]
    spans = [span for part in copied if (span := find_quote(part, text))]
    return [widen_to_sentences(span, text).extract_from(text) for span in find_turned(spans, text)]


def _fence_all(quotes: Iterable[str]) -> str:
    return "\n".join(fence_text(UntrustedText(quote)) for quote in dict.fromkeys(quotes))


def to_pillar_review(returned: ReviewReturned, guide: Guide) -> PillarReview:
    """Each rating cites the passage that explains its criterion."""
    return PillarReview(
        ratings=tuple(
            ProposedRating(
                criterion=rating.criterion,
                level=rating.level,
                there=clean_line(rating.there),
                lacks=clean_line(rating.lacks),
                unmet=clean_line(rating.unmet),
                evidence_ids=_remove_duplicates(rating.evidence_ids),
                citations=(guide.get_criterion_guide(rating.criterion).passage,),
            )
            for rating in returned.ratings
        )
    )


def doubts_about_review(returned: ReviewReturned, expected: Iterable[str], evidence_ids: Iterable[str]) -> str:
    missing = sorted(set(expected) - {rating.criterion for rating in returned.ratings})
    foreign = sorted({e for rating in returned.ratings for e in rating.evidence_ids} - set(evidence_ids))
    doubts = [f"{', '.join(missing)}: no rating was given"] if missing else []
    doubts += [f"{', '.join(foreign)}: there is no such evidence id"] if foreign else []
    return "; ".join(doubts)


def to_cited_answer(returned: AnswerReturned) -> CitedAnswer:
    return CitedAnswer(text=clean_line(returned.text), citations=_remove_duplicates(returned.passages))


def to_worded_answer(returned: InquiryReturned) -> WordedAnswer:
    return WordedAnswer(
        asks=returned.asks,
        claims=tuple(
            WordedClaim(text=clean_line(claim.text), entry_ids=_remove_duplicates(claim.entries))
            for claim in returned.claims
        ),
    )


def _to_reading(reading: ReadingReturned, text: str) -> CriterionReading:
    return CriterionReading(
        criterion=reading.criterion,
        level=reading.level,
        quotes=_remove_duplicates(part for quote in reading.quotes for part in to_verbatim_parts(quote, text)),
        corrects=reading.corrects,
        disputes=reading.disputes,
        contradicts=reading.contradicts if reading.contradicts != reading.criterion else None,
        in_passing=reading.in_passing,
    )


def _to_fact(fact: FactReturned, turn: Turn) -> ProposedFact:
    return ProposedFact(
        kind=fact.kind,
        name=to_verbatim_parts(fact.name, turn.text)[0],
        quote=to_verbatim_parts(fact.quote, turn.text)[0],
        details=tuple(_to_detail(detail, turn) for detail in fact.details),
        adds_to=fact.adds_to,
    )


def _to_owner(owner: OwnerReturned, turn: Turn) -> ProposedOwner:
    person = turn.speaker if owner.person == _SPEAKER else to_verbatim_parts(owner.person, turn.text)[0]
    return ProposedOwner(person=person, claim=owner.claim, quote=to_verbatim_parts(owner.quote, turn.text)[0])


def _to_detail(detail: DetailReturned, turn: Turn) -> Detail:
    if detail.value == _SPEAKER and detail.key in PERSON_DETAILS:
        return Detail(key=detail.key, value=turn.speaker)
    fixed = detail.key in _LISTED
    return Detail(key=detail.key, value=detail.value if fixed else to_verbatim_parts(detail.value, turn.text)[0])


def _is_lost(quotes: list[str], text: str) -> bool:
    return bool(quotes) and not any(is_verbatim(quote, text) for quote in quotes)


def _remove_duplicates(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
