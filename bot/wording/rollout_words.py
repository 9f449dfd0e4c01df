"""The way to live proof, as people read it: a line for each of its four steps, with its days or its range."""

from collections.abc import Callable
from datetime import date

from bot.domain.core.phrases import format_date
from bot.domain.framework.practice import Exposure
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.rollout import RolloutStep

_NAMES: dict[Exposure, str] = {
    "shadow": "Shadow, beside the manual work",
    "limited": "Limited live share",
    "full": "Full volume, through a real peak",
    "owner_review": "The owner's review of live figures",
}


def format_plan_dates(plan: ProductionPlan) -> str:
    """From its first day to where its dates can be kept: what is only outlined has no last day."""
    until = plan.horizons.committed.until if plan.horizons.outline.actions else plan.end
    start = f"from {format_date(plan.start)}"
    return f"{start} to {format_date(until)}" if until else start


def list_rollout_lines(plan: ProductionPlan, format_one: Callable[[date], str]) -> tuple[str, ...]:
    """Shadow, beside the manual work: 7 to 18 December; one a step, none in a plan from before there were steps."""
    return tuple(f"{_NAMES[step.step]}: {format_step_days(step, plan, format_one)}" for step in plan.rollout)


def format_step_days(step: RolloutStep, plan: ProductionPlan, format_one: Callable[[date], str]) -> str:
    """The days of a step that is committed to, the range of one that is outlined."""
    if step.action is None:
        return "behind you"
    if step.earliest is None or step.latest is None:
        return "no date yet"
    if any(action.id == step.action and action.is_committed for action in plan.actions):
        return f"{format_one(step.earliest)} to {format_one(step.latest)}"
    return f"not before {format_one(step.earliest)}, over by {format_one(step.latest)} at the latest"
