"""Hearing: a message with its mentions in words, who said it, and the thread that it stands in."""

from typing import NamedTuple

from bot.domain.core.team import Thread
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import Place
from bot.services.conversation.context import Member
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import RetryLater
from bot.slack.context import SlackContext
from bot.slack.inbound.payloads import ts_to_datetime
from bot.slack.inbound.slack_events import MessageDeleted, MessageEdited, MessageSaid
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text

_SOON = 0.5


_HEARD = {body.kind: body for body in (MessageSaid, MessageEdited, MessageDeleted)}


class ThreadSought(NamedTuple):
    thread: Thread | None
    coming: bool
    """Whether something of ours is only being said where it would stand."""


class HeardMessage(NamedTuple):
    member: Member
    said: IncomingMessage
    thread: Thread | None
    """None: it stands in none of an interview."""


async def hear_message(context: SlackContext, told: MessageSaid, claim: Claim) -> HeardMessage | None:
    """None for an app's: Slack names a user of every app's message, the person it was posted for or the app itself.

    Raises RetryLater where its thread is only coming to stand.
    """
    member = await context.directory.get_member(told.person)
    if member.bot:
        return None
    said = await _build_incoming_message(context, told, claim)
    return HeardMessage(member, said, await _find_message_thread(context, told, claim))


async def _build_incoming_message(context: SlackContext, told: MessageSaid, claim: Claim) -> IncomingMessage:
    text, people = await mrkdwn_to_text(told.text, context.bot_identity.user, context.directory)
    changed = ts_to_datetime(told.changed) if told.changed else None
    return IncomingMessage(
        told.source, told.person, text, ts_to_datetime(told.ts), claim.received_at, people, changed, told.redacted
    )


async def _find_message_thread(context: SlackContext, told: MessageSaid, claim: Claim) -> Thread | None:
    """Under a message of ours that is only coming to stand it is waited for: people may answer before Slack has told us
    that it stands, or while we are started again."""
    found: ThreadSought | None = claim.known
    if found is None:
        found = await context.deps.transactions.run(lambda uow: _seek_thread(uow, told))
    if found.thread is None and found.coming:
        raise RetryLater(_SOON, "The thread is not known yet.")
    return found.thread


def read_thread(uow: UnitOfWork, claim: Claim) -> ThreadSought | None:
    """Of a message that is heard; None of any other event."""
    body = _HEARD.get(claim.event.kind)
    return _seek_thread(uow, body.from_event(claim.event)) if body is not None else None


def _seek_thread(uow: UnitOfWork, told: MessageSaid) -> ThreadSought:
    place = Place(person=told.person) if told.direct else Place(channel=told.channel)
    coming = told.under_us and uow.events.has_pending_outgoing(place.partition_key)
    return ThreadSought(uow.threads.find_at(told.channel, told.source.root_ts), coming)
