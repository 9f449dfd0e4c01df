"""ProductionPlan: how the gaps get closed, by whom, by when, proven how; every action can be followed back."""

from datetime import date, datetime

from bot.domain.assessment.gap import Gap
from bot.domain.core.days_off import DaysOff
from bot.domain.core.model import Value
from bot.domain.core.people import Pilot
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import WorkCalendar
from bot.domain.plan.limits import NamedLimit
from bot.domain.plan.numbers import NumberToAgree
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.register import Conflict, Risk, RiskAnswers, StrandItem
from bot.domain.plan.rollout import Horizons, RolloutStep
from bot.domain.plan.tables import DecisionEntry, Responsibility, RoleShare, SystemEntry
from bot.domain.plan.value_case import ValueCase
from bot.domain.plan.wording import RefusedWording


class PlannedGap(Gap):
    """A gap and what closes it. The plan holds its gaps in the order in which they hold the pilot back."""

    actions: tuple[str, ...]
    """Ids of actions, at least one."""


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
    value_case: ValueCase = ValueCase()
    responsibilities: tuple[Responsibility, ...] = ()
    shares: tuple[RoleShare, ...] = ()
    """What was said of the time that roles have; for the others the library's share holds."""
    limits: tuple[NamedLimit, ...] = ()
    """The dates, deadlines, bans, peaks and volumes that the team named."""
    owner: OwnerClaim | None = None
    """Who answers for the workflow, as far as anybody said; who is only proposed has still to be asked."""
    horizons: Horizons = Horizons()
    """Up to where dates can be kept; empty in a plan from before this was kept."""
    rollout: tuple[RolloutStep, ...] = ()
    """The four steps to live proof, in order."""
    numbers_to_agree: tuple[NumberToAgree, ...] = ()
    risks: tuple[Risk, ...] = ()
    risk_answers: RiskAnswers = RiskAnswers()
    strand: tuple[StrandItem, ...] = ()
    """What no team mentions unasked, scaled by how much can go wrong."""
    conflicts: tuple[Conflict, ...] = ()
    """Dates, bans and freezes of the team's that this plan cannot keep."""
    open_questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know of how it was made: gates that had to move, and why."""
    refused: tuple[RefusedWording, ...] = ()
    """What the analyst worded and was not kept; empty in a plan from before this was kept."""
    language: str = "en"
    """What the actions, the risks and the summary are written in (BCP 47)."""
    revises: str | None = None
    """Id of the plan that this one re-schedules after a change; None for a plan drafted from an assessment."""
    follows: str | None = None
    """Id of the plan before it, where it was drafted by itself after a new assessment and nobody asked for it."""
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
        """Whether too little is known to commit to closing any gap: that is found out, then the pilot is rated anew."""
        return self.horizons.is_discovery or (bool(self.actions) and all(a.gap != "level" for a in self.actions))

    @property
    def duration_headline(self) -> str:
        """How long it takes to what, in a few words."""
        if not self.actions:
            return "No gap to close"
        until, proof = self.horizons.committed.until, self.horizons.outline.earliest
        weeks = _format_weeks(self._count_weeks(until)) if until else "Two weeks"
        if self.is_discovery_only:
            return f"{weeks} to find out what is not known, then a new assessment"
        if until and proof:
            return f"{weeks} dated, then an outline to live proof"
        proof = next((step.latest for step in reversed(self.rollout) if step.latest), None)
        if proof:
            return f"{_format_weeks(self._count_weeks(proof))} to live proof"
        return f"{_format_weeks(self.weeks)} of work"

    def _count_weeks(self, until: date) -> int:
        return self.calendar.get_week_number(self.calendar.get_day_index(until))

    def list_phase_actions(self, phase_id: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.phase == phase_id)


def _format_weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"
