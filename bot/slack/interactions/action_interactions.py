"""What people do about the actions of a plan: take them, finish them, say what blocks them, hand them on, move them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.errors import MoveRefused, NoAccess
from bot.domain.messaging.message import MessageContent
from bot.services.actions import action_commands, reschedule_action
from bot.services.actions.action_commands import ActionHandover, ActionRef, CompletionProof
from bot.services.actions.reschedule_action import RescheduleRequest
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_pilot_progress, get_visible_team, list_own_actions
from bot.services.worker.handler import Result
from bot.slack.blocks.actions import action_lists, action_modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, attach_origin, require_field
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.people_interactions import (
    check_colleague_chosen,
    check_colleague_reachable,
    get_chosen_colleague,
)
from bot.slack.interactions.registry import (
    Access,
    Button,
    Choice,
    Form,
    Interaction,
    ModalButton,
    Opening,
    Press,
    Run,
    apply_move,
    show_message,
)
from bot.slack.workspace.fast_directory import DirectoryWithDeadline


def _get_action_ref(reference: Reference) -> ActionRef:
    """Raises NoAccess where the button names no action."""
    if not (reference.pilot and reference.plan and reference.action):
        raise NoAccess
    return ActionRef(reference.pilot, reference.plan, reference.action)


def _change(act: Callable[[UnitOfWork, ConversationContext, Click, ActionRef], None]) -> Run:
    return apply_move(lambda uow, deps, click, reference: act(uow, deps, click, _get_action_ref(reference)))


def _open(build: Callable[[TrackedAction], View]) -> Opening:
    """For those who may change the action. Raises NoAccess and MoveRefused."""

    async def open_modal(context: SlackContext, press: Press) -> View:
        def work(uow: UnitOfWork) -> View:
            at = action_commands.get_tracked_action(uow, press.click.by.id, _get_action_ref(press.reference))
            action_commands.require_can_change(at, press.click.by.id)
            action_commands.require_not_done(at.standing)
            return build(at)

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


async def _build_page(which: str, context: SlackContext, press: Press) -> MessageContent:
    """A page of the actions that somebody has, over all pilots or in one plan, or of everything in it."""
    person, page = press.click.by.id, press.reference.page or 0
    today = context.get_local_date(await context.directory.get_member(person))

    def work(uow: UnitOfWork) -> MessageContent:
        if which == "actions_mine":
            return action_lists.build_my_actions_message(list_own_actions(uow, person), person, today, page=page)
        team = get_visible_team(uow, person, press.reference.pilot or "")
        progress, own = get_pilot_progress(uow, team.pilot.id), which == "plan_actions"
        return action_lists.build_plan_actions_message(team, progress, person, today, page=page, own=own)

    return await context.deps.transactions.run(work)


# --- forms ------------------------------------------------------------------------------------------


def _check_done(form: FormSubmission) -> Errors:
    if form.get_text("note") or form.get_text("link"):
        return {}
    return {"note": "Add a note or a link, so that others can see that it is done."}


_check_reason = require_field("reason", "Say what is in the way: only then can somebody clear it.")


async def _complete(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed, proof = _get_action_ref(form.reference), CompletionProof(form.get_text("note"), form.get_text("link") or None)
    return Result(lambda uow: action_commands.complete_action(uow, context.deps, click, deed, proof))


async def _block(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed, reason = _get_action_ref(form.reference), form.get_text("reason")
    return Result(lambda uow: action_commands.block_action(uow, context.deps, click, deed, reason))


async def _reassign(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deed = _get_action_ref(form.reference)
    handover = ActionHandover(await get_chosen_colleague(context, form), form.get_text("note"))
    return Result(lambda uow: action_commands.reassign_action(uow, context.deps, click, deed, handover))


async def _move(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    today = context.get_local_date(await context.directory.get_member(click.by.id))
    deed, wish = _get_action_ref(form.reference), RescheduleRequest(date.fromisoformat(form.get_text("due")), today)
    return Result(lambda uow: reschedule_action.reschedule_action(uow, context.deps, click, deed, wish))


INTERACTIONS: tuple[Interaction, ...] = (
    Button("action_accept", Access.TAKERS, _change(action_commands.accept_action)),
    Button("action_accept_all", Access.ADDRESSEE, _change(action_commands.accept_all_actions)),
    Button("action_decline", Access.ADDRESSEE, _change(action_commands.decline_action)),
    Button("action_reopen", Access.EDITORS, _change(action_commands.reopen_action)),
    Button("action_unblock", Access.EDITORS, _change(action_commands.unblock_action)),
    Button("action_seen", Access.EDITORS, _change(action_commands.acknowledge_action)),
    ModalButton("action_done", Access.EDITORS, _open(action_modals.build_done_modal)),
    ModalButton("action_block", Access.EDITORS, _open(action_modals.build_blocked_modal)),
    ModalButton("action_reassign", Access.EDITORS, _open(action_modals.build_reassign_modal)),
    ModalButton("action_move", Access.EDITORS, _open(action_modals.build_move_modal)),
    Choice("due", Access.EDITORS, _preview_move),
    Form("action_done", Access.EDITORS, _complete, _check_done),
    Form("action_block", Access.EDITORS, _block, _check_reason),
    Form("action_reassign", Access.EDITORS, _reassign, check_colleague_chosen, check_colleague_reachable),
    Form("action_move", Access.EDITORS, _move, require_field("due", "Choose a day.")),
    *(
        Button(f"{which}{back}", who, show_message(partial(_build_page, which)))
        for which, who in (
            ("actions_mine", Access.ANYBODY),
            ("plan_actions", Access.READERS),
            ("plan_all_actions", Access.READERS),
        )
        for back in ("", "_back")
    ),
)
