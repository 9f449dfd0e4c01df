"""What a button, a choice, a form or a shortcut is: its id, the right that it takes, what it checks and runs."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from bot.domain.access.right import Right
from bot.domain.audit.act import Act, ActDetail, Effect, Via
from bot.domain.audit.daily_limit import A_DAY, DailyLimit
from bot.domain.core.errors import InvalidInput, MoveRefused
from bot.domain.messaging.message import MessageContent
from bot.services.conversation.context import ConversationContext, Member
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.registry.auditing import ViewOfPilots, build_act, record_act, record_view
from bot.slack.registry.gate import require_right


class Press(NamedTuple):
    """A button, and whoever pressed it."""

    click: Click
    reference: Reference


Opening = Callable[[SlackContext, Press], Awaitable[View | ViewOfPilots]]
Run = Callable[[SlackContext, Press], Awaitable[Result]]
Move = Callable[[UnitOfWork, ConversationContext, Click, Reference], ActDetail | None]
"""Says what the trail is to tell of it that only turned out now, if anything."""


@dataclass(frozen=True)
class Button:
    """Worked from the inbox, never while Slack waits."""

    via: ClassVar[Via] = "button"
    id: str
    right: Right
    run: Run
    effect: Effect = "changed"


@dataclass(frozen=True)
class ModalButton:
    """Opens a modal while Slack waits three seconds: from one reading of the database."""

    via: ClassVar[Via] = "button"
    effect: ClassVar[Effect] = "saw"
    id: str
    right: Right
    open: Opening


@dataclass(frozen=True)
class LinkButton:
    """Leads away by itself; Slack tells us of the click."""

    id: str
    right: Right = Right.LOOK_AROUND


@dataclass(frozen=True)
class Choice:
    """A field of a modal that shows what follows from what is chosen in it."""

    via: ClassVar[Via] = "form"
    effect: ClassVar[Effect] = "saw"
    id: str
    right: Right
    rebuild: Callable[[SlackContext, str, Reference, str], Awaitable[View]]
    """For a person, what the modal is about, and what was chosen; empty where nothing is."""


@dataclass(frozen=True)
class Form:
    """Checked while it is open, kept before it closes, worked from the inbox."""

    via: ClassVar[Via] = "form"
    id: str
    """The modal's callback id."""
    right: Right
    run: Callable[[SlackContext, FormSubmission, Click], Awaitable[Result]]
    check: Callable[[FormSubmission], Errors] = lambda form: {}
    """What can be told from the form alone."""
    ask: Callable[[SlackContext, FormSubmission], Awaitable[Errors]] | None = None
    """What the database and Slack can tell. What they don't tell in time shows when the form is worked."""
    saved: Callable[[], View] | None = None
    """What takes the form's place."""
    in_order: bool = True
    """Worked after what was said where it was opened."""
    effect: Effect = "changed"
    limit: DailyLimit | None = None
    """How often one person may within a day."""


@dataclass(frozen=True)
class Shortcut:
    """In the menu of a message."""

    via: ClassVar[Via] = "shortcut"
    effect: ClassVar[Effect] = "saw"
    id: str
    right: Right
    open: Callable[[SlackContext, Mapping[str, Any]], Awaitable[View]]


Interaction = Button | ModalButton | LinkButton | Choice | Form | Shortcut


def apply_move(move: Move) -> Run:
    """A button that needs nothing but the database."""

    async def run(context: SlackContext, press: Press) -> Result:
        return Result(lambda uow: move(uow, context.deps, press.click, press.reference))

    return run


def tell_presser(click: Click, told: MessageContent) -> Result:
    return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, told))


def refuse_presser(click: Click, told: MessageContent) -> Result:
    """On record as refused."""
    return Result(lambda uow: _refuse(uow, click, told))


def _refuse(uow: UnitOfWork, click: Click, told: MessageContent) -> ActDetail:
    post_ephemeral(uow, click.key, click.source, click.by.id, told)
    return ActDetail(refused=True)


async def open_or_explain(context: SlackContext, button: ModalButton, press: Press, member: Member) -> View:
    """What can't be opened, or not by this person, is a modal that says so. Either is on record before it is shown."""
    act = build_act(button, press.click, press.reference, context.deps.clock.now())
    view: View | ViewOfPilots
    try:
        await require_right(context, member, button.right, press.reference)
        view = await button.open(context, press)
    except (InvalidInput, MoveRefused) as refusal:
        view = build_unavailable_pilot_modal(context.deps.formatter.format_refusal(str(refusal)))
    return await record_view(context, act, view)


async def rebuild_form(context: SlackContext, choice: Choice, press: Press, chosen: str, member: Member) -> View:
    """What follows from what was chosen; on record before it is shown. Raises what the form can't be built anew for."""
    act = build_act(choice, press.click, press.reference, context.deps.clock.now())
    try:
        await require_right(context, member, choice.right, press.reference)
        view = await choice.rebuild(context, press.click.by.id, press.reference, chosen)
    except (InvalidInput, MoveRefused):
        await record_act(context, act, "refused")
        raise
    return await record_view(context, act, view)


async def open_shortcut(
    context: SlackContext, shortcut: Shortcut, click: Click, body: Mapping[str, Any], member: Member
) -> View:
    act = build_act(shortcut, click, Reference(), context.deps.clock.now())
    try:
        await require_right(context, member, shortcut.right, Reference())
        view = await shortcut.open(context, body)
    except MoveRefused as refusal:
        view = build_unavailable_pilot_modal(context.deps.formatter.format_refusal(str(refusal)))
    return await record_view(context, act, view)


async def run_or_explain(
    deps: ConversationContext, click: Click, running: Awaitable[Result], act: Act | None
) -> Result:
    """What was pressed or submitted is done, or whoever did it is told why not; either goes on record with it.

    `act`: None for what we no longer know.
    """
    try:
        done = await running
    except (MoveRefused, InvalidInput) as refusal:
        done = refuse_presser(click, deps.formatter.format_refusal(str(refusal)))
    return done._replace(work=_explain_and_record(deps, click, done.work, act))


def _explain_and_record(
    deps: ConversationContext, click: Click, work: TransactionWork | None, act: Act | None
) -> TransactionWork:
    def guarded(uow: UnitOfWork) -> None:
        try:
            made = work(uow) if work is not None else None
        except (MoveRefused, InvalidInput) as refusal:
            made = ActDetail(refused=True)
            told = deps.formatter.format_refusal(str(refusal))
            post_ephemeral(uow, click.key, click.source, click.by.id, told)
        if act is not None:
            uow.audit.append(act.complete(made if isinstance(made, ActDetail) else None))

    return guarded


async def require_room(context: SlackContext, form: Form, click: Click) -> None:
    """Raises MoveRefused where whoever did it has done it as often as one person may within a day."""
    limit, since = form.limit, context.deps.clock.now() - A_DAY
    if limit is not None:
        done = await context.deps.transactions.run(lambda uow: uow.audit.count_done(click.by.id, form.id, since))
        limit.require_room(done)
