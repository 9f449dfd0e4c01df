"""Queued messages: what an event of the outbox shows, and what that stands under; read with its claim."""

from typing import NamedTuple

from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage
from bot.services.messaging.outbox_events import PostMessage, UpdateMessage
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.worker.handler import PermanentFailure

_SHOWING = {body.kind: body for body in (PostMessage, UpdateMessage)}


class QueuedMessage(NamedTuple):
    message: BotMessage | None
    root: BotMessage | None


def read_queued_message(uow: UnitOfWork, claim: Claim) -> QueuedMessage | None:
    """None where the event shows no message of ours. What changes later is followed by an update."""
    body = _SHOWING.get(claim.event.kind)
    return _load(uow, body.from_event(claim.event).posting) if body is not None else None


async def load_queued_message(
    transactions: Transactions, asked: PostMessage | UpdateMessage, claim: Claim
) -> tuple[BotMessage, BotMessage | None]:
    """The message and its root. Raises PermanentFailure where one of them is gone."""
    known: QueuedMessage | None = claim.known
    if known is None:
        known = await transactions.run(lambda uow: _load(uow, asked.posting))
    message, root = known
    if message is None:
        raise PermanentFailure(f"There is no posting {asked.posting}.")
    if message.place.under and root is None:
        raise PermanentFailure(f"There is no posting {message.place.under} to put {message.id} under.")
    return message, root


def _load(uow: UnitOfWork, posting_id: str) -> QueuedMessage:
    message = uow.messages.look_up(posting_id)
    under = message.place.under if message is not None else None
    return QueuedMessage(message, uow.messages.look_up(under) if under else None)
