"""ProductionPlan: how the gaps get closed, by whom, by when, proven how; every action can be followed back."""

from datetime import date, datetime

from bot.domain.framework import Level
from bot.domain.gap import GapKind
from bot.domain.model import Value
from bot.domain.people import Pilot


class Because(Value):
    """Why an action is there: a quote with its speaker, or that nobody could say."""

    text: str
    """The quoted sentence, or a plain statement when there is no quote."""
    evidence_id: str | None = None
    turn_id: str | None = None
    speaker: str | None = None


class Action(Value):
    id: str
    practice: str
    criterion: str
    gap: GapKind
    now: Level | None
    target: Level
    phase: str
    title: str
    deliverable: str
    exit: str
    role: str
    """Id of the accountable role."""
    role_name: str
    person: str | None = None
    """Id of a person the team named for it, where one was."""
    effort_days: float
    """Working days of one person."""
    depends_on: tuple[str, ...] = ()
    """Ids of actions."""
    start: date
    due: date
    weeks: tuple[int, int]
    """First and last week of the plan, counted from 1."""
    because: tuple[Because, ...]


class PlannedGate(Value):
    name: str
    phase: str
    week: int
    due: date
    ends_with: str
    criteria: tuple[str, ...]


class PlannedPhase(Value):
    id: str
    name: str
    weeks: tuple[int, int]
    start: date
    end: date
    gate: PlannedGate


class SystemEntry(Value):
    """A line of the inventory of systems to be wired; None is an open question, never a guess."""

    system: str
    direction: str | None = None
    interface: str | None = None
    owner: str | None = None
    state: str | None = None
    quote: str
    speaker: str


class DecisionEntry(Value):
    """A line of the decision table; None is an open question."""

    decision: str
    tier: str | None = None
    decider: str | None = None
    boundary: str | None = None
    escalation: str | None = None
    time: str | None = None
    quote: str
    speaker: str


class ValueEntry(Value):
    """One of the three shifts: throughput, profit, predictability."""

    criterion: str
    level: Level | None
    baseline: str | None = None
    target: str | None = None
    measured: str | None = None
    quote: str | None = None
    speaker: str | None = None


class Risk(Value):
    title: str
    why: str
    answer: str
    """The ids of the actions that answer it, or what to decide."""
    trap: str | None = None
    quote: str | None = None


class Responsibility(Value):
    role: str
    role_name: str
    person: str | None
    accountable_for: tuple[str, ...]
    """Ids of actions."""


class ProductionPlan(Value):
    id: str
    pilot: Pilot
    assessment_id: str
    framework_version: str
    practices_version: str
    analyst: str
    """Who worded it: the model's name, or `offline` for the library's own wording."""
    made_at: datetime
    start: date
    end: date
    weeks: int
    team_size: int
    stage: str
    target_stage: str
    summary: tuple[str, ...]
    phases: tuple[PlannedPhase, ...]
    actions: tuple[Action, ...]
    systems: tuple[SystemEntry, ...] = ()
    decisions: tuple[DecisionEntry, ...] = ()
    value_case: tuple[ValueEntry, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    risks: tuple[Risk, ...] = ()
    open_questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know of how it was made: gates that had to move, and why."""


class TailoredAction(Value):
    """Another wording of an action's title, deliverable and exit criterion; nothing else may change."""

    action_id: str
    title: str
    deliverable: str
    exit: str


class Tailoring(Value):
    summary: tuple[str, ...] = ()
    actions: tuple[TailoredAction, ...] = ()
