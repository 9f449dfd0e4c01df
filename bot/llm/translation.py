"""From what the model returned to the domain's values, and doubts worth one more try."""

from collections.abc import Iterable, Sequence

from bot.domain.assessment.review import CitedAnswer, PillarReview, ProposedRating
from bot.domain.core.invisible_characters import visible
from bot.domain.digest.headline import why_refused
from bot.domain.interview.answer_mapping import AnswerMapping, ProbeWish, ProposedFact, ProposedSignal, Reading, Wording
from bot.domain.interview.evidence import Detail
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.planning.plan import TailoredAction, TailoredRisk, Tailoring
from bot.llm.fencing import Said, fenced, stands, verbatim
from bot.llm.schemas import (
    AnswerReturned,
    DetailReturned,
    FactReturned,
    HeadlineReturned,
    MappingReturned,
    ReadingReturned,
    ReviewReturned,
    TailoringReturned,
)


def mapping_of(returned: MappingReturned, turn: Turn) -> AnswerMapping:
    text = turn.text
    return AnswerMapping(
        intent=returned.intent,
        readings=tuple(_reading(reading, text) for reading in returned.readings),
        facts=tuple(_fact(fact, text) for fact in returned.facts),
        signals=tuple(ProposedSignal(trap=s.trap, quote=verbatim(s.quote, text)[0]) for s in returned.signals),
        probes=tuple(ProbeWish(criterion=probe.criterion, text=_line(probe.text)) for probe in returned.probes),
        wordings=tuple(Wording(key=wording.key, text=_line(wording.text)) for wording in returned.wordings),
        colleague=_line(returned.colleague or "") or None,
        question_back=_line(returned.question_back or "") or None,
    )


def with_follow_up(mapping: AnswerMapping, interview: Interview, turn: Turn) -> AnswerMapping:
    """What is left to a colleague stays worth a follow-up: who is asked next may be that colleague."""
    question = interview.question(turn.question_id)
    if mapping.intent != "ask_colleague" or question is None:
        return mapping
    settled = interview.known | {probe.criterion for probe in mapping.probes}
    settled |= {reading.criterion for reading in mapping.readings}
    left = tuple(ProbeWish(criterion=criterion) for criterion in question.criteria if criterion not in settled)
    return mapping.model_copy(update={"probes": (*mapping.probes, *left)})


def doubts_about_mapping(returned: MappingReturned, turn: Turn) -> str:
    """Readings that would be lost because none of their words stand in the turn; empty when there are none."""
    lost = [quote for reading in returned.readings if _lost(reading.quotes, turn.text) for quote in reading.quotes]
    if not lost:
        return ""
    quoted = "\n".join(fenced(Said(quote)) for quote in lost)
    return f"these quotes do not stand in the message; copy them letter by letter or leave the reading out:\n{quoted}"


def review_of(returned: ReviewReturned) -> PillarReview:
    return PillarReview(
        ratings=tuple(
            ProposedRating(
                criterion=rating.criterion,
                level=rating.level,
                rationale=_line(rating.rationale),
                evidence_ids=_once(rating.evidence_ids),
                citations=_once(rating.citations),
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


def answer_of(returned: AnswerReturned) -> CitedAnswer:
    return CitedAnswer(text=_line(returned.text), citations=_once(returned.passages))


def headline_of(returned: HeadlineReturned) -> str:
    return _line(returned.text)


def doubts_about_headline(returned: HeadlineReturned, facts: Sequence[str]) -> str:
    line = headline_of(returned)
    refused = why_refused(line, facts) if line else ""
    return f"this line can't stand ({refused}); only shorten the facts" if refused else ""


def tailoring_of(returned: TailoringReturned, action_ids: Iterable[str]) -> Tailoring:
    """`action_ids`: those that were asked about; what is said of others is not heard."""
    known = set(action_ids)
    return Tailoring(
        summary=tuple(line for sentence in returned.summary if (line := _line(sentence))),
        actions=tuple(
            TailoredAction(
                action_id=a.action_id, title=_line(a.title), deliverable=_line(a.deliverable), exit=_line(a.exit)
            )
            for a in returned.actions
            if a.action_id in known
        ),
        risks=tuple(TailoredRisk(risk_id=r.risk_id, title=_line(r.title), why=_line(r.why)) for r in returned.risks),
    )


def _reading(reading: ReadingReturned, text: str) -> Reading:
    return Reading(
        criterion=reading.criterion,
        level=reading.level,
        quotes=_once(part for quote in reading.quotes for part in verbatim(quote, text)),
        corrects=reading.corrects,
        disputes=reading.disputes,
    )


def _fact(fact: FactReturned, text: str) -> ProposedFact:
    return ProposedFact(
        kind=fact.kind,
        name=verbatim(fact.name, text)[0],
        quote=verbatim(fact.quote, text)[0],
        details=tuple(_detail(detail, text) for detail in fact.details),
    )


def _detail(detail: DetailReturned, text: str) -> Detail:
    fixed = detail.key in {"direction", "criterion"}
    return Detail(key=detail.key, value=detail.value if fixed else verbatim(detail.value, text)[0])


def _lost(quotes: list[str], text: str) -> bool:
    return bool(quotes) and not any(stands(quote, text) for quote in quotes)


def _line(text: str) -> str:
    """One line, without hidden characters: a model can be made to write them too."""
    return " ".join(visible(text).split())


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
