"""PlanDifference: what changed from one plan to its revision, and which action made it change."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bot.domain.core.model import Value
from bot.domain.plan.action import Action, Dates
from bot.domain.plan.phase import PlannedGate
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.schedule import MOST_WEEKS

MovedActions = Mapping[str, tuple[Action, Action]]
"""The moved actions by id, before and after."""


class MovedAction(Value):
    action_id: str
    before: Dates
    after: Dates
    because: str | None = None
    """Id of the moved action it waits for; None when its own dates were asked for, or it waits for free hands."""


class MovedPlanGate(Value):
    """A gate that stands on another day than before."""

    phase: str
    name: str
    before: date
    after: date
    weeks: tuple[int, int]
    """The week before and after."""
    outlined: bool = False
    """Whether it has no day: then it does not stand before these."""
    because: str | None = None
    """Id of the moved action that ends last before it; None when an earlier gate pushed it."""


class NewOwner(Value):
    action_id: str
    before: str
    """The person, else the role."""
    after: str


class ChangedDependencies(Value):
    """What an action waits for now and did not before, and the other way round: ids of actions."""

    action_id: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class PlanDifference(Value):
    actions: tuple[MovedAction, ...] = ()
    gates: tuple[MovedPlanGate, ...] = ()
    owners: tuple[NewOwner, ...] = ()
    waits: tuple[ChangedDependencies, ...] = ()
    weeks: tuple[int, int]
    """How long the plan was, and is now."""
    end: tuple[date, date]
    """Its last day before, and now."""

    @property
    def is_empty(self) -> bool:
        return not (self.actions or self.gates or self.owners or self.waits)

    @property
    def is_too_long(self) -> bool:
        """Whether the plan takes longer now than it may, and longer than before."""
        return self.weeks[1] > max(MOST_WEEKS, self.weeks[0])


def compare_plans(
    before: ProductionPlan, after: ProductionPlan, asked: Collection[str] = frozenset()
) -> PlanDifference:
    """What changed between two plans of a line of revisions; actions in the order of the plan.

    `asked`: ids of the actions whose own dates somebody asked to change; those moved because of nothing else.
    """
    old_actions = {action.id: action for action in before.actions}
    pairs = [(old_actions[new.id], new) for new in after.actions if new.id in old_actions]
    moved = {new.id: (old, new) for old, new in pairs if old.planned_dates != new.planned_dates}
    return PlanDifference(
        actions=tuple(
            MovedAction(
                action_id=key,
                before=old.planned_dates,
                after=new.planned_dates,
                because=None if key in asked else _find_cause(old, new, moved),
            )
            for key, (old, new) in moved.items()
        ),
        gates=tuple(_iter_moved_gates(before, after, moved)),
        owners=tuple(
            NewOwner(action_id=new.id, before=old.accountable_name, after=new.accountable_name)
            for old, new in pairs
            if (old.person, old.accountable_name) != (new.person, new.accountable_name)
        ),
        waits=tuple(
            _compare_dependencies(old, new) for old, new in pairs if set(old.depends_on) != set(new.depends_on)
        ),
        weeks=(before.weeks, after.weeks),
        end=(before.end, after.end),
    )


def _find_cause(old: Action, new: Action, moved: MovedActions) -> str | None:
    """The one that ends last of those that it waits for and that moved the same way."""
    later = new.start > old.start
    pulls = [
        other
        for other in dict.fromkeys((*new.depends_on, *old.depends_on))
        if other in moved and (moved[other][1].due > moved[other][0].due) == later
    ]
    return max(pulls, key=lambda other: moved[other][1].due, default=None)


def _iter_moved_gates(before: ProductionPlan, after: ProductionPlan, moved: MovedActions) -> Iterator[MovedPlanGate]:
    old_gates = {phase.id: phase.gate for phase in before.phases}
    for phase in after.phases:
        old, new = old_gates.get(phase.id), phase.gate
        if old is not None and old.day and new.day and old.day != new.day:
            yield MovedPlanGate(
                phase=phase.id,
                name=new.name,
                before=old.day,
                after=new.day,
                outlined=new.due is None,
                weeks=(old.week, new.week),
                because=_find_last_moved(new, moved),
            )


def _find_last_moved(gate: PlannedGate, moved: MovedActions) -> str | None:
    own = [action for action in gate.actions if action in moved]
    return max(own, key=lambda action: moved[action][1].due, default=None)


def _compare_dependencies(old: Action, new: Action) -> ChangedDependencies:
    added = tuple(other for other in new.depends_on if other not in old.depends_on)
    return ChangedDependencies(
        action_id=new.id, added=added, dropped=tuple(other for other in old.depends_on if other not in new.depends_on)
    )
