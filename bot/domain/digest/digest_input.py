"""Dossier: everything that a digest is written from about one pilot, as it stood at the end of the period."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.asking.interview_activity import InterviewActivity
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.team import Team
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.reassessment.snapshot import Snapshot, find_latest_snapshot


class DigestPeriod(NamedTuple):
    """Both moments in the time zone of whoever reads about it: their dates are that person's."""

    since: datetime
    until: datetime


class DigestInput(NamedTuple):
    team: Team
    history: tuple[Snapshot, ...] = ()
    """Oldest first."""
    before: Assessment | None = None
    now: Assessment | None = None
    """Before and at the end of the period; both None where nothing was assessed in it, and then `history` says all."""
    plan_before: ProductionPlan | None = None
    """None where the plan is the same as before the period, or there was none."""
    progress: Progress | None = None
    """Of the plan that stood at the end of the period."""
    progress_before: Progress | None = None
    """Of the same plan, with the steps up to the beginning of the period; None also where nothing was blocked then."""
    pulse: InterviewActivity | None = None
    """Of the newest interview, unless it is over and assessed."""
    rulings: tuple[DecisionOutcome, ...] = ()

    @property
    def pilot_history(self) -> PilotHistory:
        team = self.team
        owner = team.get_person(team.owner).display_name if team.owner else ""
        return PilotHistory(
            pilot=team.pilot, purpose=team.purpose, owner=owner, started_at=team.created_at, history=self.history
        )

    @property
    def plan(self) -> ProductionPlan | None:
        return self.progress.plan if self.progress else None

    def find_snapshot_at(self, moment: datetime) -> Snapshot | None:
        return find_latest_snapshot(self.history, moment)
