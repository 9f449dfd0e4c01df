"""PilotWeek: what moved in one pilot since the last digest, what is stuck and for how long, what comes next."""

from datetime import date, datetime
from typing import Literal

from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot


class LevelMove(Value):
    """A criterion that stands elsewhere than before, and the words it rests on."""

    criterion: str
    name: str
    before: int | None
    now: int | None
    reason: str = ""
    """Verbatim; empty where nothing new was said of it."""
    speaker: Person | None = None


class PillarMove(Value):
    pillar: str
    name: str
    before: float
    now: float


class FinishedAction(Value):
    """An action that was done."""

    action_id: str
    title: str
    by: Person
    at: datetime
    proof: str = ""


class Blocker(Value):
    action_id: str
    title: str
    reason: str
    by: Person
    """Who said so."""
    owner: Person | None = None
    since: date


class Dispute(Value):
    """What people see differently, or did until now."""

    criterion: str
    name: str
    people: tuple[Person, ...]
    settled: bool = False


class PlanUpdate(Value):
    """A plan that was drafted, or was moved to end on another day."""

    drafted: bool
    weeks: int
    end: date
    ended: date | None = None
    """When the one before ended; None where there was none."""


class StuckItem(Value):
    kind: Literal["gate", "blocked", "overdue", "interview", "paused"]
    since: date
    days: int
    title: str = ""
    """Of the action; of the longest overdue."""
    who: Person | None = None
    """Who has it, or whose answer it waits for; None: nobody by name."""
    who_left: bool = False
    """Their account on the platform was switched off."""
    reason: str = ""
    count: int = 1
    """How many actions are overdue; of a gate that was missed, how many are open."""
    of: int = 0
    """How many actions a gate has."""


class UpcomingItem(Value):
    kind: Literal["gate", "action"]
    title: str
    due: date
    who: Person | None = None
    who_left: bool = False


class PilotWeek(Value):
    pilot: Pilot
    stage_before: str | None = None
    stage: str | None = None
    """None: not assessed, or too little is known to rate it."""
    assessed: bool = False
    pillars: tuple[PillarMove, ...] = ()
    moves: tuple[LevelMove, ...] = ()
    """What rose first, then what fell."""
    disputes: tuple[Dispute, ...] = ()
    plan: PlanUpdate | None = None
    done: tuple[FinishedAction, ...] = ()
    blocked: tuple[Blocker, ...] = ()
    unblocked: tuple[str, ...] = ()
    """Titles of actions that go on."""
    started: bool = False
    """Whether the pilot was begun in the period."""
    stuck: tuple[StuckItem, ...] = ()
    """Gates that were missed, then the rest, each the longest first."""
    ahead: tuple[UpcomingItem, ...] = ()
    """Gates and actions due within a week, the soonest first."""
    next_gate: UpcomingItem | None = None

    @property
    def is_quiet(self) -> bool:
        """Nothing moved; what is stuck and what is ahead is no move."""
        news = (self.moves, self.disputes, self.done, self.blocked, self.unblocked, self.plan, self.started)
        return self.stage == self.stage_before and not any(news)

    @property
    def change_weight(self) -> tuple[int, int]:
        """How much a leader wants to read of it: a new stage before all, then how much moved."""
        return (
            int(self.stage != self.stage_before),
            3 * len(self.moves) + 3 * len(self.disputes) + 2 * len(self.blocked) + len(self.done),
        )
