"""Because: the words of the team that call for an action, or that it is unknown, and why."""

from collections.abc import Iterable

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.assessment.gap import Gap
from bot.domain.framework.framework import Framework
from bot.domain.interview.criterion_state import STATE_PHRASES
from bot.domain.interview.evidence import Evidence
from bot.domain.plan.action import Reason

_MOST_QUOTES = 2


def list_reasons(gap: Gap, assessment: Assessment, framework: Framework) -> tuple[Reason, ...]:
    """At least one reason: quotes for a level, one quote a person for a disagreement, a plain statement otherwise."""
    if gap.kind == "unknown":
        criterion = framework.get_criterion(gap.criterion)
        why = STATE_PHRASES[gap.state]
        return (Reason(text=f"{why[0].upper()}{why[1:]}: {criterion.asks}"),)
    rating = assessment.get_rating(gap.criterion)
    quoted = (
        _select_latest_per_speaker(assessment.evidence_for(rating))
        if gap.kind == "disagreement"
        else _select_telling_evidence(list_telling_evidence(assessment, rating))
    )
    return tuple(build_reason(item, assessment) for item in quoted)


def _select_latest_per_speaker(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({item.speaker: item for item in items}.values())


def _select_telling_evidence(items: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The most telling sentences; one that stands within another is told with that."""
    others = {item.sentence for item in items}
    distinct = [item for item in items if not any(item.sentence in other for other in others - {item.sentence})]
    return tuple(distinct[:_MOST_QUOTES])


def build_reason(item: Evidence, assessment: Assessment) -> Reason:
    return Reason(
        text=item.sentence,
        evidence_id=item.id,
        turn_id=item.turn_id,
        speaker=item.speaker,
        basis=item.basis,
        translation=item.translation,
        guest=assessment.get_person(item.speaker).guest,
    )
