"""Conflicts: where a date, a ban, a freeze or a peak that the team named stands against the plan's own dates."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.core.days_off import Freeze
from bot.domain.core.phrases import format_date
from bot.domain.framework.practice import Exposure
from bot.domain.plan.action import Action
from bot.domain.plan.limits import NamedLimit
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Conflict
from bot.domain.plan.rollout import RolloutStep

_MONEY = re.compile(
    r"\b(?:money|budgets?|paid|pays?|fund(?:s|ed|ing)?|financed|bills?|costs?|grants?|set aside|keep (?:it|this)|geld"
    r"|bezahlt|finanzier\w*|argent|financement|dinero|presupuesto)\b",
    re.I,
)
_LIVE = re.compile(r"\b(?:live|roll(?:ed|s)?[- ]?outs?|switch\w*|launch\w*|cut-?over|production)\b", re.I)
_STEP_NAMES: dict[Exposure, str] = {"limited": "nothing goes live", "full": "full volume does not begin"}
_LONGEST = 90


def find_conflicts(plan: ProductionPlan) -> tuple[Conflict, ...]:
    """At most one for each thing that the team named, in the order of the plan's limits."""
    found = (next(_iter_conflicts(limit, plan), None) for limit in plan.limits)
    return tuple(conflict for conflict in found if conflict is not None)


def is_about_money(limit: NamedLimit) -> bool:
    """Whether it says up to when somebody pays."""
    return limit.kind in ("deadline", "ban") and bool(_MONEY.search(f"{limit.what} {limit.until or ''} {limit.quote}"))


def _iter_conflicts(limit: NamedLimit, plan: ProductionPlan) -> Iterator[Conflict]:
    if limit.day is None:
        return
    if is_about_money(limit):
        yield from _find_money_conflict(limit, limit.day, plan)
    elif limit.kind == "deadline" or (limit.kind == "date" and _LIVE.search(f"{limit.what} {limit.quote}")):
        yield from _find_late_step(limit, limit.day, plan)
        yield from _find_day_in_freeze(limit, limit.day, plan)
    elif limit.kind == "ban":
        yield from _find_step_under_ban(limit, limit.day, plan)
    elif limit.kind == "peak":
        yield from _find_peak_conflict(limit, limit.day, plan)


def _find_money_conflict(limit: NamedLimit, day: date, plan: ProductionPlan) -> Iterator[Conflict]:
    last = max(plan.actions, key=lambda action: action.due, default=None)
    if last is not None and last.due > day:
        told = f"the plan is not over before {format_date(last.due)}, and who pays after that is open"
        yield _build_conflict(limit, last, last.due, "the end of the plan", told)


def _find_late_step(limit: NamedLimit, day: date, plan: ProductionPlan) -> Iterator[Conflict]:
    """The first of limited and full exposure that comes after that day, and what keeps it from coming sooner."""
    for step in plan.rollout:
        name = _STEP_NAMES.get(step.step)
        if name is None or step.action is None or step.earliest is None or step.earliest <= day:
            continue
        action = plan.get_action(step.action)
        if last := _find_last_need(action, plan):
            told = f"“{last.title}” is not done before {format_date(last.due)}, and {name} before that"
        else:
            told = f"{name} before {format_date(step.earliest)}"
        yield _build_conflict(limit, action, step.earliest, f"the step {step.step}", told)


def _find_last_need(action: Action, plan: ProductionPlan) -> Action | None:
    needed = [other for other in plan.actions if other.id in action.depends_on]
    return max(needed, key=lambda other: other.due, default=None)


def _find_day_in_freeze(limit: NamedLimit, day: date, plan: ProductionPlan) -> Iterator[Conflict]:
    freeze = next((freeze for freeze in plan.days_off.freezes if freeze.first <= day <= freeze.last), None)
    if freeze is not None and limit.says_its_day:
        yield _build_conflict(limit, None, None, freeze.name, f"nothing may change then: {_describe_freeze(freeze)}")


def _describe_freeze(freeze: Freeze) -> str:
    return f"{freeze.name}, {format_date(freeze.first)} to {format_date(freeze.last)}"


def _find_step_under_ban(limit: NamedLimit, day: date, plan: ProductionPlan) -> Iterator[Conflict]:
    step = _get_step(plan, "limited")
    if step and step.action and step.earliest and step.earliest <= day:
        told = f"the plan goes live on {format_date(step.earliest)}, while that still holds"
        yield _build_conflict(limit, plan.get_action(step.action), step.earliest, "the step limited", told)


def _find_peak_conflict(limit: NamedLimit, day: date, plan: ProductionPlan) -> Iterator[Conflict]:
    """A live step that begins in the peak, or full volume that comes after it."""
    first = limit.first_day or day
    for name in ("limited", "full"):
        step = _get_step(plan, name)
        if step and step.action and step.earliest and first <= step.earliest <= day:
            told = f"{'the live share' if name == 'limited' else 'full volume'} would begin in the midst of it, on "
            told += format_date(step.earliest)
            yield _build_conflict(limit, plan.get_action(step.action), step.earliest, f"the step {name}", told)
    full = _get_step(plan, "full")
    if full and full.action and full.earliest and full.earliest > day:
        told = f"full volume does not begin before {format_date(full.earliest)}: this peak cannot prove it"
        yield _build_conflict(limit, plan.get_action(full.action), full.earliest, "the step full", told)


def _get_step(plan: ProductionPlan, step: Exposure) -> RolloutStep | None:
    return next((taken for taken in plan.rollout if taken.step == step), None)


def _build_conflict(limit: NamedLimit, action: Action | None, plan_day: date | None, what: str, told: str) -> Conflict:
    said = limit.what if len(limit.what) <= _LONGEST else limit.until or limit.what
    return Conflict(
        kind=limit.kind,
        fact=limit.fact,
        said=said,
        speaker=limit.speaker,
        team_day=limit.day,
        what=what,
        action=action.id if action else None,
        plan_day=plan_day,
        sentence=f"The team said {_quote(said, limit)}; {told}.",
    )


def _quote(said: str, limit: NamedLimit) -> str:
    """What was said, with its day behind it where these words lack it."""
    words = said.strip().lstrip("-*•– ").rstrip(".!;,:")
    if limit.until and limit.until.casefold() in words.casefold():
        return f"“{words}”"
    if limit.until:
        return f"“{words}”, “{limit.until}”"
    has_day = re.search(rf"\b0?{limit.day.day}\b", words) if limit.day else None
    return f"“{words}”" if has_day or limit.day is None else f"“{words}”, {format_date(limit.day)}"
