"""Receiving: an event is stored before Slack hears that it came; what is nobody's answer to us is not stored."""

from collections.abc import Mapping
from typing import Any

from bot.domain.core.team import Thread
from bot.domain.messaging.message_source import Source
from bot.services.conversation.incoming_message import reading_line
from bot.services.messaging.outbox import set_session
from bot.services.ports.core import Transactions, UnitOfWork
from bot.slack.inbound.payloads import Incoming, Passing, Us, members_of, parse_event


class Receiving:
    """The front's `receive`: one transaction, no call to anybody."""

    def __init__(self, transactions: Transactions, us: Us) -> None:
        self._transactions = transactions
        self._us = us

    async def __call__(self, body: Mapping[str, Any]) -> None:
        found = parse_event(body, self._us)
        if isinstance(found, Incoming):
            await self._transactions.run(lambda uow: _keep(uow, found))
        elif isinstance(found, Passing):
            await self._transactions.run(lambda uow: _pass(uow, found))


def _keep(uow: UnitOfWork, incoming: Incoming) -> None:
    source = incoming.source
    unknown = source is not None and uow.threads.at(source.channel, source.root) is None
    if incoming.chatter and unknown:
        return
    if incoming.instead is not None and unknown and uow.events.add(incoming.instead):
        return
    uow.events.add(incoming.event)


def _pass(uow: UnitOfWork, passing: Passing) -> None:
    if passing.what == "stop":
        _stop(uow, passing)
    elif uow.channels.learnt_at(passing.channel) is not None:
        _move(uow, passing)


def _move(uow: UnitOfWork, passing: Passing) -> None:
    """At once, and once; then it is learnt anew: who left may be told to have come only after that."""
    key = f"{passing.what}:{passing.channel}:{passing.person}:{passing.at}"
    if not uow.events.add(members_of(passing.channel, key)):
        return
    if passing.what == "joined":
        uow.channels.join(passing.channel, passing.person)
    else:
        uow.channels.leave(passing.channel, passing.person)


def _stop(uow: UnitOfWork, passing: Passing) -> None:
    """Stop overtakes what waits: whoever reads for this thread is told at once, and the working state ends.

    Told twice it counts once: it must not stop what began after it.
    """
    if passing.thread is None:
        return
    thread = uow.threads.at(passing.channel, passing.thread)
    known = thread or Thread(channel=passing.channel, ts=passing.thread, interview_id="", person=None)
    if not set_session(uow, f"stop:{passing.channel}:{passing.thread}:{passing.at}", known, "active"):
        return
    uow.threads.stop(known.channel, known.ts)
    uow.events.interrupt(Source(known.channel, known.ts).line)
    if thread is not None:
        uow.events.interrupt(reading_line(thread.interview_id))
