"""What a button, a choice, a form or a shortcut is: its id, who may, what it checks and what it runs, told once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from bot.domain.core.errors import InvalidInput, MoveRefused
from bot.domain.messaging.message import MessageContent
from bot.services.conversation.context import ConversationContext
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


class Access(Enum):
    """Who may. The use cases hold it, so that it holds in the terminal too; a test tries everybody on everything."""

    ANYBODY = "anybody"
    """They are shown what they may see."""
    READERS = "whoever sees the pilot"
    TEAM = "whoever is named in the pilot"
    ENDERS = "the lead and the operational leader"
    DECIDERS = "the operational leader and whoever gets the digest"
    OWNER = "the operational leader"
    TAKERS = "whom the action is proposed to; where nobody has it, whoever is named in the pilot"
    EDITORS = "whoever has the action, the lead and the operational leader"
    ADDRESSEE = "whom it is put to"
    SPEAKER = "who said it"


class Press(NamedTuple):
    """A button, and whoever pressed it."""

    click: Click
    reference: Reference


Opening = Callable[[SlackContext, Press], Awaitable[View]]
Run = Callable[[SlackContext, Press], Awaitable[Result]]
Move = Callable[[UnitOfWork, ConversationContext, Click, Reference], None]


@dataclass(frozen=True)
class Button:
    """Worked from the inbox, never while Slack waits."""

    id: str
    who: Access
    run: Run


@dataclass(frozen=True)
class ModalButton:
    """Opens a modal while Slack waits three seconds: from one reading of the database."""

    id: str
    who: Access
    open: Opening


@dataclass(frozen=True)
class LinkButton:
    """Leads away by itself; Slack tells us of the click."""

    id: str
    who: Access = Access.ANYBODY


@dataclass(frozen=True)
class Choice:
    """A field of a modal that shows what follows from what is chosen in it."""

    id: str
    who: Access
    rebuild: Callable[[SlackContext, str, Reference, str], Awaitable[View]]
    """For a person, what the modal is about, and what was chosen; empty where nothing is."""


@dataclass(frozen=True)
class Form:
    """Checked while it is open, kept before it closes, worked from the inbox."""

    id: str
    """The modal's callback id."""
    who: Access
    run: Callable[[SlackContext, FormSubmission, Click], Awaitable[Result]]
    check: Callable[[FormSubmission], Errors] = lambda form: {}
    """What can be told from the form alone."""
    ask: Callable[[SlackContext, FormSubmission], Awaitable[Errors]] | None = None
    """What the database and Slack can tell. What they don't tell in time shows when the form is worked."""
    saved: Callable[[], View] | None = None
    """What takes the form's place."""
    in_order: bool = True
    """Worked after what was said where it was opened."""


@dataclass(frozen=True)
class Shortcut:
    """In the menu of a message."""

    id: str
    who: Access
    open: Callable[[SlackContext, Mapping[str, Any]], Awaitable[View]]


Interaction = Button | ModalButton | LinkButton | Choice | Form | Shortcut


def apply_move(move: Move) -> Run:
    """A button that needs nothing but the database."""

    async def run(context: SlackContext, press: Press) -> Result:
        return Result(lambda uow: move(uow, context.deps, press.click, press.reference))

    return run


def show_message(build: Callable[[SlackContext, Press], Awaitable[MessageContent]]) -> Run:
    """A button that only shows something, to whoever pressed it."""

    async def run(context: SlackContext, press: Press) -> Result:
        return tell_presser(press.click, await build(context, press))

    return run


def tell_presser(click: Click, told: MessageContent) -> Result:
    return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, told))


async def open_or_explain(context: SlackContext, button: ModalButton, press: Press) -> View:
    """What can't be opened is a modal that says so."""
    try:
        return await button.open(context, press)
    except (InvalidInput, MoveRefused) as refusal:
        return build_unavailable_pilot_modal(context.deps.formatter.format_refusal(str(refusal)))


async def run_or_explain(deps: ConversationContext, click: Click, running: Awaitable[Result]) -> Result:
    """What was pressed or submitted is done, or whoever did it is told why not."""
    try:
        done = await running
    except (MoveRefused, InvalidInput) as refusal:
        return tell_presser(click, deps.formatter.format_refusal(str(refusal)))
    return done if done.work is None else done._replace(work=_explain_refusal(deps, click, done.work))


def _explain_refusal(deps: ConversationContext, click: Click, work: TransactionWork) -> TransactionWork:
    def guarded(uow: UnitOfWork) -> None:
        try:
            work(uow)
        except (MoveRefused, InvalidInput) as refusal:
            told = deps.formatter.format_refusal(str(refusal))
            post_ephemeral(uow, click.key, click.source, click.by.id, told)

    return guarded
