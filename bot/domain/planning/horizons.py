"""Horizons: up to where a plan's dates can be kept, and in what range the rest of the way lies."""

from collections.abc import Collection, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.core.phrases import format_date, join_with_and, spell_count
from bot.domain.framework.framework import Framework
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import WorkCalendar
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.rollout import CommittedPart, Horizons, OutlinePart
from bot.domain.planning.practice_selection import ChosenPractice

MOST_UNKNOWN = 4
"""With more gating criteria unknown than this, a plan commits to finding out only. Source: framework.md, as many as
keep a pilot from having a stage."""
REASSESSMENT_DAYS = 5
"""Working days of a new assessment, between finding out and building on the answers."""
_LIVE = ("limited", "full", "owner_review")
_SHARE_OF_THE_WAY = 0.25
"""By how much of its distance from the plan's first day an outlined date may slip."""
_DAYS_AN_OPEN_CRITERION = 5
"""And by how many working days for each gating criterion that nobody could tell about yet, or that is in dispute."""


class OpenPoints(Value):
    """What dates hang on: gating criteria that are unknown or in dispute, in the framework's order."""

    unknown: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    is_designed: bool = False
    """Whether the stage says that all is designed for production, so that live steps can be dated."""

    @property
    def is_discovery(self) -> bool:
        return len(self.unknown) > MOST_UNKNOWN

    @property
    def count(self) -> int:
        return len({*self.unknown, *self.disputed})


def find_open_points(assessment: Assessment, framework: Framework) -> OpenPoints:
    gating = [assessment.get_rating(criterion.id) for criterion in framework.gating_criteria]
    return OpenPoints(
        unknown=tuple(rating.criterion for rating in gating if rating.level is None),
        disputed=tuple(rating.criterion for rating in gating if rating.disputed),
        is_designed=framework.is_last_stage(framework.get_stage(assessment.stage).target_stage),
    )


def find_outlined(chosen: Sequence[ChosenPractice], points: OpenPoints) -> frozenset[str]:
    """Ids of what can't be dated yet: steps of what is unknown, live steps of a pilot that is not designed for
    production yet, and whatever waits for these. With too much unknown, all but finding out."""
    outlined = {item.id for item in chosen if _is_open(item, points)}
    before = -1
    while before != len(outlined):
        before = len(outlined)
        outlined |= {item.id for item in chosen if outlined.intersection(item.waits_for)}
    return frozenset(outlined)


def _is_open(item: ChosenPractice, points: OpenPoints) -> bool:
    if item.practice.settles is not None:
        return False
    hangs = item.provisional or item.gap.criterion in points.unknown
    undesigned = item.practice.exposure in _LIVE and not (points.is_designed and not points.unknown)
    return points.is_discovery or hangs or undesigned


class DateRange(NamedTuple):
    """How far the outlined dates of a plan may slip."""

    calendar: WorkCalendar
    points: OpenPoints

    def get_latest(self, due: date) -> date:
        """The day by which it is over at the latest: never before that of what is due earlier."""
        index = self.calendar.get_day_index(due)
        slack = ceil(index * _SHARE_OF_THE_WAY) + _DAYS_AN_OPEN_CRITERION * self.points.count
        return self.calendar.get_working_day(index + slack)


def build_horizons(
    actions: Sequence[Action], phases: Sequence[PlannedPhase], dates: DateRange, framework: Framework
) -> Horizons:
    """`dates`: with the plan's calendar and what its dates hang on. Finding out ends with a new assessment."""
    calendar, points = dates
    committed = [action for action in actions if action.is_committed]
    outlined = [action for action in actions if not action.is_committed]
    gates = [phase.gate for phase in phases if phase.gate.due is not None and phase.gate.actions]
    days = [*(action.due for action in committed), *(gate.due for gate in gates if gate.due)]
    until = max(days, default=None)
    if until is not None and points.is_discovery:
        until = calendar.get_working_day(calendar.get_day_index(until) + REASSESSMENT_DAYS)
    ends_with = "a new assessment" if points.is_discovery else gates[-1].ends_with if gates else ""
    needs = _list_needs(points, outlined, framework)
    return Horizons(
        committed=CommittedPart(until=until, ends_with=ends_with, actions=tuple(a.id for a in committed)),
        outline=OutlinePart(
            earliest=max((a.due for a in outlined), default=None),
            latest=max((a.latest for a in outlined if a.latest), default=None),
            needs=needs,
            actions=tuple(a.id for a in outlined),
        ),
        line=_describe_line(until, needs, bool(outlined), points),
        is_discovery=points.is_discovery,
    )


def _list_needs(points: OpenPoints, outlined: Collection[Action], framework: Framework) -> tuple[str, ...]:
    if not outlined:
        return ()
    names = {criterion.id: criterion.name.lower() for criterion in framework.criteria}
    hanging = (action.criterion for action in outlined if action.gap == "unknown")
    told = [f"an answer on {names[criterion]}" for criterion in dict.fromkeys((*points.unknown, *hanging))]
    told += [f"one view of {names[criterion]}" for criterion in points.disputed]
    return (*told, "a new assessment" if points.is_discovery else "what the shadow run shows")


def _describe_line(until: date | None, needs: Sequence[str], has_outline: bool, points: OpenPoints) -> str:
    """Where the line is, and why."""
    if until is None:
        return "" if has_outline else "All four steps to live proof lie behind the team."
    if points.is_discovery:
        count = spell_count(len(points.unknown))
        return (
            f"This plan only finds out, up to a new assessment by {format_date(until)}: {count} criteria that "
            "production hangs on are not known. What follows is an outline: its order holds, its dates are ranges."
        )
    if not has_outline:
        return f"Every step is dated, up to {format_date(until)}: nothing that a date hangs on is unknown."
    few = needs if len(needs) <= 3 else [*needs[:2], f"{len(needs) - 2} more answers"]
    return (
        f"Dates can be kept up to {format_date(until)}. What follows is an outline, in order and in ranges: "
        f"it hangs on {join_with_and(few)}."
    )
