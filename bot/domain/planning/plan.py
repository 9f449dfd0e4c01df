"""ProductionPlan: how the gaps get closed, by whom, by when, proven how; every action can be followed back."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.assessment.gap import Gap, GapKind
from bot.domain.core.days_off import DaysOff
from bot.domain.core.model import Value
from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Level
from bot.domain.interview.evidence import EvidenceBasis, OwnerClaim
from bot.domain.planning.limits import NamedLimit
from bot.domain.planning.schedule import WorkCalendar
from bot.domain.planning.wording import RefusedWording


class Reason(Value):
    """Why an action is there: a quote with its speaker, or why nothing is known."""

    text: str
    """The quoted sentence, or a plain statement when there is no quote."""
    evidence_id: str | None = None
    turn_id: str | None = None
    speaker: str | None = None
    basis: EvidenceBasis = "read"
    """`chosen`: the speaker settled the level of what they said."""


class Dates(Value):
    """Where an action stands in the plan: its first and its last working day."""

    start: date
    due: date
    from_noon: bool = False
    """Whether the work begins with the second half of the first day."""


class PlannedGap(Gap):
    """A gap and what closes it. The plan holds its gaps in the order in which they hold the pilot back."""

    actions: tuple[str, ...]
    """Ids of actions, at least one."""


class Action(Value):
    id: str
    """The practice's id, or `<criterion>_disagreement`: the same in every plan of a pilot, so plans can be compared."""
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
    """Id of a person the team named who fits the role (or the name, where the person takes no part); else open."""
    person_name: str | None = None
    effort_days: float
    """Working days of one person."""
    depends_on: tuple[str, ...] = ()
    """Ids of actions."""
    start: date
    due: date
    weeks: tuple[int, int]
    """First and last week of the plan, counted from 1."""
    from_noon: bool = False
    """Whether the work begins with the second half of the first day."""
    wished: bool = False
    """Whether somebody asked for these very dates; else they were drafted, or moved along."""
    meant: Dates | None = None
    """Where it was drafted or wished to stand, while something else keeps it from there; None when it stands there."""
    because: tuple[Reason, ...]
    provisional: bool = False
    """A step of a criterion that is still unknown, planned because other actions wait for it."""

    @property
    def accountable_name(self) -> str:
        """The person where one is known, else the role."""
        return self.person_name or self.role_name

    @property
    def role_in_sentence(self) -> str:
        """The role as it stands within a sentence: platform engineer, but AI lead."""
        abbreviated = self.role_name[1:2].isupper()
        return self.role_name if abbreviated else f"{self.role_name[:1].lower()}{self.role_name[1:]}"

    @property
    def planned_dates(self) -> Dates:
        return Dates(start=self.start, due=self.due, from_noon=self.from_noon)


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
    id: str = ""
    """A trap's id, `unknown`, or `<criterion>_disagreement`; empty in a plan from before it was kept."""
    title: str
    why: str
    actions: tuple[str, ...] = ()
    """Ids of the actions that answer it; empty when there is none, and somebody has to decide."""
    trap: str | None = None
    quote: str | None = None
    speaker: str | None = None


class Responsibility(Value):
    role: str
    role_name: str
    person: str | None
    person_name: str | None = None
    accountable_for: tuple[str, ...]
    """Ids of actions."""


def build_responsibilities(actions: Sequence[Action], roles: Sequence[str]) -> tuple[Responsibility, ...]:
    """Who answers for which actions, in the order of `roles`: a line for each person of a role."""
    order = {role: place for place, role in enumerate(roles)}
    held: dict[tuple[str, str | None], list[Action]] = {}
    for action in sorted(actions, key=lambda action: order.get(action.role, len(order))):
        held.setdefault((action.role, action.person or action.person_name), []).append(action)
    return tuple(_build_responsibility(own) for own in held.values())


def _build_responsibility(own: Sequence[Action]) -> Responsibility:
    first = next(iter(own))
    return Responsibility(
        role=first.role,
        role_name=first.role_name,
        person=first.person,
        person_name=first.person_name,
        accountable_for=tuple(action.id for action in own),
    )


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
    days_off: DaysOff = DaysOff()
    stage: str
    target_stage: str
    summary: tuple[str, ...]
    phases: tuple[PlannedPhase, ...]
    gaps: tuple[PlannedGap, ...]
    """In the order in which they hold the pilot back."""
    actions: tuple[Action, ...]
    """By phase and date as first drafted; people number them by it, from 1, also after a revision."""
    systems: tuple[SystemEntry, ...] = ()
    decisions: tuple[DecisionEntry, ...] = ()
    value_case: tuple[ValueEntry, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    limits: tuple[NamedLimit, ...] = ()
    """The dates, deadlines, bans, peaks and volumes that the team named."""
    owner: OwnerClaim | None = None
    """Who answers for the workflow, as far as anybody said; who is only proposed has still to be asked."""
    risks: tuple[Risk, ...] = ()
    open_questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know of how it was made: gates that had to move, and why."""
    refused: tuple[RefusedWording, ...] = ()
    """What the analyst worded and was not kept; empty in a plan from before this was kept."""
    language: str = "en"
    """What the actions, the risks and the summary are written in (BCP 47)."""
    revises: str | None = None
    """Id of the plan that this one re-schedules after a change; None for a plan drafted from an assessment."""
    line: str = ""
    """Id of the first plan of its line of revisions; empty for that one itself."""

    @property
    def root_id(self) -> str:
        """Id of the plan that was drafted: what happens to its actions is kept under it, through all revisions."""
        return self.line or self.id

    @property
    def calendar(self) -> WorkCalendar:
        """The working days it was made with, from its first day on."""
        return WorkCalendar(self.start, self.days_off.holiday_dates - {self.start}, self.days_off.weekend)

    def get_action(self, action_id: str) -> Action:
        return next(action for action in self.actions if action.id == action_id)

    def get_action_number(self, action_id: str) -> int:
        """What people call the action: its place in the plan, from 1."""
        return next(n for n, action in enumerate(self.actions, start=1) if action.id == action_id)

    @property
    def is_discovery_only(self) -> bool:
        """Whether too little is known to close any gap yet: the plan settles that, then a new one is drafted."""
        return bool(self.actions) and all(action.gap != "level" for action in self.actions)

    @property
    def duration_headline(self) -> str:
        """How long it takes to what, in a few words."""
        if self.is_discovery_only:
            return "Two weeks to find out what is not known, then a new draft"
        return f"{self.weeks} weeks to a proof of production"

    def list_phase_actions(self, phase_id: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.phase == phase_id)
