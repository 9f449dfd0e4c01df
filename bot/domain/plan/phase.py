"""PlannedPhase: a phase of a plan, and the gate that it ends with."""

from datetime import date

from bot.domain.core.model import Value


class PlannedGate(Value):
    """Go or no-go at the end of a phase: the framework's criteria, and the exit criteria of the phase's actions."""

    name: str
    phase: str
    week: int
    allowed: int | None = None
    """The last week that the framework gives its phase; None in a plan from before this was kept."""
    meant: int | None = None
    """The week it was drafted for, while the work before it keeps it from there; None when it stands there."""
    due: date
    ends_with: str
    criteria: tuple[str, ...]
    actions: tuple[str, ...] = ()
    """Ids of the actions whose exit criteria count at this gate."""


class PlannedPhase(Value):
    id: str
    name: str
    weeks: tuple[int, int]
    start: date
    end: date
    gate: PlannedGate
