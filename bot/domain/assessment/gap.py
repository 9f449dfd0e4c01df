"""Gap: where a pilot falls short of the level it needs, and why that calls for an action."""

from typing import Literal

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, Level
from bot.domain.interview.criterion_state import CriterionState

GapKind = Literal["level", "unknown", "disagreement"]


class Gap(Value):
    """Level now to target. An unknown has no level now; a disagreement is settled before it is closed."""

    criterion: str
    kind: GapKind
    now: Level | None
    target: Level
    state: CriterionState | None = None
    """Why it is unknown, if it is."""


def list_gaps(assessment: Assessment, framework: Framework) -> tuple[Gap, ...]:
    """Every reason for an action, in the framework's order."""
    target = framework.get_stage(assessment.stage).target_level
    found: list[Gap] = []
    for criterion in framework.criterion_ids:
        rating = assessment.get_rating(criterion)
        if rating.disputed:
            found.append(Gap(criterion=criterion, kind="disagreement", now=rating.level, target=target))
        elif rating.level is None:
            found.append(Gap(criterion=criterion, kind="unknown", now=None, target=target, state=rating.state))
        if rating.level is not None and rating.level < target:
            found.append(Gap(criterion=criterion, kind="level", now=rating.level, target=target))
    return tuple(found)
