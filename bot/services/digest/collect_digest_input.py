"""Gathering: everything that a digest is written from, in as many queries for two hundred pilots as for one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.actions.progress import Progress, Step
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.team import Team
from bot.domain.digest.decision import Ruling
from bot.domain.digest.digest_input import Dossier, Period
from bot.domain.interview.interview_activity import Signs
from bot.domain.planning.plan import ProductionPlan
from bot.domain.reassessment.snapshot import Snapshot, as_of
from bot.services.ports.core import UnitOfWork


def gather(uow: UnitOfWork, teams: Sequence[Team], period: Period) -> tuple[Dossier, ...]:
    """Of pilots that whoever asks may see, as they stood at the end of the period; those begun later are left out."""
    begun = [team for team in teams if team.created_at <= period.until]
    ids = [team.pilot.id for team in begun]
    history = uow.assessments.snapshots_of_each(ids, period.until)
    pairs = {pilot: _pair(made, period) for pilot, made in history.items()}
    plans = uow.plans.latest_of_each(ids, period.until)
    fresh = [pilot for pilot, plan in plans.items() if plan.made_at > period.since]
    read = _Read(
        history=history,
        pairs=pairs,
        made=uow.assessments.these([key for pair in pairs.values() for key in pair if key is not None]),
        plans=plans,
        plans_before=uow.plans.latest_of_each(fresh, period.since) if fresh else {},
        steps=uow.steps.of_each([plan.root for plan in plans.values()]),
        signs=uow.interviews.signs_of_each(ids, period.until),
        rulings=uow.rulings.of_each(ids),
    )
    return tuple(read.dossier(team, period) for team in begun)


def _pair(made: Sequence[Snapshot], period: Period) -> tuple[str | None, str | None]:
    """Ids of the assessments before and at the end of the period; none where nothing was assessed in it."""
    before, now = as_of(made, period.since), as_of(made, period.until)
    if now is None or now == before:
        return None, None
    return before.assessment_id if before else None, now.assessment_id


class _Read(NamedTuple):
    """What was read of all pilots, by their ids; assessments by their own, steps by the root of their plan."""

    history: Mapping[str, tuple[Snapshot, ...]]
    pairs: Mapping[str, tuple[str | None, str | None]]
    made: Mapping[str, Assessment]
    plans: Mapping[str, ProductionPlan]
    plans_before: Mapping[str, ProductionPlan]
    steps: Mapping[str, tuple[Step, ...]]
    signs: Mapping[str, Signs]
    rulings: Mapping[str, tuple[Ruling, ...]]

    def dossier(self, team: Team, period: Period) -> Dossier:
        pilot = team.pilot.id
        before, now = self.pairs.get(pilot, (None, None))
        plan, signs = self.plans.get(pilot), self.signs.get(pilot)
        steps = [step for step in self.steps.get(plan.root, ()) if step.at <= period.until] if plan else []
        earlier = [step for step in steps if step.at <= period.since]
        return Dossier(
            team=team,
            history=self.history.get(pilot, ()),
            before=self.made.get(before or ""),
            now=self.made.get(now or ""),
            plan_before=self.plans_before.get(pilot),
            progress=Progress.of(plan, steps) if plan else None,
            progress_before=Progress.of(plan, earlier) if plan else None,
            pulse=signs.at(period.until) if signs else None,
            rulings=tuple(ruling for ruling in self.rulings.get(pilot, ()) if ruling.at <= period.until),
        )
