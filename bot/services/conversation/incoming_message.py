"""Conversing: a message in an interview is kept, read, noted, and followed by the next question, each once."""

from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from bot.domain.core.errors import AnalystFailed, AnalystRejected, MoveRefused, UnusableOutput
from bot.domain.core.people import Person
from bot.domain.core.team import Thread
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Part, part
from bot.domain.messaging.message_source import Source
from bot.domain.reassessment.reassessment import is_record
from bot.services.conversation.context import Desk, Member
from bot.services.conversation.next_question import summarised
from bot.services.conversation.record_answer import Where, ask_on, note
from bot.services.conversation.visible_questions import unseen
from bot.services.interview import interviewing
from bot.services.interview.interviewing import Message, TurnReading
from bot.services.messaging.outbox import set_session, tell, whisper
from bot.services.ports.core import UnitOfWork, Work
from bot.services.worker.error_reference import described, new_reference
from bot.services.worker.handler import Done

_log = structlog.get_logger(__name__)


class Said(NamedTuple):
    """A message as the platform told it, its mentions in words."""

    source: Source
    person: str
    text: str
    said_at: datetime
    heard_at: datetime
    mentioned: tuple[Person, ...] = ()
    changed_at: datetime | None = None
    """When it was edited to read like this; None: it was not."""


async def hear(desk: Desk, thread: Thread, said: Said) -> Done:
    """Somebody said something in an interview's thread. Raises nothing the analyst's failing would cause.

    Raises Postponed while it can't be told yet which question it answers.
    """
    member = await desk.directory.person(said.person)
    if member.bot:
        return Done()
    if member.outside:
        return Done(lambda uow: whisper(uow, said.source.text, said.source, said.person, desk.voice.outside()))
    interview = await interviewing.load(desk.transactions, thread.interview_id)
    if interview.status == "closed":
        return Done(lambda uow: _say_over(uow, desk, thread, said.source))
    turn = await _kept(desk, thread, member, said)
    if turn.state != "said":
        return Done()
    if _stopped_since(thread, said.heard_at):
        return Done(lambda uow: stopped(uow, desk, thread))
    return await read_on(desk, thread, turn.source or said.source.text, said.mentioned)


async def read_on(desk: Desk, thread: Thread, key: str, mentioned: tuple[Person, ...] = ()) -> Done:
    """Has everything unread of the thread's interview read, oldest first, notes it where it was said, and asks on.

    `key`: what made us read.
    """
    try:
        return await _read_all(desk, thread, key, mentioned)
    except AnalystFailed as failure:
        trouble = _Trouble(failure, key, mentioned)
        ref = logged(failure, thread.interview_id)
    return Done(lambda uow: _put_off(uow, desk, thread, trouble, ref))


class PutOff(NamedTuple):
    """A reading that has to be tried again, and since when. `key`: by which it is done once."""

    key: str
    at: datetime
    mentioned: tuple[Person, ...] = ()


async def read_again(desk: Desk, interview_id: str, put_off: PutOff) -> Done:
    """After the model was down, in all of the interview's threads where nobody pressed Stop since; nobody is shown
    that we try.

    Raises AnalystFailed where it still is.
    """
    threads = await desk.transactions.run(lambda uow: uow.threads.of(interview_id))
    done = Done()
    for thread in threads:
        if _stopped_since(thread, put_off.at):
            continue
        if done.work is not None:
            await desk.transactions.run(done.work)
        done = await _read_all(desk, thread, f"{put_off.key}:{thread.ts}", put_off.mentioned, shown=False)
    return done


async def _read_all(
    desk: Desk, thread: Thread, key: str, mentioned: tuple[Person, ...] = (), *, shown: bool = True
) -> Done:
    """Each turn is read against what was known from those before it."""
    interview, unread = await _unread(desk, thread)
    while unread:
        if shown:
            await desk.presence.working(Source(thread.channel, thread.ts))
        reading = await _read(desk, interview, unread[0], again=not shown)
        if len(unread) == 1:
            return Done(_noting(desk, thread, reading, mentioned, asks=True))
        await desk.transactions.run(_noting(desk, thread, reading, mentioned, asks=False))
        interview, unread = await _unread(desk, thread)
    return Done(lambda uow: ask_on(uow, desk, thread, key))


async def _read(desk: Desk, interview: Interview, turn: Turn, *, again: bool) -> TurnReading:
    """What can't be read at the second attempt either is kept as it is: it must not keep the rest from being read."""
    try:
        return await interviewing.read_turn(desk.interviewing, interview, turn)
    except UnusableOutput as failure:
        if not again:
            raise
        logged(failure, interview.id)
        return TurnReading(turn, AnswerMapping())


async def _unread(desk: Desk, thread: Thread) -> tuple[Interview, tuple[Turn, ...]]:
    """What nobody has read yet and was not said in another of the interview's threads, where it is read as well."""

    def work(uow: UnitOfWork) -> tuple[Interview, tuple[Turn, ...]]:
        interview = uow.interviews.get(thread.interview_id)
        elsewhere = {(t.channel, t.ts) for t in uow.threads.of(interview.id) if t.line != thread.line}
        heard = (turn for turn in interview.unmapped if not is_record(interview, turn))
        return interview, tuple(turn for turn in heard if _root(turn) not in elsewhere)

    return await desk.transactions.run(work)


def _root(turn: Turn) -> tuple[str, str]:
    source = Source.parsed(turn.source)
    return (source.channel, source.root) if source else ("", "")


def _noting(desk: Desk, thread: Thread, reading: TurnReading, mentioned: tuple[Person, ...], *, asks: bool) -> Work:
    return lambda uow: note(uow, desk, Where(thread, mentioned, asks), reading)


async def _kept(desk: Desk, thread: Thread, member: Member, said: Said) -> Turn:
    """Committed at once: whatever happens to the reading, the answer is there."""
    message = Message(
        speaker=member.person,
        text=said.text,
        source=said.source.text,
        said_at=said.said_at,
        heard_at=said.heard_at,
        changed_at=said.changed_at,
    )
    clean, secrets = interviewing.without_secrets(desk.interviewing, message)

    def work(uow: UnitOfWork) -> Turn:
        interview = uow.interviews.get(thread.interview_id)
        corrects = not interview.pending and summarised(uow, interview)
        answer = clean._replace(unasked=corrects, unseen=unseen(uow, interview, said.source, said.person))
        turn = interviewing.store(uow, interview.id, answer, desk.clock.now())
        if secrets:
            _warn(uow, desk, thread, turn, secrets)
        return turn

    return await desk.transactions.run(work)


def _warn(uow: UnitOfWork, desk: Desk, thread: Thread, turn: Turn, secrets: tuple[str, ...]) -> None:
    key = f"secret:{thread.interview_id}:{turn.id}:{turn.revision}"
    tell(uow, thread, key, (part(key, desk.voice.took_out(secrets)),), None)


class _Trouble(NamedTuple):
    """What kept a reading from its end, and what it was about."""

    failure: AnalystFailed
    key: str
    mentioned: tuple[Person, ...]


def _put_off(uow: UnitOfWork, desk: Desk, thread: Thread, trouble: _Trouble, ref: str) -> None:
    """The reading is tried again by itself. Until it succeeds, people are told once a thread, however much they say."""
    due = desk.clock.now() + timedelta(seconds=desk.patience)
    line = reading_line(thread.interview_id)
    body = {"interview": thread.interview_id, "mentioned": [person.id for person in trouble.mentioned]}
    uow.events.add(Event(id=f"read:{trouble.key}", lane="inbox", line=line, kind="read", body=body, due=due))
    unread = uow.interviews.get(thread.interview_id).unmapped
    stuck = f"{unread[0].id}:{unread[0].revision}" if unread else trouble.key
    key = f"{thread.interview_id}:{thread.channel}:{thread.ts}:{stuck}"
    if uow.postings.get(f"down:{key}") is None:
        tell(uow, thread, f"down:{key}", (trouble_part(desk, trouble.failure, ref),), "active")
    else:
        set_session(uow, f"down:{trouble.key}", thread, "active")


def trouble_part(desk: Desk, failure: AnalystFailed, ref: str) -> Part:
    rejected = isinstance(failure, AnalystRejected)
    return part("down", desk.voice.model_is_refused(ref) if rejected else desk.voice.model_is_down(ref))


def logged(failure: AnalystFailed, interview_id: str) -> str:
    """The reference by which an operator finds what people are told of."""
    ref = new_reference()
    _log.warning("the analyst failed", ref=ref, interview=interview_id, why=described(failure))
    return ref


def _say_over(uow: UnitOfWork, desk: Desk, thread: Thread, source: Source) -> None:
    """Once a thread: people may go on talking there."""
    key = f"over:{thread.interview_id}:{thread.channel}:{thread.ts}"
    over = part("over", desk.voice.over(uow.interviews.get(thread.interview_id)))
    if uow.postings.get(key) is None:
        tell(uow, thread, key, (over,), "closed")
    else:
        set_session(uow, f"over:{source.text}", thread, "closed")


def stopped(uow: UnitOfWork, desk: Desk, thread: Thread) -> None:
    """Somebody pressed Stop before we had read everything: told once, whatever is kept unread."""
    now = uow.threads.at(thread.channel, thread.ts) or thread
    key = f"stopped:{now.line}:{now.stopped_at.isoformat() if now.stopped_at else ''}"
    tell(uow, thread, key, (part(key, desk.voice.stopped()),), "active")


def _stopped_since(thread: Thread, moment: datetime) -> bool:
    return thread.stopped_at is not None and moment <= thread.stopped_at


def reading_line(interview_id: str) -> str:
    """The line of what was put off until the model answers again."""
    return f"read:{interview_id}"


def refuse(uow: UnitOfWork, desk: Desk, thread: Thread, key: str, refusal: MoveRefused) -> None:
    """The interview can't take this move now; its reason is fit for a person."""
    tell(uow, thread, f"refused:{key}", (part(f"refused:{key}", desk.voice.refused(str(refusal))),), "suspended")
