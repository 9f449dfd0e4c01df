"""Long work in words: a line a step, each ending with what it came to."""

from typing import NamedTuple

from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.plan.plan import ProductionPlan
from bot.domain.work.work_progress import PLAN_STEPS, PlanProgress, PlanStep, RatingProgress, WorkProgress
from bot.wording.formatter import format_count, format_day, format_mean

_STEPS: dict[PlanStep, str] = {
    "gaps": "Gaps",
    "practices": "Practices",
    "schedule": "People and dates",
    "wording": "Wording",
    "documents": "Documents",
}


_TITLES: dict[type[WorkProgress], tuple[str, str, str]] = {
    RatingProgress: ("Rating each pillar", "Each pillar is rated", "Rating stopped"),
    PlanProgress: ("Making the plan", "The plan is made", "Planning stopped"),
}


class StepLine(NamedTuple):
    id: str
    line: str
    status: str
    """pending, in_progress, complete or error."""


def render_work_title(progress: WorkProgress) -> str:
    doing, done, stopped = _TITLES[type(progress)]
    if progress.stopped:
        return stopped
    return done if progress.is_over else doing


def render_step_lines(progress: WorkProgress) -> tuple[StepLine, ...]:
    if isinstance(progress, RatingProgress):
        return tuple(
            StepLine(p.id, _render_pillar(p.name, progress.rated.get(p.id)), progress.get_status(p.id))
            for p in progress.pillars
        )
    return tuple(StepLine(step, _render_plan_step(step, progress), progress.get_status(step)) for step in PLAN_STEPS)


def _render_pillar(name: str, found: PillarReadiness | None) -> str:
    """Integration: 2.0, 4 of 4 known."""
    if found is None:
        return name
    mean = format_mean(found.mean) if found.known else "unknown"
    return f"{name}: {mean}, {found.known} of {found.of} known"


def _render_plan_step(step: PlanStep, progress: PlanProgress) -> str:
    if progress.plan is None or progress.get_status(step) != "complete":
        return _STEPS[step]
    return f"{_STEPS[step]}: {_describe_outcome(step, progress.plan)}"


def _describe_outcome(step: PlanStep, plan: ProductionPlan) -> str:
    actions = format_count(len(plan.actions), "action")
    if step == "gaps":
        return f"{len(plan.gaps)} to close"
    if step == "practices":
        return f"{actions} in {format_count(len(plan.phases), 'phase')}"
    if step == "schedule":
        named = sum(action.person is not None for action in plan.actions)
        return f"{format_count(plan.weeks, 'week')} from {format_day(plan.start)}, {named} of {actions} with a name"
    if step == "wording":
        return "the library's own words" if plan.analyst == "offline" else "fitted to what this team said"
    return "the brief, and the plan as PDF and Word, follow below"
