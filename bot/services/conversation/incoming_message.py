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
from bot.domain.messaging.message import MessagePart, build_message_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.reassessment.reassessment import is_recorded_statement
from bot.services.conversation.context import ConversationContext, Member
from bot.services.conversation.next_question import is_summary_posted
from bot.services.conversation.record_answer import ReplyTarget, continue_thread, record_answer
from bot.services.conversation.visible_questions import list_unseen_questions
from bot.services.interview import interviewing
from bot.services.interview.interviewing import AnswerMessage, TurnReading
from bot.services.messaging.inbox_events import ReadingDeferred
from bot.services.messaging.outbox import post_ephemeral, post_in_thread, set_session
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.services.worker.error_reference import describe_error, generate_reference
from bot.services.worker.handler import Result

_log = structlog.get_logger(__name__)


class IncomingMessage(NamedTuple):
    """A message as the platform told it, its mentions in words."""

    source: MessageSource
    person: str
    text: str
    said_at: datetime
    heard_at: datetime
    mentioned: tuple[Person, ...] = ()
    changed_at: datetime | None = None
    """When it was edited to read like this; None: it was not."""


async def handle_message(deps: ConversationContext, thread: Thread, said: IncomingMessage) -> Result:
    """Somebody said something in an interview's thread. Raises nothing the analyst's failing would cause.

    Raises RetryLater while it can't be told yet which question it answers.
    """
    member = await deps.directory.get_member(said.person)
    if member.bot:
        return Result()
    if member.outside:
        return Result(
            lambda uow: post_ephemeral(
                uow, said.source.source_key, said.source, said.person, deps.formatter.format_outsider_refusal()
            )
        )
    interview = await interviewing.load_interview(deps.transactions, thread.interview_id)
    if interview.status == "closed":
        return Result(lambda uow: _post_interview_over(uow, deps, thread, said.source))
    turn = await _store_message(deps, thread, member, said)
    if turn.state != "said":
        return Result()
    if _is_stopped_since(thread, said.heard_at):
        return Result(lambda uow: post_reading_stopped(uow, deps, thread))
    return await process_unread(deps, thread, turn.source or said.source.source_key, said.mentioned)


async def process_unread(
    deps: ConversationContext, thread: Thread, key: str, mentioned: tuple[Person, ...] = ()
) -> Result:
    """Has everything unread of the thread's interview read, oldest first, notes it where it was said, and asks on.

    `key`: what made us read.
    """
    try:
        return await _read_unread_turns(deps, thread, key, mentioned)
    except AnalystFailed as failure:
        trouble = _ReadingFailure(failure, key, mentioned)
        ref = log_analyst_failure(failure, thread.interview_id)
    return Result(lambda uow: _defer_reading(uow, deps, thread, trouble, ref))


class DeferredReading(NamedTuple):
    """A reading that has to be tried again, and since when. `key`: by which it is done once."""

    key: str
    at: datetime
    mentioned: tuple[Person, ...] = ()


async def retry_unread(deps: ConversationContext, interview_id: str, put_off: DeferredReading) -> Result:
    """After the model was down, in all of the interview's threads where nobody pressed Stop since; nobody is shown
    that we try.

    Raises AnalystFailed where it still is.
    """
    threads = await deps.transactions.run(lambda uow: uow.threads.list_for_interview(interview_id))
    done = Result()
    for thread in threads:
        if _is_stopped_since(thread, put_off.at):
            continue
        if done.work is not None:
            await deps.transactions.run(done.work)
        done = await _read_unread_turns(deps, thread, f"{put_off.key}:{thread.ts}", put_off.mentioned, shown=False)
    return done


async def _read_unread_turns(
    deps: ConversationContext, thread: Thread, key: str, mentioned: tuple[Person, ...] = (), *, shown: bool = True
) -> Result:
    """Each turn is read against what was known from those before it."""
    interview, unread = await _load_unread_turns(deps, thread)
    while unread:
        if shown:
            await deps.presence.show_working(MessageSource(thread.channel, thread.ts))
        reading = await _read_turn(deps, interview, unread[0], again=not shown)
        if len(unread) == 1:
            return Result(_make_record_work(deps, thread, reading, mentioned, asks=True))
        await deps.transactions.run(_make_record_work(deps, thread, reading, mentioned, asks=False))
        interview, unread = await _load_unread_turns(deps, thread)
    return Result(lambda uow: continue_thread(uow, deps, thread, key))


async def _read_turn(deps: ConversationContext, interview: Interview, turn: Turn, *, again: bool) -> TurnReading:
    """What can't be read at the second attempt either is kept as it is: it must not keep the rest from being read."""
    try:
        return await interviewing.read_turn(deps.interviewing, interview, turn)
    except UnusableOutput as failure:
        if not again:
            raise
        log_analyst_failure(failure, interview.id)
        return TurnReading(turn, AnswerMapping())


async def _load_unread_turns(deps: ConversationContext, thread: Thread) -> tuple[Interview, tuple[Turn, ...]]:
    """What nobody has read yet and was not said in another of the interview's threads, where it is read as well."""

    def work(uow: UnitOfWork) -> tuple[Interview, tuple[Turn, ...]]:
        interview = uow.interviews.get(thread.interview_id)
        elsewhere = {
            (t.channel, t.ts)
            for t in uow.threads.list_for_interview(interview.id)
            if t.partition_key != thread.partition_key
        }
        heard = (turn for turn in interview.unread_turns if not is_recorded_statement(interview, turn))
        return interview, tuple(turn for turn in heard if _parse_thread_root(turn) not in elsewhere)

    return await deps.transactions.run(work)


def _parse_thread_root(turn: Turn) -> tuple[str, str]:
    source = MessageSource.from_key(turn.source)
    return (source.channel, source.root_ts) if source else ("", "")


def _make_record_work(
    deps: ConversationContext, thread: Thread, reading: TurnReading, mentioned: tuple[Person, ...], *, asks: bool
) -> TransactionWork:
    return lambda uow: record_answer(uow, deps, ReplyTarget(thread, mentioned, asks), reading)


async def _store_message(deps: ConversationContext, thread: Thread, member: Member, said: IncomingMessage) -> Turn:
    """Committed at once: whatever happens to the reading, the answer is there."""
    message = AnswerMessage(
        speaker=member.person,
        text=said.text,
        source=said.source.source_key,
        said_at=said.said_at,
        heard_at=said.heard_at,
        changed_at=said.changed_at,
    )
    clean, secrets = interviewing.redact_message(deps.interviewing, message)

    def work(uow: UnitOfWork) -> Turn:
        interview = uow.interviews.get(thread.interview_id)
        corrects = not interview.pending_questions and is_summary_posted(uow, interview)
        answer = clean._replace(
            unasked=corrects, unseen=list_unseen_questions(uow, interview, said.source, said.person)
        )
        turn = interviewing.store_turn(uow, interview.id, answer, deps.clock.now())
        if secrets:
            _post_secret_warning(uow, deps, thread, turn, secrets)
        return turn

    return await deps.transactions.run(work)


def _post_secret_warning(
    uow: UnitOfWork, deps: ConversationContext, thread: Thread, turn: Turn, secrets: tuple[str, ...]
) -> None:
    key = f"secret:{thread.interview_id}:{turn.id}:{turn.revision}"
    post_in_thread(uow, thread, key, (build_message_part(key, deps.formatter.format_secrets_removed(secrets)),), None)


class _ReadingFailure(NamedTuple):
    """What kept a reading from its end, and what it was about."""

    failure: AnalystFailed
    key: str
    mentioned: tuple[Person, ...]


def _defer_reading(
    uow: UnitOfWork, deps: ConversationContext, thread: Thread, trouble: _ReadingFailure, ref: str
) -> None:
    """The reading is tried again by itself. Until it succeeds, people are told once a thread, however much they say."""
    due = deps.clock.now() + timedelta(seconds=deps.model_retry_seconds)
    later = ReadingDeferred(interview=thread.interview_id, mentioned=tuple(person.id for person in trouble.mentioned))
    uow.events.add(later.to_event(f"read:{trouble.key}", build_retry_partition_key(thread.interview_id), due))
    unread = uow.interviews.get(thread.interview_id).unread_turns
    stuck = f"{unread[0].id}:{unread[0].revision}" if unread else trouble.key
    key = f"{thread.interview_id}:{thread.channel}:{thread.ts}:{stuck}"
    if uow.messages.find(f"down:{key}") is None:
        post_in_thread(uow, thread, f"down:{key}", (build_failure_part(deps, trouble.failure, ref),), "active")
    else:
        set_session(uow, f"down:{trouble.key}", thread, "active")


def build_failure_part(deps: ConversationContext, failure: AnalystFailed, ref: str) -> MessagePart:
    rejected = isinstance(failure, AnalystRejected)
    return build_message_part(
        "down", deps.formatter.format_model_rejected(ref) if rejected else deps.formatter.format_model_unavailable(ref)
    )


def log_analyst_failure(failure: AnalystFailed, interview_id: str) -> str:
    """The reference by which an operator finds what people are told of."""
    ref = generate_reference()
    _log.warning("the analyst failed", ref=ref, interview=interview_id, why=describe_error(failure))
    return ref


def _post_interview_over(uow: UnitOfWork, deps: ConversationContext, thread: Thread, source: MessageSource) -> None:
    """Once a thread: people may go on talking there."""
    key = f"over:{thread.interview_id}:{thread.channel}:{thread.ts}"
    over = build_message_part("over", deps.formatter.format_interview_over(uow.interviews.get(thread.interview_id)))
    if uow.messages.find(key) is None:
        post_in_thread(uow, thread, key, (over,), "closed")
    else:
        set_session(uow, f"over:{source.source_key}", thread, "closed")


def post_reading_stopped(uow: UnitOfWork, deps: ConversationContext, thread: Thread) -> None:
    """Somebody pressed Stop before we had read everything: told once, whatever is kept unread."""
    now = uow.threads.find_at(thread.channel, thread.ts) or thread
    key = f"stopped:{now.partition_key}:{now.stopped_at.isoformat() if now.stopped_at else ''}"
    post_in_thread(uow, thread, key, (build_message_part(key, deps.formatter.format_reading_stopped()),), "active")


def _is_stopped_since(thread: Thread, moment: datetime) -> bool:
    return thread.stopped_at is not None and moment <= thread.stopped_at


def build_retry_partition_key(interview_id: str) -> str:
    """The line of what was put off until the model answers again."""
    return f"read:{interview_id}"


def post_refusal(uow: UnitOfWork, deps: ConversationContext, thread: Thread, key: str, refusal: MoveRefused) -> None:
    """The interview can't take this move now; its reason is fit for a person."""
    post_in_thread(
        uow,
        thread,
        f"refused:{key}",
        (build_message_part(f"refused:{key}", deps.formatter.format_refusal(str(refusal))),),
        "suspended",
    )
