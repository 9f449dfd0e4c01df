"""Because: the words of the team that call for an action, or that nobody could say."""

from collections.abc import Iterable

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.framework.framework import Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.planning.plan import Reason

_MOST_QUOTES = 2


def list_reasons(gap: Gap, assessment: Assessment, framework: Framework) -> tuple[Reason, ...]:
    """At least one reason: quotes for a level, one quote a person for a disagreement, a plain statement otherwise."""
    if gap.kind == "unknown":
        criterion = framework.get_criterion(gap.criterion)
        return (Reason(text=f"Nobody could say: {criterion.asks}"),)
    items = assessment.evidence_for(assessment.get_rating(gap.criterion))
    quoted = (
        _select_latest_per_speaker(items) if gap.kind == "disagreement" else _select_supporting_evidence(items, gap.now)
    )
    return tuple(_build_reason(item) for item in quoted)


def _select_latest_per_speaker(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({item.speaker: item for item in items}.values())


def _select_supporting_evidence(items: tuple[Evidence, ...], level: int | None) -> tuple[Evidence, ...]:
    """The latest sentences that were read as this very level; where there are none, the latest of all."""
    sentences = {item.sentence: item for item in items}
    distinct = tuple(item for text, item in sentences.items() if not any(text in t for t in sentences if t != text))
    exact = tuple(item for item in distinct if item.level == level)
    return (exact or distinct)[-_MOST_QUOTES:]


def _build_reason(item: Evidence) -> Reason:
    return Reason(text=item.sentence, evidence_id=item.id, turn_id=item.turn_id, speaker=item.speaker, basis=item.basis)
