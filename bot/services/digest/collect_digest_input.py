"""Gathering: everything that a digest is written from, in as many queries for two hundred pilots as for one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.actions.progress import Progress, Step
from bot.domain.asking.interview_activity import InterviewTimeline
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.team import Team
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest_input import DigestInput, DigestPeriod
from bot.domain.plan.outline import PlanOutline
from bot.domain.reassessment.snapshot import Snapshot, find_latest_snapshot
from bot.services.ports.core import UnitOfWork


def collect_digest_inputs(uow: UnitOfWork, teams: Sequence[Team], period: DigestPeriod) -> tuple[DigestInput, ...]:
    """Of pilots that whoever asks may see, as they stood at the end of the period; those begun later are left out."""
    begun = [team for team in teams if team.created_at <= period.until]
    ids = [team.pilot.id for team in begun]
    history = uow.assessments.list_snapshots_by_pilot(ids, period.until)
    pairs = {pilot: _select_assessment_pair(made, period) for pilot, made in history.items()}
    plans = uow.plans.find_outlines_by_pilot(ids, period.until)
    fresh = [pilot for pilot, plan in plans.items() if plan.made_at > period.since]
    read = _LoadedPilots(
        history=history,
        pairs=pairs,
        made=uow.assessments.find_by_ids([key for pair in pairs.values() for key in pair if key is not None]),
        plans=plans,
        plans_before=uow.plans.find_outlines_by_pilot(fresh, period.since) if fresh else {},
        steps=uow.action_steps.list_by_plan([plan.root_id for plan in plans.values()]),
        signs=uow.interviews.load_activity_by_pilot(ids, period.until),
        rulings=uow.decision_outcomes.list_by_pilot(ids),
    )
    return tuple(read.build_digest_input(team, period) for team in begun)


def _select_assessment_pair(made: Sequence[Snapshot], period: DigestPeriod) -> tuple[str | None, str | None]:
    """Ids of the assessments before and at the end of the period; none where nothing was assessed in it."""
    before, now = find_latest_snapshot(made, period.since), find_latest_snapshot(made, period.until)
    if now is None or now == before:
        return None, None
    return before.assessment_id if before else None, now.assessment_id


class _LoadedPilots(NamedTuple):
    """What was read of all pilots, by their ids; assessments by their own, steps by the root of their plan."""

    history: Mapping[str, tuple[Snapshot, ...]]
    pairs: Mapping[str, tuple[str | None, str | None]]
    made: Mapping[str, Assessment]
    plans: Mapping[str, PlanOutline]
    plans_before: Mapping[str, PlanOutline]
    steps: Mapping[str, tuple[Step, ...]]
    signs: Mapping[str, InterviewTimeline]
    rulings: Mapping[str, tuple[DecisionOutcome, ...]]

    def build_digest_input(self, team: Team, period: DigestPeriod) -> DigestInput:
        pilot = team.pilot.id
        before, now = self.pairs.get(pilot, (None, None))
        plan, signs = self.plans.get(pilot), self.signs.get(pilot)
        steps = [step for step in self.steps.get(plan.root_id, ()) if step.at <= period.until] if plan else []
        earlier = [step for step in steps if step.at <= period.since]
        return DigestInput(
            team=team,
            history=self.history.get(pilot, ()),
            before=self.made.get(before or ""),
            now=self.made.get(now or ""),
            plan_before=self.plans_before.get(pilot),
            progress=Progress.from_steps(plan, steps) if plan else None,
            progress_before=_find_progress_before(plan, earlier),
            pulse=signs.find_activity_at(period.until) if signs else None,
            rulings=tuple(ruling for ruling in self.rulings.get(pilot, ()) if ruling.at <= period.until),
        )


def _find_progress_before(plan: PlanOutline | None, earlier: Sequence[Step]) -> Progress | None:
    """Only where something was blocked: nothing else of how it stood then is told."""
    blocked = plan is not None and any(step.kind == "blocked" for step in earlier)
    return Progress.from_steps(plan, earlier) if plan is not None and blocked else None
