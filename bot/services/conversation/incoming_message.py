"""A message's way through an interview: it is kept, read, recorded and followed by the next question, each once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from bot.domain.access.right import Right
from bot.domain.core.errors import AnalystFailed, NoAccess, UnusableOutput
from bot.domain.core.people import Person
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import build_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.reassessment.reassessment import is_recorded_statement
from bot.services.conversation.context import InterviewContext, Member
from bot.services.conversation.delegate_question import build_asking_act, find_asking_refusal
from bot.services.conversation.interview_threads import find_answer_thread, is_summary_posted, list_unseen_questions
from bot.services.conversation.next_question import NOTHING_NEXT, NextMessage, ask_next, build_summary_part
from bot.services.conversation.put_off_reading import (
    ReadingCause,
    is_stopped_since,
    post_reading_stopped,
    put_off_reading,
    set_answer_aside,
    tell_slow_reading,
)
from bot.services.conversation.reply_to_answer import ReplyTarget, build_reply_parts
from bot.services.conversation.thread_messages import say_in_thread
from bot.services.conversation.wake_threads import announce_pause, continue_thread, settle_questions, wake_threads
from bot.services.interview.cleaning import AnswerMessage, merge_kinds, redact_message
from bot.services.interview.interviewing import (
    KnownPeople,
    TurnOutcome,
    TurnReading,
    read_turn,
    record_reading,
    store_turn,
)
from bot.services.messaging.outbox import mark_recorded, post_ephemeral, post_in_thread, replace_part, set_session
from bot.services.messaging.progress_card import refresh_interview_views
from bot.services.ports.core import UnitOfWork
from bot.services.queries.permissions import Subject, has_right
from bot.services.worker.handler import Result


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
    redacted: tuple[str, ...] = ()
    """The kinds of secrets that were taken out of it at the door."""


class UnreadTurns(NamedTuple):
    """What nobody has read yet of what was said in a thread."""

    interview: Interview
    turns: tuple[Turn, ...]
    more: bool
    """Whether something is coming that was not even kept yet, before which nothing is asked."""


class KeptMessage(NamedTuple):
    turn: Turn
    unread: UnreadTurns


Refusal = Literal["over", "departed"]
"""Why a message is not kept: its interview is over, or who wrote it left the private channel of the pilot."""


async def handle_message(deps: InterviewContext, thread: Thread, said: IncomingMessage) -> Result:
    """Somebody said something in an interview's thread: it is kept at once, whatever happens to the reading.

    Raises RetryLater while it can't be told yet which question it answers; nothing that the analyst's failing causes.
    """
    member = await deps.directory.get_member(said.person)
    if member.bot:
        return Result()
    if member.barred is not None:
        return Result(lambda uow: refuse_outsider(uow, deps, said))
    kept = await _keep_message(deps, thread, member, said)
    if isinstance(kept, str):
        return Result(lambda uow: _tell_refusal(uow, deps, thread, said, kept))
    if kept.turn.state != "said":
        return Result()
    if is_stopped_since(thread, said.heard_at):
        return Result(lambda uow: post_reading_stopped(uow, deps, thread))
    cause = ReadingCause(kept.turn.source or said.source.source_key, said.mentioned)
    return await process_unread(deps, thread, cause, kept.unread)


async def process_unread(
    deps: InterviewContext, thread: Thread, cause: ReadingCause, known: UnreadTurns | None = None
) -> Result:
    """Whatever is unread is read, oldest first, each against what was known from those before it; then it is asked on.

    `known`: what is unread, where that was just looked up. Raises AnalystFailed only where the reading was put off
    before.
    """
    while True:
        left = known
        if left is None:
            left = await deps.transactions.run(lambda uow: _load_unread_turns(uow, thread))
        known, unread = None, left.turns
        if not unread:
            return Result(lambda uow: continue_thread(uow, deps, thread, cause.key))
        if not cause.again:
            await deps.presence.show_working(MessageSource(thread.channel, thread.ts))
        target = ReplyTarget(thread, cause.mentioned, asks=len(unread) == 1)
        record: Callable[[UnitOfWork], object]
        reading: TurnReading | None = None
        try:
            async with tell_slow_reading(deps, thread, unread[0]):
                reading = await read_turn(deps, left.interview, unread[0], asks_next=target.asks and not left.more)
            record = partial(record_answer, deps=deps, target=target, reading=reading)
        except AnalystFailed as failure:
            if isinstance(failure, UnusableOutput) and (cause.again or not deps.rereads):
                # It must not keep the rest from being read.
                record = partial(set_answer_aside, deps=deps, target=target, turn=unread[0], failure=failure)
            elif cause.again:
                raise
            else:
                return put_off_reading(deps, thread, cause, failure)
        if target.asks:
            return Result(record, wakes=reading is not None)
        await deps.transactions.run(record)


def record_answer(
    uow: UnitOfWork, deps: InterviewContext, target: ReplyTarget, reading: TurnReading
) -> TurnOutcome | None:
    """What was read of a turn is recorded, told where it was said, and followed by the next question. None where the
    turn was edited or read meanwhile."""
    before = uow.interviews.get(target.thread.interview_id)
    team, key = uow.teams.get(before.pilot.id), f"{before.id}:{reading.turn.id}:{reading.turn.revision}"
    known = KnownPeople((*team.people, *target.mentioned), exclusive=not deps.anyone_may_join)
    if not deps.anyone_may_join:
        refuse = partial(find_asking_refusal, uow, deps.clock.now(), reading.turn.speaker)
        known = known._replace(rights=_list_rights(uow, before, reading.turn), refuse=refuse)
    heard = record_reading(uow, deps.knowledge, before.id, reading, known)
    if heard.outdated:
        continue_thread(uow, deps, target.thread, key)
        return None
    thread, said_at = find_answer_thread(uow, heard.turn) or target.thread, MessageSource.from_key(heard.turn.source)
    if heard.intent == "answer" and said_at is not None:
        mark_recorded(uow, said_at, f"{before.id}:{heard.turn.id}")
    told = build_reply_parts(uow, deps, team, heard, thread)
    following = ask_next(uow, deps, thread, heard.turn.speaker) if target.asks else NOTHING_NEXT
    said = NextMessage((*told, *following.parts), following.session)
    say_in_thread(uow, deps, thread, f"turn:{key}", said)
    if heard.is_handed_over and not deps.anyone_may_join:
        uow.audit.append(build_asking_act(heard, deps.clock.now()))
    if heard.intent == "pause" and heard.interview.status == "paused":
        announce_pause(uow, deps, heard.interview, heard.interview.get_person(heard.turn.speaker), None)
    if target.asks:
        wake_threads(uow, deps, before.id, thread)  # people wait for the next question, not for this
    else:
        settle_questions(uow, deps, before.id)
    if is_summary_posted(uow, heard.interview):
        replace_part(uow, before.id, build_summary_part(deps, heard.interview))
    refresh_interview_views(uow, deps.formatter, f"noted:{key}", before.id)
    return heard


def _list_rights(uow: UnitOfWork, interview: Interview, turn: Turn) -> frozenset[Right]:
    """Of what people ask for in words."""
    subject = Subject(interview=interview.id, question=interview.get_turn(turn.id).question_id)
    asked = (Right.LET_GO, Right.PAUSE)
    return frozenset(right for right in asked if has_right(uow, turn.speaker, right, subject))


class DeferredReading(NamedTuple):
    """A reading that has to be tried again, and since when. `key`: by which it is done once."""

    key: str
    at: datetime
    mentioned: tuple[Person, ...] = ()


async def retry_unread(deps: InterviewContext, interview_id: str, put_off: DeferredReading) -> Result:
    """After the model was down, in all of the interview's threads where nobody pressed Stop since.

    Raises AnalystFailed where it still is.
    """
    threads = await deps.transactions.run(lambda uow: uow.threads.list_for_interview(interview_id))
    done = Result()
    for thread in threads:
        if is_stopped_since(thread, put_off.at):
            continue
        if done.work is not None:
            await deps.transactions.run(done.work)
        cause = ReadingCause(f"{put_off.key}:{thread.ts}", put_off.mentioned, again=True)
        done = await process_unread(deps, thread, cause)
    return done


# --- the steps ------------------------------------------------------------------------------------


async def _keep_message(
    deps: InterviewContext, thread: Thread, member: Member, said: IncomingMessage
) -> KeptMessage | Refusal:
    """Without its secrets, in the interview that it was said in."""
    message = AnswerMessage(
        speaker=member.person,
        text=said.text,
        source=said.source.source_key,
        said_at=said.said_at,
        heard_at=said.heard_at,
        changed_at=said.changed_at,
    )
    clean, found = redact_message(deps, message)
    secrets = merge_kinds(said.redacted, found)

    def work(uow: UnitOfWork) -> KeptMessage | Refusal:
        interview = uow.interviews.get(thread.interview_id)
        if said.person in uow.teams.get(interview.pilot.id).departed:
            return "departed"
        if interview.status == "closed":
            return "over"
        corrects = not interview.pending_questions and is_summary_posted(uow, interview)
        unseen = list_unseen_questions(uow, interview, said.source, said.person)
        answer = clean._replace(unasked=corrects, unseen=unseen)
        turn = store_turn(uow, interview.id, answer, deps.clock.now())
        key = f"{interview.id}:{turn.id}:{turn.revision}"
        post_secret_warning(uow, deps, thread, key, secrets)
        post_cut_notice(uow, deps, thread, key, clean.cut)
        return KeptMessage(turn, _load_unread_turns(uow, thread))

    return await deps.transactions.run(work)


def _load_unread_turns(uow: UnitOfWork, thread: Thread) -> UnreadTurns:
    """Without what was said in another of the interview's threads, where it is read as well."""
    interview = uow.interviews.get(thread.interview_id)
    threads = uow.threads.list_for_interview(interview.id) if interview.unread_turns else ()
    elsewhere = {(t.channel, t.ts) for t in threads if t.partition_key != thread.partition_key}
    heard = (turn for turn in interview.unread_turns if not is_recorded_statement(interview, turn))
    own = tuple(turn for turn in heard if _parse_thread_root(turn) not in elsewhere)
    return UnreadTurns(interview, own, uow.events.count_open(thread.partition_key) > 1)


def _parse_thread_root(turn: Turn) -> tuple[str, str]:
    source = MessageSource.from_key(turn.source)
    return (source.channel, source.root_ts) if source else ("", "")


def _tell_refusal(uow: UnitOfWork, deps: InterviewContext, thread: Thread, said: IncomingMessage, why: Refusal) -> None:
    if why == "over":
        _post_interview_over(uow, deps, thread, said.source)
        return
    told = deps.formatter.format_refusal(str(NoAccess()))
    post_ephemeral(uow, said.source.source_key, said.source, said.person, told)


def refuse_outsider(uow: UnitOfWork, deps: InterviewContext, said: IncomingMessage) -> None:
    """Once a thread: they may go on talking there, with the others."""
    key = f"outsider:{said.source.channel}:{said.source.root_ts}:{said.person}"
    post_ephemeral(uow, key, said.source, said.person, deps.formatter.format_outsider_refusal())


def _post_interview_over(uow: UnitOfWork, deps: InterviewContext, thread: Thread, source: MessageSource) -> None:
    """Once a thread: people may go on talking there."""
    key = f"over:{thread.interview_id}:{thread.channel}:{thread.ts}"
    over = build_part("over", deps.formatter.format_interview_over(uow.interviews.get(thread.interview_id)))
    if uow.messages.find(key) is None:
        post_in_thread(uow, thread, key, (over,), "closed")
    else:
        set_session(uow, f"over:{source.source_key}", thread, "closed")


def post_secret_warning(
    uow: UnitOfWork, deps: InterviewContext, thread: Thread, key: str, secrets: tuple[str, ...]
) -> None:
    """`secrets`: the kinds of what was taken out, if anything was."""
    if secrets:
        told = build_part(f"secret:{key}", deps.formatter.format_secrets_removed(secrets))
        post_in_thread(uow, thread, f"secret:{key}", (told,), None)


def post_cut_notice(uow: UnitOfWork, deps: InterviewContext, thread: Thread, key: str, told: str) -> None:
    """`told`: what is said of a message that is longer than what is read of one; else empty."""
    if told:
        cut = build_part(f"cut:{key}", deps.formatter.format_refusal(told))
        post_in_thread(uow, thread, f"cut:{key}", (cut,), None)
