"""Wishes carried over: the dates that people asked for in an earlier plan, kept in the one that follows it."""

from collections.abc import Iterator

from bot.domain.core.errors import MoveRefused
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms
from bot.domain.replanning.replan import replan


def carry_over_wishes(before: ProductionPlan, plan: ProductionPlan, terms: RevisionTerms) -> ProductionPlan:
    """The plan with the wished dates of the earlier one that still lie ahead, under the same id; a date that cannot be
    kept any more is left as drafted."""
    for wish in _list_wishes(before, plan, terms):
        try:
            moved = replan(plan, [ChangeRequest(action_id=wish.id, due=wish.due)], terms).plan
        except MoveRefused:
            continue
        plan = moved.model_copy(update={"id": plan.id, "revises": plan.revises, "line": plan.line})
    return plan


def _list_wishes(before: ProductionPlan, plan: ProductionPlan, terms: RevisionTerms) -> Iterator[Action]:
    planned = {action.id for action in plan.actions}
    wished = (action for action in before.actions if action.wished and action.id in planned - terms.done)
    return (action for action in wished if action.due >= terms.today)
