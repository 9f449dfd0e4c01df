"""Steps: buttons, modals and forms about the actions of a plan, each mapped to its use case."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.messaging.message import MessageContent
from bot.services.actions import action_commands, reschedule_action
from bot.services.actions.action_commands import ActionHandover, ActionRef, CompletionProof
from bot.services.actions.reschedule_action import RescheduleRequest
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.services.queries.pilots import get_pilot_progress, get_visible_team, list_own_actions
from bot.slack.blocks.actions import action_lists, action_modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.workspace.fast_directory import DirectoryWithDeadline

Plain = Callable[[UnitOfWork, ConversationContext, Click, ActionRef], None]
Move = Callable[[UnitOfWork, ConversationContext, Click, Reference], None]


def get_action_ref(reference: Reference) -> ActionRef:
    """Raises NoAccess where the button names no action."""
    if not (reference.pilot and reference.plan and reference.action):
        raise NoAccess
    return ActionRef(reference.pilot, reference.plan, reference.action)


def _adapt_action_command(act: Plain) -> Move:
    def move(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
        act(uow, deps, click, get_action_ref(reference))

    return move


MOVES: Mapping[str, Move] = {
    "action_accept": _adapt_action_command(action_commands.accept_action),
    "action_accept_all": _adapt_action_command(action_commands.accept_all_actions),
    "action_decline": _adapt_action_command(action_commands.decline_action),
    "action_reopen": _adapt_action_command(action_commands.reopen_action),
    "action_unblock": _adapt_action_command(action_commands.unblock_action),
    "action_seen": _adapt_action_command(action_commands.acknowledge_action),
}
"""Buttons that need nothing more to be said."""

_MODALS: Mapping[str, Callable[[TrackedAction], View]] = {
    "action_done": action_modals.build_done_modal,
    "action_block": action_modals.build_blocked_modal,
    "action_reassign": action_modals.build_reassign_modal,
    "action_move": action_modals.build_move_modal,
}
FORMS = frozenset(_MODALS)
"""Callback ids."""


def build_action_modal(action_id: str, uow: UnitOfWork, person: str, reference: Reference) -> View:
    """The modal behind a button, for those who may change the action. Raises NoAccess and MoveRefused."""
    at = action_commands.get_tracked_action(uow, person, get_action_ref(reference))
    action_commands.require_can_change(at, person)
    action_commands.require_not_done(at.standing)
    return _MODALS[action_id](at)


async def build_move_preview(context: SlackContext, person: str, reference: Reference, chosen: str) -> View:
    """The modal with what would change if the action were moved to the day that was just chosen."""
    today = context.get_local_date(await DirectoryWithDeadline(context.directory).person(person))
    now, deed = context.deps.clock.now(), get_action_ref(reference)

    def work(uow: UnitOfWork) -> View:
        if not chosen:
            return action_modals.build_move_modal(action_commands.get_tracked_action(uow, person, deed))
        wish = RescheduleRequest(date.fromisoformat(chosen), today)
        try:
            action, replanned = reschedule_action.preview_reschedule(uow, person, deed, wish, now)
        except MoveRefused as refusal:
            return action_modals.build_move_modal(
                action_commands.get_tracked_action(uow, person, deed), wish.due, str(refusal)
            )
        return action_modals.build_move_modal(action, wish.due, replanned.difference)

    return await context.deps.transactions.run(work)


# --- lists ------------------------------------------------------------------------------------------


LISTS = frozenset(
    f"{which}{back}" for which in ("actions_mine", "plan_actions", "plan_all_actions") for back in ("", "_back")
)


async def build_action_page(context: SlackContext, action_id: str, person: str, reference: Reference) -> MessageContent:
    """A page of the actions that somebody has, over all pilots or in one plan, or of everything in it."""
    which, page = action_id.removesuffix("_back"), reference.page or 0
    today = context.get_local_date(await context.directory.get_member(person))

    def work(uow: UnitOfWork) -> MessageContent:
        if which == "actions_mine":
            return action_lists.build_my_actions_message(list_own_actions(uow, person), person, today, page=page)
        team = get_visible_team(uow, person, reference.pilot or "")
        progress = get_pilot_progress(uow, team.pilot.id)
        return action_lists.build_plan_actions_message(
            team, progress, person, today, page=page, own=which == "plan_actions"
        )

    try:
        return await context.deps.transactions.run(work)
    except NotFound as refusal:
        return context.deps.formatter.format_refusal(str(refusal))


# --- forms ------------------------------------------------------------------------------------------


def find_action_errors(form: FormSubmission) -> Errors:
    """What can be told from the form alone."""
    if form.callback == "action_done" and not (form.get_text("note") or form.get_text("link")):
        return {"note": "Add a note or a link, so that others can see that it is done."}
    if form.callback == "action_block" and not form.get_text("reason"):
        return {"reason": "Say what is in the way: only then can somebody clear it."}
    if form.callback == "action_reassign" and form.find_value("colleague") is None:
        return {"colleague": "Choose somebody."}
    if form.callback == "action_move" and form.find_value("due") is None:
        return {"due": "Choose a day."}
    return {}


async def prepare_action_change(context: SlackContext, form: FormSubmission, click: Click) -> TransactionWork:
    """What a kept form changes. Raises InvalidInput where the person it names can't be asked."""
    deed, deps = get_action_ref(form.reference), context.deps
    if form.callback == "action_done":
        proof = CompletionProof(form.get_text("note"), form.get_text("link") or None)
        return lambda uow: action_commands.complete_action(uow, deps, click, deed, proof)
    if form.callback == "action_block":
        return lambda uow: action_commands.block_action(uow, deps, click, deed, form.get_text("reason"))
    if form.callback == "action_reassign":
        handover = await _build_handover(context, form)
        return lambda uow: action_commands.reassign_action(uow, deps, click, deed, handover)
    wish = RescheduleRequest(
        date.fromisoformat(form.get_text("due")),
        context.get_local_date(await context.directory.get_member(click.by.id)),
    )
    return lambda uow: reschedule_action.reschedule_action(uow, deps, click, deed, wish)


async def _build_handover(context: SlackContext, form: FormSubmission) -> ActionHandover:
    member = await context.directory.get_member(form.find_value("colleague") or "")
    why = describe_unreachable(member.person.first_name, bot=member.bot, away=member.guest or member.outside)
    if why:
        raise InvalidInput(f"{why} Nothing was changed.")
    return ActionHandover(member.person, form.get_text("note"))


def describe_unreachable(name: str, *, bot: bool, away: bool) -> str:
    """Why somebody can't be given an action; empty where they can."""
    if bot:
        return "That is an app. Choose a person."
    return f"{name} is a guest here, and Slack doesn't let guests talk to apps. Choose somebody else." if away else ""
