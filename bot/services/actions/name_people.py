"""Naming: who takes the roles of a plan that nobody has; their actions are theirs at once, to be accepted."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from bot.domain.access.permission import require_permission
from bot.domain.access.relation import SEES
from bot.domain.access.right import Right
from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.errors import MoveRefused, NoAccess
from bot.domain.core.team import Team
from bot.domain.interview.role_titles import OWNER
from bot.domain.messaging.message import BotMessage, Place
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import RevisionTerms
from bot.domain.replanning.named_people import NamedPerson, build_people_requests, with_named_people
from bot.domain.replanning.replan import replan
from bot.services.actions.action_commands import load_progress
from bot.services.actions.action_notifications import (
    build_action_parts,
    build_action_request_part,
    refresh_actions,
    refresh_plan,
)
from bot.services.actions.reminders import schedule_reminders
from bot.services.actions.reschedule_action import build_revision_id, collect_done_ids
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.queries.refusals import require_not_refused

_MOST = 12
"""Actions in one message."""


class PlanRef(NamedTuple):
    """Which plan is meant: by its pilot, and the line of its revisions."""

    pilot_id: str
    root: str


def load_open_roles(uow: UnitOfWork, person: str, asked: PlanRef) -> tuple[Team, Progress]:
    """The plan as it stands, for whoever may name people. Raises NoAccess, and MoveRefused with the reason."""
    team = get_visible_team(uow, person, asked.pilot_id)
    require_permission(team, person, Right.NAME_PEOPLE, SEES)
    plan = uow.plans.find_latest_by_pilot([asked.pilot_id]).get(asked.pilot_id)
    if plan is None:
        raise NoAccess
    if plan.root_id != asked.root:
        raise MoveRefused("A newer plan has taken the place of that one. `/pilot plan` shows it.")
    return team, load_progress(uow, plan)


def list_nobodys_actions(progress: Progress) -> tuple[Action, ...]:
    return tuple(s.action for s in progress.standings if s.owner is None and s.state != "done")


def name_people(
    uow: UnitOfWork, deps: ConversationContext, click: Click, asked: PlanRef, named: Sequence[NamedPerson]
) -> None:
    """The plan's next revision with these people in it. Named twice, they are named once."""
    uow.teams.get(asked.pilot_id)  # read first: whoever else changes this plan waits, and builds on it
    team, progress = load_open_roles(uow, click.by.id, asked)
    for person in (one.person for one in named if one.person is not None):
        require_not_refused(uow, person, click.by.id)
    revision = _build_revision(uow, deps, progress, named)
    if revision is None:
        raise MoveRefused("Nobody new was named, and no time. Nothing was changed.")
    uow.plans.add(revision)
    taken = [new for new, old in zip(revision.actions, progress.plan.actions, strict=True) if new.basis != old.basis]
    for action in taken:
        uow.action_steps.add(_build_step(deps, click, revision, action))
    now = load_progress(uow, revision)
    changed = tuple(TrackedAction(team, now, now.get_status(action.id)) for action in taken)
    _ask_named(uow, deps, click, changed)
    if changed:
        # Said first, it stands in place of what else a click is answered with: the one action that changed.
        post_ephemeral(
            uow, click.key, click.source, click.by.id, deps.formatter.format_people_named(changed, click.by.id)
        )
        schedule_reminders(uow, deps, changed)
        refresh_actions(uow, deps, click, changed)
    else:
        refresh_plan(uow, deps, now)


def give_owner_role(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team) -> None:
    """Who has just accepted the workflow holds what its owner has to do and nobody had; nobody else is told."""
    plan = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if plan is None:
        return
    progress = load_progress(uow, plan)
    named = (NamedPerson(role=OWNER, person=click.by, basis="said"),)
    revision = _build_revision(uow, deps, progress, named)
    if revision is None:
        return
    uow.plans.add(revision)
    for new, old in zip(revision.actions, plan.actions, strict=True):
        if new.basis != old.basis:
            uow.action_steps.add(_build_step(deps, click, revision, new))
    refresh_plan(uow, deps, load_progress(uow, revision))


def take_owner_role(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team) -> None:
    """Who has just refused the workflow has none of its owner's actions any more."""
    plan = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if plan is None:
        return
    theirs = [s for s in load_progress(uow, plan).list_owned_by(click.by.id) if s.action.role == OWNER]
    for standing in (one for one in theirs if one.state != "done"):
        step = _build_step(deps, click, plan, standing.action)
        uow.action_steps.add(step.model_copy(update={"kind": "declined", "to": None, "to_name": None, "posting": None}))
    if theirs:
        refresh_plan(uow, deps, load_progress(uow, plan))


def _build_revision(
    uow: UnitOfWork, deps: ConversationContext, progress: Progress, named: Sequence[NamedPerson]
) -> ProductionPlan | None:
    """None where nothing changes."""
    plan, now = progress.plan, deps.clock.now()
    terms = RevisionTerms(
        plan_id=build_revision_id(uow, plan), made_at=now, today=now.date(), done=collect_done_ids(progress)
    )
    requests = build_people_requests(list_nobodys_actions(progress), named)
    revised = with_named_people(replan(plan, requests, terms).plan, named)
    if revised == plan:
        return None
    line = {"id": terms.plan_id, "made_at": now, "revises": plan.id, "line": plan.root_id}
    return revised.model_copy(update=line)


def _build_step(deps: ConversationContext, click: Click, plan: ProductionPlan, action: Action) -> Step:
    to = action.person or action.person_name or ""
    return Step(
        id=f"{click.key}:{action.id}",
        root=plan.root_id,
        pilot_id=plan.pilot.id,
        action_id=action.id,
        kind="assigned",
        at=deps.clock.now(),
        by=click.by.id,
        by_name=click.by.name,
        to=to,
        to_name=action.person_name,
        posting=_name_message(click, to) if action.person and to != click.by.id else None,
    )


def _name_message(click: Click, person: str) -> str:
    return f"named:{click.key}:{person}"


def _ask_named(uow: UnitOfWork, deps: ConversationContext, click: Click, changed: Sequence[TrackedAction]) -> None:
    """One message to each who can be written to; whoever named themselves need not be asked."""
    asked = [at for at in changed if at.standing.is_owner_reachable and at.standing.owner != click.by.id]
    for person, found in groupby(sorted(asked, key=_get_owner), key=_get_owner):
        theirs = list(found)
        request = build_action_request_part(deps, theirs[0].team, theirs[0].progress, person)
        posting = BotMessage(
            id=_name_message(click, person),
            place=Place(person=person),
            parts=(request, *build_action_parts(deps, theirs[:_MOST], person)),
            pilot_id=theirs[0].plan.pilot.id,
            session="suspended",
            title=f"{theirs[0].plan.pilot.name}: your actions",
        )
        post_message(uow, posting)


def _get_owner(at: TrackedAction) -> str:
    return str(at.standing.owner)
