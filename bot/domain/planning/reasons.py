"""Because: the words of the team that call for an action, or that nobody could say."""

from collections.abc import Iterable

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.framework.framework import Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.planning.plan import Because

_MOST_QUOTES = 2


def because_of(gap: Gap, assessment: Assessment, framework: Framework) -> tuple[Because, ...]:
    """At least one reason: quotes for a level, one quote a person for a disagreement, a plain statement otherwise."""
    if gap.kind == "unknown":
        criterion = framework.criterion(gap.criterion)
        return (Because(text=f"Nobody could say: {criterion.asks}"),)
    items = assessment.evidence_for(assessment.rating_of(gap.criterion))
    quoted = _latest_of_each(items) if gap.kind == "disagreement" else _carrying(items, gap.now)
    return tuple(_quote(item) for item in quoted)


def _latest_of_each(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({item.speaker: item for item in items}.values())


def _carrying(items: tuple[Evidence, ...], level: int | None) -> tuple[Evidence, ...]:
    """The latest sentences that were read as this very level; where there are none, the latest of all."""
    sentences = {item.sentence: item for item in items}
    distinct = tuple(item for text, item in sentences.items() if not any(text in t for t in sentences if t != text))
    exact = tuple(item for item in distinct if item.level == level)
    return (exact or distinct)[-_MOST_QUOTES:]


def _quote(item: Evidence) -> Because:
    return Because(text=item.sentence, evidence_id=item.id, turn_id=item.turn_id, speaker=item.speaker)
