"""PlannedPhase: a phase of a plan, what is there of it already, and the gate that it ends with."""

from datetime import date

from bot.domain.core.model import Value
from bot.domain.plan.action import Horizon, Reason


class OwedCriterion(Value):
    """What a team still owes at a gate."""

    text: str
    criterion: str | None = None
    """Id of the framework's criterion that it is about."""
    actions: tuple[str, ...] = ()
    """Ids of the actions that bring it."""
    evidence: tuple[Reason, ...] = ()
    """What was said of it so far; none where nothing was."""


class PlannedGate(Value):
    """Go or no-go at the end of a phase: the framework's criteria, and the exit criteria of the phase's actions."""

    name: str
    phase: str
    week: int
    allowed: int | None = None
    """The last week that the framework gives its phase; None in a plan from before this was kept."""
    follows: tuple[str, ...] | None = None
    """Ids of the phases whose gates it never stands before; None in a plan from before this was kept."""
    meant: int | None = None
    """The week it was drafted for, while the work before it keeps it from there; None when it stands there."""
    due: date | None
    """None where a phase is only outlined: then it stands between `earliest` and `latest`."""
    earliest: date | None = None
    latest: date | None = None
    ends_with: str
    criteria: tuple[str, ...]
    """What must hold, in the framework's words; what this team has behind it is not among them."""
    owed: tuple[OwedCriterion, ...] = ()
    """The same, each with what brings it and what was said of it."""
    met: tuple[OwedCriterion, ...] = ()
    """What holds already, with the words that show it."""
    stop_when: str = ""
    """The metric that stops or rolls back, with its number once there is one."""
    approver_role: str = ""
    """Name of the role that says yes beside the owner, and can say no."""
    approver: str | None = None
    """Name of the person, where one is known."""
    actions: tuple[str, ...] = ()
    """Ids of the actions whose exit criteria count at this gate."""

    @property
    def day(self) -> date | None:
        """When it stands; of one that is only outlined, the day before which it does not."""
        return self.due or self.earliest


class PlannedPhase(Value):
    id: str
    name: str
    weeks: tuple[int, int]
    start: date
    end: date
    gate: PlannedGate
    horizon: Horizon = "committed"
    why: str = ""
    """Of a phase without actions: what is there already, or what it hangs on; never silence."""
    there: tuple[Reason, ...] = ()
    """The words that show what is there already."""
