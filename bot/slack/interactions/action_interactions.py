"""Steps: buttons, modals and forms about the actions of a plan, each mapped to its use case."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.domain.actions.tracked_action import Followed
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.messaging.message import Post
from bot.services.actions import action_commands, reschedule_action
from bot.services.actions.action_commands import Deed, Handover, Proof
from bot.services.actions.reschedule_action import Wish
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork, Work
from bot.services.queries.pilots import my_actions, opened, progress_of_pilot
from bot.slack.blocks.actions import action_lists, action_modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import Reception
from bot.slack.inbound.form_payload import Errors, Form
from bot.slack.workspace.fast_directory import Hurry

Plain = Callable[[UnitOfWork, Desk, Click, Deed], None]
Move = Callable[[UnitOfWork, Desk, Click, Reference], None]


def deed_of(reference: Reference) -> Deed:
    """Raises NoAccess where the button names no action."""
    if not (reference.pilot and reference.plan and reference.action):
        raise NoAccess
    return Deed(reference.pilot, reference.plan, reference.action)


def _of(act: Plain) -> Move:
    def move(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
        act(uow, desk, click, deed_of(reference))

    return move


MOVES: Mapping[str, Move] = {
    "action_accept": _of(action_commands.accept),
    "action_accept_all": _of(action_commands.accept_all),
    "action_decline": _of(action_commands.decline),
    "action_reopen": _of(action_commands.reopen),
    "action_unblock": _of(action_commands.unblock),
    "action_seen": _of(action_commands.acknowledge),
}
"""Buttons that need nothing more to be said."""

_MODALS: Mapping[str, Callable[[Followed], View]] = {
    "action_done": action_modals.done,
    "action_block": action_modals.block,
    "action_reassign": action_modals.reassign,
    "action_move": action_modals.move,
}
FORMS = frozenset(_MODALS)
"""Callback ids."""


def modal_of(action_id: str, uow: UnitOfWork, person: str, reference: Reference) -> View:
    """The modal behind a button, for those who may change the action. Raises NoAccess and MoveRefused."""
    at = action_commands.followed(uow, person, deed_of(reference))
    action_commands.must_change(at, person)
    action_commands.must_be_open(at.standing)
    return _MODALS[action_id](at)


async def move_foreseen(at: Reception, person: str, reference: Reference, chosen: str) -> View:
    """The modal with what would change if the action were moved to the day that was just chosen."""
    today = at.today(await Hurry(at.directory).person(person))
    now, deed = at.desk.clock.now(), deed_of(reference)

    def work(uow: UnitOfWork) -> View:
        if not chosen:
            return action_modals.move(action_commands.followed(uow, person, deed))
        wish = Wish(date.fromisoformat(chosen), today)
        try:
            action, replanned = reschedule_action.foreseen(uow, person, deed, wish, now)
        except MoveRefused as refusal:
            return action_modals.move(action_commands.followed(uow, person, deed), wish.due, str(refusal))
        return action_modals.move(action, wish.due, replanned.difference)

    return await at.desk.transactions.run(work)


# --- lists ------------------------------------------------------------------------------------------


LISTS = frozenset(
    f"{which}{back}" for which in ("actions_mine", "plan_actions", "plan_all_actions") for back in ("", "_back")
)


async def page_of(at: Reception, action_id: str, person: str, reference: Reference) -> Post:
    """A page of the actions that somebody has, over all pilots or in one plan, or of everything in it."""
    which, page = action_id.removesuffix("_back"), reference.page or 0
    today = at.today(await at.directory.person(person))

    def work(uow: UnitOfWork) -> Post:
        if which == "actions_mine":
            return action_lists.mine(my_actions(uow, person), person, today, page=page)
        team = opened(uow, person, reference.pilot or "")
        progress = progress_of_pilot(uow, team.pilot.id)
        return action_lists.of_plan(team, progress, person, today, page=page, own=which == "plan_actions")

    try:
        return await at.desk.transactions.run(work)
    except NotFound as refusal:
        return at.desk.voice.refused(str(refusal))


# --- forms ------------------------------------------------------------------------------------------


def missing_in(form: Form) -> Errors:
    """What can be told from the form alone."""
    if form.callback == "action_done" and not (form.text("note") or form.text("link")):
        return {"note": "Add a note or a link, so that others can see that it is done."}
    if form.callback == "action_block" and not form.text("reason"):
        return {"reason": "Say what is in the way: only then can somebody clear it."}
    if form.callback == "action_reassign" and form.one("colleague") is None:
        return {"colleague": "Choose somebody."}
    if form.callback == "action_move" and form.one("due") is None:
        return {"due": "Choose a day."}
    return {}


async def submitted(at: Reception, form: Form, click: Click) -> Work:
    """What a kept form changes. Raises InvalidInput where the person it names can't be asked."""
    deed, desk = deed_of(form.reference), at.desk
    if form.callback == "action_done":
        proof = Proof(form.text("note"), form.text("link") or None)
        return lambda uow: action_commands.finish(uow, desk, click, deed, proof)
    if form.callback == "action_block":
        return lambda uow: action_commands.block(uow, desk, click, deed, form.text("reason"))
    if form.callback == "action_reassign":
        handover = await _handover(at, form)
        return lambda uow: action_commands.reassign(uow, desk, click, deed, handover)
    wish = Wish(date.fromisoformat(form.text("due")), at.today(await at.directory.person(click.by.id)))
    return lambda uow: reschedule_action.move(uow, desk, click, deed, wish)


async def _handover(at: Reception, form: Form) -> Handover:
    member = await at.directory.person(form.one("colleague") or "")
    why = unreachable(member.person.first_name, bot=member.bot, away=member.guest or member.outside)
    if why:
        raise InvalidInput(f"{why} Nothing was changed.")
    return Handover(member.person, form.text("note"))


def unreachable(name: str, *, bot: bool, away: bool) -> str:
    """Why somebody can't be given an action; empty where they can."""
    if bot:
        return "That is an app. Choose a person."
    return f"{name} is a guest here, and Slack doesn't let guests talk to apps. Choose somebody else." if away else ""
