"""Moving: an action gets another date, what waits for it moves along, and both plans are kept."""

from datetime import date, datetime
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.errors import MoveRefused
from bot.domain.messaging.message import BotMessage, MessagePart, Place, build_part
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms
from bot.domain.replanning.replan import ReplanResult, replan
from bot.services.actions.action_commands import (
    ActionRef,
    build_action_step,
    get_tracked_action,
    load_progress,
    require_can_change,
    require_not_done,
)
from bot.services.actions.action_notifications import get_team_place, refresh_actions
from bot.services.actions.reminders import schedule_reminders
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork


class RescheduleRequest(NamedTuple):
    """The day on which it will be done, asked for on a day where the asking person is."""

    due: date
    today: date


def preview_reschedule(
    uow: UnitOfWork, person: str, deed: ActionRef, wish: RescheduleRequest, now: datetime
) -> tuple[TrackedAction, ReplanResult]:
    """What moving it would change; nothing is changed. Raises NoAccess, and MoveRefused with the reason."""
    at = get_tracked_action(uow, person, deed)
    require_can_change(at, person)
    require_not_done(at.standing)
    terms = RevisionTerms(
        plan_id=build_revision_id(uow, at.plan), made_at=now, today=wish.today, done=collect_done_ids(at.progress)
    )
    return at, replan(at.plan, [ChangeRequest(action_id=at.action.id, due=wish.due)], terms)


def reschedule_action(
    uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef, wish: RescheduleRequest
) -> None:
    """The plan's next revision; those whose actions move along are told in the same words as whoever asked."""
    step_id = click.key
    at, replanned = preview_reschedule(uow, click.by.id, deed, wish, deps.clock.now())
    if replanned.plan is at.plan:
        raise MoveRefused("It is due on that day already. Nothing was changed.")
    step = build_action_step(deps, click, at, "moved").model_copy(update={"id": step_id, "due": wish.due})
    if not uow.action_steps.add(step):
        return
    uow.plans.add(replanned.plan)
    progress = load_progress(uow, replanned.plan)
    moved = [at.action.id, *(a.action_id for a in replanned.difference.actions if a.action_id != at.action.id)]
    changed = tuple(TrackedAction(at.team, progress, progress.get_status(action_id)) for action_id in moved)
    _notify_team(uow, deps, click, changed, replanned)
    _notify_outsiders(uow, deps, click, changed, at.plan)
    schedule_reminders(uow, deps, changed)
    refresh_actions(uow, deps, click, changed)


def _notify_team(
    uow: UnitOfWork,
    deps: ConversationContext,
    click: Click,
    changed: tuple[TrackedAction, ...],
    replanned: ReplanResult,
) -> None:
    """In the team's thread; where there is none, the lead and those of the team whose actions moved."""
    first = changed[0]
    told = build_part("moved", deps.formatter.format_actions_rescheduled(first, click.by, replanned.difference))
    place = get_team_place(uow, first.team, first.plan)
    concerned = {str(at.standing.owner) for at in changed if at.standing.accepted} & first.team.member_ids
    places = [place] if place.channel else [Place(person=person) for person in sorted({first.team.lead, *concerned})]
    for where in places:
        _post_to_others(uow, click, where, first.plan, told)


def _notify_outsiders(
    uow: UnitOfWork, deps: ConversationContext, click: Click, changed: tuple[TrackedAction, ...], before: ProductionPlan
) -> None:
    """Whoever has an action and sees nothing else of the pilot hears of their own date alone."""
    for at in changed:
        if at.outside_owner is not None and at.standing.accepted:
            told = build_part(
                f"moved:{at.action.id}", deps.formatter.format_date_changed(at, before.get_action(at.action.id).due)
            )
            _post_to_others(uow, click, Place(person=at.outside_owner), at.plan, told)


def _post_to_others(uow: UnitOfWork, click: Click, where: Place, plan: ProductionPlan, told: MessagePart) -> None:
    if where.person != click.by.id:
        key = f"moved:{click.key}:{where.partition_key}:{told.key}"
        post_message(uow, BotMessage(id=key, place=where, parts=(told,), pilot_id=plan.pilot.id))


def build_revision_id(uow: UnitOfWork, plan: ProductionPlan) -> str:
    """freight-i1-plan-1-r2 after freight-i1-plan-1-r1."""
    made_before = sum(old.root_id == plan.root_id for old in uow.plans.list_for_pilot(plan.pilot.id))
    return f"{plan.root_id}-r{made_before}"


def collect_done_ids(progress: Progress) -> frozenset[str]:
    return frozenset(standing.action.id for standing in progress.list_in_state("done"))
