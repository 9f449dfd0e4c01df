"""What people do about the actions of a plan: take them, finish them, say what blocks them, hand them on, move them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from bot.domain.access.right import Right
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.errors import MoveRefused, NoAccess
from bot.domain.messaging.message import MessageContent
from bot.domain.replanning.difference import compare_plans
from bot.services.actions import action_commands, reschedule_action
from bot.services.actions.action_commands import ActionHandover, ActionRef, CompletionProof
from bot.services.actions.reschedule_action import RescheduleRequest
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import replace_answer
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_pilot_progress, get_visible_team, list_own_actions
from bot.services.worker.handler import Result
from bot.slack.blocks.actions import action_lists, action_modals, update_modal
from bot.slack.blocks.actions.action import list_action_moves
from bot.slack.blocks.actions.following import build_difference_modal
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, attach_origin, require_field
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.people_interactions import (
    check_colleague_chosen,
    check_colleague_reachable,
    get_chosen_colleague,
)
from bot.slack.registry.interaction import (
    Button,
    Choice,
    Form,
    Interaction,
    ModalButton,
    Opening,
    Press,
    Run,
    apply_move,
    tell_presser,
)
from bot.slack.workspace.fast_directory import DirectoryWithDeadline

Act = Callable[[UnitOfWork, ConversationContext, Click], None]
_LISTS = {"actions_mine": Right.LOOK_AROUND, "plan_actions": Right.READ_ACTIONS, "plan_all_actions": Right.READ_ACTIONS}
"""The lists of actions, and the right to see them."""


def _get_action_ref(reference: Reference) -> ActionRef:
    """Raises NoAccess where the button names no action."""
    if not (reference.pilot and reference.plan and reference.action):
        raise NoAccess
    return ActionRef(reference.pilot, reference.plan, reference.action)


def _change(act: Callable[[UnitOfWork, ConversationContext, Click, ActionRef], None]) -> Run:
    return apply_move(lambda uow, deps, click, reference: act(uow, deps, click, _get_action_ref(reference)))


def _open(build: Callable[[TrackedAction, str], View]) -> Opening:
    """For those who may change the action. Raises NoAccess and MoveRefused."""

    async def open_modal(context: SlackContext, press: Press) -> View:
        def work(uow: UnitOfWork) -> View:
            at = action_commands.get_tracked_action(uow, press.click.by.id, _get_action_ref(press.reference))
            action_commands.require_can_change(at, press.click.by.id)
            action_commands.require_not_done(at.standing)
            return build(at, press.click.by.id)

        return attach_origin(await context.deps.transactions.run(work), press.click.source, press.reference)

    return open_modal


async def _preview_move(context: SlackContext, person: str, reference: Reference, chosen: str) -> View:
    """What would change if the action were moved to the day that was just chosen."""
    today = context.get_local_date(await DirectoryWithDeadline(context.directory).get_member(person))
    now, deed = context.deps.clock.now(), _get_action_ref(reference)

    def work(uow: UnitOfWork) -> View:
        if not chosen:
            return action_modals.build_move_modal(action_commands.get_tracked_action(uow, person, deed))
        wish = RescheduleRequest(date.fromisoformat(chosen), today)
        try:
            action, replanned = reschedule_action.preview_reschedule(uow, person, deed, wish, now)
        except MoveRefused as refusal:
            at = action_commands.get_tracked_action(uow, person, deed)
            return action_modals.build_move_modal(at, wish.due, str(refusal))
        return action_modals.build_move_modal(action, wish.due, replanned.difference)

    return await context.deps.transactions.run(work)


def _build_list(uow: UnitOfWork, person: str, reference: Reference, today: date) -> MessageContent:
    """The actions that somebody has, over all pilots or in one plan, or everything in it, by the reference's subject.

    Raises NoAccess.
    """
    page = reference.page or 0
    if reference.subject == "actions_mine":
        return action_lists.build_my_actions_message(list_own_actions(uow, person), person, today, page=page)
    team = get_visible_team(uow, person, reference.pilot or "")
    progress, own = get_pilot_progress(uow, team.pilot.id), reference.subject == "plan_actions"
    return action_lists.build_plan_actions_message(team, progress, person, today, page=page, own=own)


async def _show_list(which: str, context: SlackContext, press: Press) -> Result:
    """Turning a page turns it where it stands; from elsewhere the list is shown below."""
    click, reference = press.click, press.reference.model_copy(update={"subject": which})
    today = context.get_local_date(await context.directory.get_member(click.by.id))
    shown = await context.deps.transactions.run(lambda uow: _build_list(uow, click.by.id, reference, today))
    url = click.answer if press.reference.page is not None else None
    return tell_presser(click, shown) if url is None else Result(lambda uow: replace_answer(uow, click.key, url, shown))


async def _then_show_list(context: SlackContext, form: FormSubmission, click: Click, act: Act) -> Result:
    """What was done from a list shows in it."""
    about = form.reference
    if click.answer is None or about.subject not in _LISTS:
        return Result(lambda uow: act(uow, context.deps, click._replace(answer=None)))
    url, today = click.answer, context.get_local_date(await context.directory.get_member(click.by.id))

    def work(uow: UnitOfWork) -> None:
        act(uow, context.deps, click)
        replace_answer(uow, click.key, url, _build_list(uow, click.by.id, about, today))

    return Result(work)


# --- everything about one action, from a list -------------------------------------------------------


async def _open_update(context: SlackContext, press: Press) -> View:
    """Raises NoAccess, and MoveRefused where a newer plan has no such action."""
    today = context.get_local_date(await DirectoryWithDeadline(context.directory).get_member(press.click.by.id))
    about = press.reference
    listed = {"answer": press.click.answer} if about.subject in _LISTS else {}

    def work(uow: UnitOfWork) -> View:
        ref = _get_action_ref(about.model_copy(update={"plan": about.plan or _find_plan_root(uow, about.pilot)}))
        at = action_commands.get_tracked_action(uow, press.click.by.id, ref)
        whole = about.model_copy(update={"plan": ref.root, **listed})
        view = update_modal.build_update_modal(at, press.click.by.id, today)
        return attach_origin(view, press.click.source, whole)

    return await context.deps.transactions.run(work)


def _find_plan_root(uow: UnitOfWork, pilot: str | None) -> str | None:
    """Where an entry of a menu had no room for it."""
    plan = uow.plans.find_latest_by_pilot([pilot]).get(pilot) if pilot else None
    return plan.root_id if plan else None


async def _show_move(context: SlackContext, person: str, reference: Reference, chosen: str) -> View:
    """The fields of what was just chosen."""
    today = context.get_local_date(await DirectoryWithDeadline(context.directory).get_member(person))
    deed = _get_action_ref(reference)

    def work(uow: UnitOfWork) -> View:
        at = action_commands.get_tracked_action(uow, person, deed)
        if not list_action_moves(at, person):
            action_commands.require_can_change(at, person)
        return update_modal.build_update_modal(at, person, today, chosen)

    try:
        return await context.deps.transactions.run(work)
    except MoveRefused as refusal:
        return build_unavailable_pilot_modal(context.deps.formatter.format_refusal(str(refusal)))


async def _open_difference(context: SlackContext, press: Press) -> View:
    """What a move changed: between this revision of a plan and the one before it. Raises NoAccess and NotFound."""
    about = press.reference

    def work(uow: UnitOfWork) -> View:
        team = get_visible_team(uow, press.click.by.id, about.pilot or "")
        moved = uow.plans.get(about.plan or "")
        if moved.pilot.id != team.pilot.id or moved.revises is None or about.action is None:
            raise NoAccess
        progress = action_commands.load_progress(uow, moved)
        at = TrackedAction(team, progress, progress.get_status(about.action))
        return build_difference_modal(at, compare_plans(uow.plans.get(moved.revises), moved, {about.action}))

    return await context.deps.transactions.run(work)


_MARKS: dict[str, Callable[[UnitOfWork, ConversationContext, Click, ActionRef], None]] = {
    "action_accept": action_commands.accept_action,
    "action_decline": action_commands.decline_action,
    "action_reopen": action_commands.reopen_action,
    "action_unblock": action_commands.unblock_action,
    "action_seen": action_commands.acknowledge_action,
}


def _check_mark(form: FormSubmission) -> Errors:
    chosen = form.get_text(update_modal.CHOSEN)
    if chosen in update_modal.FORMS:
        return {update_modal.CHOSEN: "This needs a word more: choose it once more, and its fields appear."}
    return {} if chosen in _MARKS else {update_modal.CHOSEN: "Choose what happened."}


async def _mark(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed, act = _get_action_ref(form.reference), _MARKS[form.get_text(update_modal.CHOSEN)]
    return await _then_show_list(context, form, click, lambda uow, deps, by: act(uow, deps, by, deed))


# --- forms ------------------------------------------------------------------------------------------


def _check_done(form: FormSubmission) -> Errors:
    if form.get_text("note") or form.get_text("link"):
        return {}
    return {"note": "Add a note or a link, so that others can see that it is done."}


_check_reason = require_field("reason", "Say what is in the way: only then can somebody clear it.")


async def _complete(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed, proof = _get_action_ref(form.reference), CompletionProof(form.get_text("note"), form.get_text("link") or None)
    return await _then_show_list(
        context, form, click, lambda uow, deps, by: action_commands.complete_action(uow, deps, by, deed, proof)
    )


async def _block(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed, reason = _get_action_ref(form.reference), form.get_text("reason")
    return await _then_show_list(
        context, form, click, lambda uow, deps, by: action_commands.block_action(uow, deps, by, deed, reason)
    )


async def _reassign(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed = _get_action_ref(form.reference)
    handover = ActionHandover(await get_chosen_colleague(context, form), form.get_text("note"))
    return await _then_show_list(
        context, form, click, lambda uow, deps, by: action_commands.reassign_action(uow, deps, by, deed, handover)
    )


async def _move(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    today = context.get_local_date(await context.directory.get_member(click.by.id))
    deed, wish = _get_action_ref(form.reference), RescheduleRequest(date.fromisoformat(form.get_text("due")), today)
    return await _then_show_list(
        context, form, click, lambda uow, deps, by: reschedule_action.reschedule_action(uow, deps, by, deed, wish)
    )


INTERACTIONS: tuple[Interaction, ...] = (
    Button("action_accept", Right.TAKE_ACTION, _change(action_commands.accept_action)),
    Button("action_accept_all", Right.SETTLE_PROPOSAL, _change(action_commands.accept_all_actions)),
    Button("action_decline", Right.SETTLE_PROPOSAL, _change(action_commands.decline_action)),
    Button("action_reopen", Right.CHANGE_ACTION, _change(action_commands.reopen_action)),
    Button("action_unblock", Right.CHANGE_ACTION, _change(action_commands.unblock_action)),
    Button("action_seen", Right.CHANGE_ACTION, _change(action_commands.acknowledge_action)),
    *(ModalButton(move, Right.CHANGE_ACTION, _open(build)) for move, build in update_modal.FORMS.items()),
    Choice("due", Right.CHANGE_ACTION, _preview_move),
    Form("action_done", Right.CHANGE_ACTION, _complete, _check_done),
    Form("action_block", Right.CHANGE_ACTION, _block, _check_reason),
    Form("action_reassign", Right.CHANGE_ACTION, _reassign, check_colleague_chosen, check_colleague_reachable),
    Form("action_move", Right.CHANGE_ACTION, _move, require_field("due", "Choose a day.")),
    ModalButton("action_update", Right.READ_ACTIONS, _open_update),
    ModalButton("plan_difference", Right.READ_PLAN, _open_difference),
    Choice(update_modal.CHOSEN, Right.TAKE_ACTION, _show_move),
    Form(update_modal.MARK, Right.TAKE_ACTION, _mark, _check_mark),
    *(
        Button(f"{which}{back}", who, partial(_show_list, which), "saw")
        for which, who in _LISTS.items()
        for back in ("", "_back")
    ),
)
