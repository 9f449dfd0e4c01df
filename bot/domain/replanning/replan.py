"""Replanning: a plan after a change; what waits for it moves along, what is done stays, the rest stays where it is."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.tables import build_responsibilities
from bot.domain.plan_contents.conflicts import find_conflicts
from bot.domain.planning.notes import list_plan_notes
from bot.domain.planning.summary import renew_dated_sentences
from bot.domain.replanning.calendar_sheet import ReplanCalendar
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms, apply_change_requests
from bot.domain.replanning.difference import PlanDifference, compare_plans
from bot.domain.replanning.gates import move_gates
from bot.domain.replanning.horizons import renew_ranges
from bot.domain.replanning.renewed_contents import renew_contents


class ReplanResult(NamedTuple):
    plan: ProductionPlan
    """The revision; the very plan that was given where the change has no effect."""
    difference: PlanDifference


def replan(plan: ProductionPlan, changes: Sequence[ChangeRequest], terms: RevisionTerms) -> ReplanResult:
    """The plan after the changes, as a revision of the given one with the same actions under the same ids.

    Each action stands where it was drafted or last wished to stand or, where something it waits for ends later or
    hands are missing there, as early after as can be. So what was pushed comes back when the cause is gone. Gates
    move with the work before them, and never stand before a gate that they follow.

    Raises MoveRefused, with the reason, for a wish that cannot be met; nothing of the others is done then. Raises
    NotFound for an action that the plan does not hold.
    """
    calendar = plan.calendar
    actions = apply_change_requests(plan, changes, terms, calendar)
    if actions == plan.actions:
        return ReplanResult(plan, compare_plans(plan, plan))
    asked = frozenset(
        new.id for new, old in zip(actions, plan.actions, strict=True) if new.planned_dates != old.planned_dates
    )
    if asked or _has_new_dependencies(actions, plan):
        actions = ReplanCalendar(calendar, plan.team_size, terms.today, terms.done).place_actions(
            actions, plan.actions, asked
        )
    moved = move_gates(_build_revision(plan, actions, terms), calendar)
    ranged = renew_contents(renew_ranges(moved, plan, calendar), plan)
    revision = _renew_texts(ranged.model_copy(update={"conflicts": find_conflicts(ranged)}), plan)
    return ReplanResult(revision, compare_plans(plan, revision, asked))


def _has_new_dependencies(actions: Sequence[Action], plan: ProductionPlan) -> bool:
    return any(new.depends_on != old.depends_on for new, old in zip(actions, plan.actions, strict=True))


def _build_revision(plan: ProductionPlan, actions: tuple[Action, ...], terms: RevisionTerms) -> ProductionPlan:
    changes = {
        "id": terms.plan_id,
        "made_at": terms.made_at,
        "revises": plan.id,
        "line": plan.root_id,
        "actions": actions,
        "responsibilities": build_responsibilities(actions, [line.role for line in plan.responsibilities]),
    }
    return plan.model_copy(update=changes)


def _renew_texts(revision: ProductionPlan, before: ProductionPlan) -> ProductionPlan:
    """What the plan says of its own dates is said anew; what else was written of it stays."""
    old = list_plan_notes(before)
    texts = {
        "summary": renew_dated_sentences(before.summary, before, revision),
        "notes": (*list_plan_notes(revision), *(note for note in before.notes if note not in old)),
    }
    return revision.model_copy(update=texts)
