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
from bot.slack.inbound.slack_events import MessageSaid
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text

_SOON = 0.5


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
    return HeardMessage(member, said, await _find_message_thread(context, told))


async def _build_incoming_message(context: SlackContext, told: MessageSaid, claim: Claim) -> IncomingMessage:
    text, people = await mrkdwn_to_text(told.text, context.bot_identity.user, context.directory)
    changed = ts_to_datetime(told.changed) if told.changed else None
    return IncomingMessage(
        told.source, told.person, text, ts_to_datetime(told.ts), claim.received_at, people, changed, told.redacted
    )


async def _find_message_thread(context: SlackContext, told: MessageSaid) -> Thread | None:
    """Under a message of ours that is only coming to stand it is waited for: people may answer before Slack has told us
    that it stands, or while we are started again."""
    place = Place(person=told.person) if told.direct else Place(channel=told.channel)

    def look(uow: UnitOfWork) -> tuple[bool, Thread | None]:
        coming = told.under_us and uow.events.has_pending_outgoing(place.partition_key)
        return coming, uow.threads.find_at(told.channel, told.source.root_ts)

    coming, thread = await context.deps.transactions.run(look)
    if thread is None and coming:
        raise RetryLater(_SOON, "The thread is not known yet.")
    return thread
