"""Receiving: an event is stored before Slack hears that it came, without the secrets in it; what is nobody's answer to
us is not stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.asking.open_state import find_open_state
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import SessionStatus
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.next_question import SESSIONS
from bot.services.conversation.put_off_reading import build_retry_partition_key
from bot.services.messaging.inbox_events import get_planning_line, get_rating_line
from bot.services.messaging.outbox import set_session
from bot.services.ports.core import Redactor, Transactions, UnitOfWork
from bot.services.ports.tracing import get_tracer
from bot.services.queries.permissions import is_asked_about
from bot.slack.inbound.intake import Intake
from bot.slack.inbound.payloads import BotIdentity, ImmediateEvent, QueuedEvent, build_members_event, parse_event
from bot.slack.inbound.slack_events import MessageEdited, MessageSaid


class EventReceiver:
    """The front's `receive`: one transaction, no call to anybody."""

    def __init__(self, transactions: Transactions, us: BotIdentity, redactor: Redactor) -> None:
        self._transactions = transactions
        self._intake = Intake(transactions, _store_events)
        self._us = us
        self._redactor = redactor

    async def __call__(self, body: Mapping[str, Any]) -> None:
        found = parse_event(body, self._us)
        if isinstance(found, QueuedEvent):
            kept, instead = self._prepare(found.event), found.instead and self._prepare(found.instead)
            await self._intake.add(found._replace(event=kept, instead=instead))
        elif isinstance(found, ImmediateEvent):
            await self._transactions.run(lambda uow: _apply_immediate_event(uow, found))

    def _prepare(self, event: Event) -> Event:
        """With what it comes from, for whoever traces."""
        parent = get_tracer().get_parent()
        return self._redact(event if parent is None else event.model_copy(update={"trace": parent}))

    def _redact(self, event: Event) -> Event:
        """What somebody wrote, without its secrets: not even for a moment do those stand in a row."""
        told = next((body for body in (MessageSaid, MessageEdited) if body.kind == event.kind), None)
        if told is None:
            return event
        return told.from_event(event).redact(self._redactor).to_event(event.id, event.line, event.due)


class RequestMemory:
    """The front's `remember`: whoever catches a signed request on its way can send it again for minutes, to any of our
    processes. Events are known by ids of their own."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def __call__(self, key: str) -> bool:
        return await self._transactions.run(lambda uow: uow.requests.add(key))


def _store_events(uow: UnitOfWork, incoming: Sequence[QueuedEvent]) -> None:
    together: list[Event] = []
    for one in incoming:
        unknown = (one.chatter or one.instead is not None) and _is_outside(uow, one)
        if one.chatter and unknown:
            continue
        if one.instead is not None and unknown:
            uow.events.add_all(together)
            together = []
            if uow.events.add(one.instead):
                continue
        together.append(one.event)
    uow.events.add_all(together)


def _is_outside(uow: UnitOfWork, incoming: QueuedEvent) -> bool:
    """Of the threads of interviews."""
    source = incoming.source
    return source is not None and uow.threads.find_at(source.channel, source.root_ts) is None


def _apply_immediate_event(uow: UnitOfWork, passing: ImmediateEvent) -> None:
    if passing.what == "stop":
        _stop_thread(uow, passing)
    elif uow.channel_members.find_refreshed_at(passing.channel) is not None:
        _record_membership_change(uow, passing)


def _record_membership_change(uow: UnitOfWork, passing: ImmediateEvent) -> None:
    """At once, and once; then it is learnt anew: who left may be told to have come only after that."""
    key = f"{passing.what}:{passing.channel}:{passing.person}:{passing.at}"
    if not uow.events.add(build_members_event(passing.channel, key)):
        return
    came = passing.what == "joined"
    if came:
        uow.channel_members.add_member(passing.channel, passing.person)
    else:
        uow.channel_members.remove_member(passing.channel, passing.person)
    for team in uow.teams.list_by_channel(passing.channel):
        asked = not came and is_asked_about(uow, team, passing.person)
        moved = team.rejoin(passing.person) if came else team.leave(passing.person, asked=asked)
        if moved != team:
            uow.teams.save(moved)


def _stop_thread(uow: UnitOfWork, passing: ImmediateEvent) -> None:
    """Stop overtakes what waits: whoever reads for this thread is told at once, and the working state ends.

    Told twice it counts once: it must not stop what began after it.
    """
    if passing.thread is None:
        return
    thread = uow.threads.find_at(passing.channel, passing.thread)
    known = thread or Thread(channel=passing.channel, ts=passing.thread, interview_id="", person=None)
    status = _find_session_after_stop(uow, thread)
    if not set_session(uow, f"stop:{passing.channel}:{passing.thread}:{passing.at}", known, status):
        return
    uow.threads.mark_stopped(known.channel, known.ts)
    uow.events.request_interrupt(MessageSource(known.channel, known.ts).partition_key)
    if thread is not None:
        pilot = uow.interviews.get(thread.interview_id).pilot.id
        for line in (build_retry_partition_key(thread.interview_id), get_rating_line(pilot), get_planning_line(pilot)):
            uow.events.request_interrupt(line)


def _find_session_after_stop(uow: UnitOfWork, thread: Thread | None) -> SessionStatus:
    """At rest, or waiting for an answer where a question stands there and nothing was being read."""
    if thread is None:
        return "active"
    interview = uow.interviews.get(thread.interview_id)
    state = find_open_state(interview, uow.teams.get(interview.pilot.id), thread.person)
    return SESSIONS[state.kind] if state.kind != "reading" else "active"
