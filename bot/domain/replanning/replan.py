"""Replanning: a plan after a change; what waits for it moves along, what is done stays, the rest stays where it is."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.planning.notes import notes_of
from bot.domain.planning.plan import Action, ProductionPlan, responsibilities_of
from bot.domain.planning.summary import dated
from bot.domain.replanning.calendar_sheet import Sheet
from bot.domain.replanning.change_requests import Change, Revising, wished
from bot.domain.replanning.difference import PlanDifference, difference
from bot.domain.replanning.gates import with_gates


class Replanned(NamedTuple):
    plan: ProductionPlan
    """The revision; the very plan that was given where the change has no effect."""
    difference: PlanDifference


def replan(plan: ProductionPlan, changes: Sequence[Change], terms: Revising) -> Replanned:
    """The plan after the changes, as a revision of the given one with the same actions under the same ids.

    Each action stands where it was drafted or last wished to stand or, where something it waits for ends later or
    hands are missing there, as early after as can be. So what was pushed comes back when the cause is gone. Gates
    move with the work before them, and never stand before a gate that they follow.

    Raises MoveRefused, with the reason, for a wish that cannot be met; nothing of the others is done then. Raises
    NotFound for an action that the plan does not hold.
    """
    calendar = plan.calendar
    actions = wished(plan, changes, terms, calendar)
    if actions == plan.actions:
        return Replanned(plan, difference(plan, plan))
    asked = frozenset(new.id for new, old in zip(actions, plan.actions, strict=True) if new.dates != old.dates)
    if asked or _wait_for_others(actions, plan):
        actions = Sheet(calendar, plan.team_size, terms.today, terms.done).placed(actions, plan.actions, asked)
    revision = _retold(with_gates(_revision(plan, actions, terms), calendar), plan)
    return Replanned(revision, difference(plan, revision, asked))


def _wait_for_others(actions: Sequence[Action], plan: ProductionPlan) -> bool:
    return any(new.depends_on != old.depends_on for new, old in zip(actions, plan.actions, strict=True))


def _revision(plan: ProductionPlan, actions: tuple[Action, ...], terms: Revising) -> ProductionPlan:
    changes = {
        "id": terms.plan_id,
        "made_at": terms.made_at,
        "revises": plan.id,
        "line": plan.root,
        "actions": actions,
        "responsibilities": responsibilities_of(actions, [line.role for line in plan.responsibilities]),
    }
    return plan.model_copy(update=changes)


def _retold(revision: ProductionPlan, before: ProductionPlan) -> ProductionPlan:
    """What the plan says of its own dates is said anew; what else was written of it stays."""
    said = dict(zip(dated(before), dated(revision), strict=True))
    old = notes_of(before)
    texts = {
        "summary": tuple(said.get(sentence, sentence) for sentence in before.summary),
        "notes": (*notes_of(revision), *(note for note in before.notes if note not in old)),
    }
    return revision.model_copy(update=texts)
