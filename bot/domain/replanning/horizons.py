"""Horizons of a revised plan: the line, the ranges and the steps to live proof move with the actions they rest on."""

from datetime import date

from bot.domain.core.phrases import format_date
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import WorkCalendar
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.rollout import Horizons, RolloutStep
from bot.domain.planning.horizons import REASSESSMENT_DAYS


def shift_latest(latest: date, before: date, after: date, calendar: WorkCalendar) -> date:
    """The end of a range whose beginning moved: as many working days from it as it was."""
    away = calendar.get_day_index(latest) - calendar.get_day_index(before)
    return calendar.get_working_day(calendar.get_day_index(after) + away)


def renew_ranges(revision: ProductionPlan, before: ProductionPlan, calendar: WorkCalendar) -> ProductionPlan:
    """The revision with its actions' ranges, then its roll-out and its horizons, as its dates demand. An outlined
    action that was given a date of its own is committed to."""
    old = {action.id: action for action in before.actions}
    actions = tuple(_renew_action(action, old[action.id], calendar) for action in revision.actions)
    by_id = {action.id: action for action in actions}
    rollout = tuple(_renew_step(step, by_id) for step in revision.rollout)
    moved = revision.model_copy(update={"actions": actions, "rollout": rollout})
    return moved.model_copy(update={"horizons": _renew_horizons(moved, calendar)})


def _renew_action(action: Action, old: Action, calendar: WorkCalendar) -> Action:
    if action.is_committed or action.latest is None or action.planned_dates == old.planned_dates:
        return action
    if action.wished:
        return action.model_copy(update={"horizon": "committed", "latest": None})
    return action.model_copy(update={"latest": shift_latest(action.latest, old.due, action.due, calendar)})


def _renew_step(step: RolloutStep, actions: dict[str, Action]) -> RolloutStep:
    action = actions.get(step.action or "")
    if action is None:
        return step
    return step.model_copy(update={"earliest": action.start, "latest": action.latest or action.due})


def _renew_horizons(plan: ProductionPlan, calendar: WorkCalendar) -> Horizons:
    kept = plan.horizons
    committed = [action for action in plan.actions if action.is_committed]
    outlined = [action for action in plan.actions if not action.is_committed]
    gates = [phase.gate.due for phase in plan.phases if phase.gate.due is not None and phase.gate.actions]
    until = max([*(action.due for action in committed), *gates], default=None)
    if until is not None and kept.is_discovery:
        until = calendar.get_working_day(calendar.get_day_index(until) + REASSESSMENT_DAYS)
    changes = {
        "committed": kept.committed.model_copy(update={"until": until, "actions": tuple(a.id for a in committed)}),
        "outline": kept.outline.model_copy(
            update={
                "earliest": max((a.due for a in outlined), default=None),
                "latest": max((a.latest for a in outlined if a.latest), default=None),
                "actions": tuple(a.id for a in outlined),
            }
        ),
        "line": _renew_line(kept, until),
    }
    return kept.model_copy(update=changes)


def _renew_line(kept: Horizons, until: date | None) -> str:
    before = kept.committed.until
    return kept.line.replace(format_date(before), format_date(until)) if before and until else kept.line
