"""Putting off: what the model can't read now is kept and read again by itself; what it never can is told and kept."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from bot.domain.core.errors import AnalystFailed, AnalystUnavailable, MoveRefused, StaleWrite, StorageFailed
from bot.domain.core.people import Person
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import PutOff, Turn
from bot.domain.messaging.message import MessagePart, build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import find_answer_thread, load_shown_state
from bot.services.conversation.next_question import NOTHING_NEXT, NextMessage, ask_next, get_open_session
from bot.services.conversation.reply_to_answer import ReplyTarget
from bot.services.conversation.thread_messages import build_pause_parts, say_in_thread
from bot.services.conversation.wake_threads import wake_threads
from bot.services.messaging.inbox_events import ReadingDeferred
from bot.services.messaging.outbox import post_in_thread, replace_part, replace_part_in, set_session
from bot.services.messaging.progress_card import refresh_interview_views
from bot.services.ports.core import UnitOfWork
from bot.services.worker.error_reference import describe_error, generate_reference
from bot.services.worker.handler import Result

_log = structlog.get_logger(__name__)


class ReadingCause(NamedTuple):
    """What made us read: a key by which it is done once, and whom the message mentions."""

    key: str
    mentioned: tuple[Person, ...] = ()
    again: bool = False
    """It was put off before: nobody is shown that we try."""


@asynccontextmanager
async def tell_slow_reading(deps: InterviewContext, thread: Thread, turn: Turn) -> AsyncIterator[None]:
    """Around the reading of an answer: whoever waits long for it is told once that it is saved; then it is quiet."""
    key, read = f"slow:{thread.interview_id}:{turn.id}:{turn.revision}", asyncio.Event()
    telling = asyncio.create_task(_tell_slow_reading(deps, thread, key, read))
    try:
        yield
    finally:
        read.set()  # not cancelled: a transaction that was begun is committed whatever becomes of who began it
        if await telling:
            over = build_part("slow", deps.formatter.format_slow_reading(over=True), settled=True)
            await deps.transactions.run(lambda uow: replace_part_in(uow, [key], over))


async def _tell_slow_reading(deps: InterviewContext, thread: Thread, key: str, read: asyncio.Event) -> bool:
    """Whether it was told. Where it could not be, the reading goes on all the same."""
    with suppress(TimeoutError):
        async with asyncio.timeout(deps.slow_reading_seconds):
            await read.wait()
            return False
    part = build_part("slow", deps.formatter.format_slow_reading(over=False))
    try:
        await deps.transactions.run(lambda uow: post_in_thread(uow, thread, key, (part,), None))
    except (StaleWrite, StorageFailed) as failure:
        _log.warning(
            "nobody was told that a reading is slow", interview=thread.interview_id, why=describe_error(failure)
        )
        return False
    return True


def put_off_reading(deps: InterviewContext, thread: Thread, cause: ReadingCause, failure: AnalystFailed) -> Result:
    """Until it succeeds, people are told once a thread, however much they say; and again after they stopped it."""
    ref = log_analyst_failure(failure, thread.interview_id)

    def work(uow: UnitOfWork) -> None:
        _schedule_reading(uow, deps, thread, cause, compute_retry_wait(deps, failure))
        unread = _put_off_unread(uow, thread, "model_away").unread_turns
        stuck = f"{unread[0].id}:{unread[0].revision}" if unread else cause.key
        key = f"down:{thread.interview_id}:{thread.channel}:{thread.ts}:{stuck}{_find_last_stop(uow, thread)}"
        if uow.interviews.get(thread.interview_id).status == "closed":
            set_session(uow, f"down:{cause.key}", thread, "closed")  # what was said before it ended is rated already
        elif uow.messages.find(key) is None:
            told = (build_failure_part(deps, failure, ref), *build_pause_parts(uow, deps, thread))
            post_in_thread(uow, thread, key, told, get_open_session(uow, deps, thread))
        else:
            set_session(uow, f"down:{cause.key}", thread, get_open_session(uow, deps, thread))
        wake_threads(uow, deps, thread.interview_id, thread)

    return Result(work)


def _find_last_stop(uow: UnitOfWork, thread: Thread) -> str:
    """The key of what a thread says last, where that is that the reading was stopped there."""
    shown = load_shown_state(uow, thread)
    return f":{shown.part.key}" if shown.kind == "stopped" and shown.part is not None else ""


def _put_off_unread(uow: UnitOfWork, thread: Thread, why: PutOff) -> Interview:
    """What was said in this thread and is not read yet."""
    interview = uow.interviews.get(thread.interview_id)
    said_in = {turn.id: find_answer_thread(uow, turn) or thread for turn in interview.unread_turns}
    here = {turn for turn, place in said_in.items() if place.partition_key == thread.partition_key}
    put_off = interview.put_off_turns(here, why)
    return uow.interviews.save(put_off) if put_off != interview else interview


def compute_retry_wait(deps: InterviewContext, failure: AnalystFailed) -> float:
    """Seconds until the analyst is asked again. Half of what it may take is chance: what was put off together does not
    come back together."""
    known = failure.wait if isinstance(failure, AnalystUnavailable) else 0.0
    return known * random.uniform(0.5, 1.0) or deps.model_retry_seconds


def _schedule_reading(
    uow: UnitOfWork, deps: InterviewContext, thread: Thread, cause: ReadingCause, seconds: float
) -> None:
    due = deps.clock.now() + timedelta(seconds=seconds)
    line = build_retry_partition_key(thread.interview_id)
    later = ReadingDeferred(interview=thread.interview_id, mentioned=tuple(person.id for person in cause.mentioned))
    uow.events.add(later.to_event(f"read:{cause.key}", line, due))


def build_retry_partition_key(interview_id: str) -> str:
    """The line of what was put off until the model answers again."""
    return f"read:{interview_id}"


def build_failure_part(deps: InterviewContext, failure: AnalystFailed, ref: str) -> MessagePart:
    return build_part("down", deps.formatter.format_reading_failed(failure, ref))


def log_analyst_failure(failure: AnalystFailed, interview_id: str) -> str:
    """The reference by which an operator finds what people are told of."""
    ref = generate_reference()
    _log.warning("the analyst failed", ref=ref, interview=interview_id, why=describe_error(failure))
    return ref


def post_reading_stopped(uow: UnitOfWork, deps: InterviewContext, thread: Thread) -> None:
    """Somebody pressed Stop before we had read everything: told once, whatever is kept unread."""
    now = uow.threads.find_at(thread.channel, thread.ts) or thread
    if _put_off_unread(uow, now, "stopped").status == "closed":
        set_session(uow, f"{now.partition_key}:{now.stopped_at}", now, "closed")
        return
    key = f"stopped:{now.partition_key}:{now.stopped_at.isoformat() if now.stopped_at else ''}"
    post_in_thread(uow, thread, key, (build_part(key, deps.formatter.format_reading_stopped()),), "active")
    wake_threads(uow, deps, now.interview_id, now)


def is_stopped_since(thread: Thread, moment: datetime) -> bool:
    return thread.stopped_at is not None and moment <= thread.stopped_at


# --- what can't be read at all --------------------------------------------------------------------------


def set_answer_aside(
    uow: UnitOfWork, deps: InterviewContext, target: ReplyTarget, turn: Turn, failure: AnalystFailed
) -> None:
    """It stays unread and counts for nothing, which is told where it was said; then it is asked on.

    Nothing where it was edited meanwhile.
    """
    interview = uow.interviews.get(target.thread.interview_id)
    aside = interview.mark_unreadable(turn.id, turn.revision)
    if aside == interview:
        return
    kept = uow.interviews.save(aside)
    ref = log_analyst_failure(failure, kept.id)
    thread = find_answer_thread(uow, turn) or target.thread
    told = build_part(f"noted:{turn.id}", deps.formatter.format_answer_unreadable(kept, kept.get_turn(turn.id), ref))
    following = ask_next(uow, deps, thread, turn.speaker) if target.asks else NOTHING_NEXT
    said = NextMessage((told, *following.parts), following.session)
    say_in_thread(uow, deps, thread, f"unread:{kept.id}:{kept.version}", said)
    wake_threads(uow, deps, kept.id, thread)
    refresh_interview_views(uow, deps.formatter, f"unread:{kept.id}:{kept.version}", kept.id)


def retry_answer(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, turn: Turn) -> None:
    """It waits to be read once more. Raises MoveRefused where it was read, edited or taken back meanwhile."""
    if turn.state != "unreadable" or interview.status == "closed":
        raise MoveRefused("That answer need not be read again. Nothing was changed.")
    waiting = uow.interviews.save(interview.retry_turn(turn.id))
    replace_part(uow, waiting.id, build_part(f"noted:{turn.id}", deps.formatter.format_answer_retried()))
    event = ReadingDeferred(interview=waiting.id).to_event(
        f"read:{click.key}", build_retry_partition_key(waiting.id), deps.clock.now()
    )
    uow.events.add(event)
