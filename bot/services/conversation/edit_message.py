"""Changing what was said: an edited message amends its turn, a deleted one takes it back, words and traces."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.assessment.level_shifts import compare_levels, find_levels
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import BotMessage, MessagePart, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.incoming_message import (
    IncomingMessage,
    handle_message,
    post_cut_notice,
    post_secret_warning,
    process_unread,
)
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import find_answer_thread
from bot.services.conversation.next_question import build_summary_part
from bot.services.conversation.put_off_reading import ReadingCause
from bot.services.conversation.wake_threads import continue_thread, wake_threads
from bot.services.interview.cleaning import AnswerMessage as Words
from bot.services.interview.cleaning import merge_kinds, redact_message
from bot.services.interview.interviewing import TurnOutcome, load_interview
from bot.services.messaging.outbox import mark_recorded, replace_part
from bot.services.messaging.progress_card import refresh_interview_views
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


class MessageEdit(NamedTuple):
    """What a message reads now, and since when by its platform's clock. `key`: by which people are told once."""

    text: str
    key: str
    at: datetime | None = None
    redacted: tuple[str, ...] = ()
    """The kinds of secrets that were taken out of it at the door."""


async def handle_edited_message(deps: InterviewContext, thread: Thread, said: IncomingMessage) -> Result:
    """A message was edited on its platform. One that we have not heard yet is heard as it reads now."""
    interview = await load_interview(deps.transactions, thread.interview_id)
    turn = _find_turn(interview, said)
    if turn is None:
        return await handle_message(deps, thread, said)
    edit = MessageEdit(said.text, said.source.source_key, said.changed_at, said.redacted)
    return await amend_turn(deps, thread, turn, edit)


async def amend_turn(deps: InterviewContext, thread: Thread, turn: Turn, edit: MessageEdit) -> Result:
    """The new words are kept at once, then read; the line about the old ones says so."""
    interview = await load_interview(deps.transactions, thread.interview_id)
    clean, found = redact_message(deps, Words(interview.get_person(turn.speaker), edit.text))
    secrets = merge_kinds(edit.redacted, found)

    def work(uow: UnitOfWork) -> Turn:
        before = uow.interviews.get(interview.id)
        touched = (item.criterion for item in before.evidence if item.turn_id == turn.id)
        levels = tuple(find_levels(touched, before.evidence).items())
        after = before.edit_turn(turn.id, clean.text, edit.at, levels)
        now = after.get_turn(turn.id)
        if after != before:
            uow.interviews.save(after)
        if now.revision != before.get_turn(turn.id).revision:
            corrected = deps.formatter.format_answer_corrected(interview.get_person(turn.speaker), thread.person)
            _refresh_quoting_messages(uow, deps, before, after, turn, build_part(f"noted:{turn.id}", corrected))
            post_secret_warning(uow, deps, thread, f"{edit.key}:{now.revision}", secrets)
            post_cut_notice(uow, deps, thread, f"{edit.key}:{now.revision}", clean.cut)
        return now

    kept = await deps.transactions.run(work)
    if kept.state != "said":
        return Result()
    # Also where nothing changed: the words were kept, and whoever was to read them came to no end.
    return await process_unread(deps, thread, ReadingCause(f"{interview.id}:{edit.key}:{kept.revision}"))


def handle_deleted_message(uow: UnitOfWork, deps: InterviewContext, thread: Thread, said: IncomingMessage) -> None:
    """A message was deleted. One that we have not heard yet is remembered as taken back, so that it never counts."""
    interview = uow.interviews.get(thread.interview_id)
    turn = _find_turn(interview, said)
    if turn is None:
        if interview.status != "closed":
            gone = Turn(
                id=f"t{len(interview.turns) + 1}",
                question_id=None,
                speaker=said.person,
                text="",
                at=said.said_at,
                source=said.source.source_key,
                state="retracted",
            )
            uow.interviews.save(interview.add_turn(gone))
        return
    retract_turn(uow, deps, interview, turn)


def retract_turn(uow: UnitOfWork, deps: InterviewContext, interview: Interview, turn: Turn) -> None:
    """Takes a turn back; wherever its words were shown, they are gone."""
    if turn.state == "retracted":
        return
    after = uow.interviews.save(interview.retract_turn(turn.id))
    uow.output_feedback.delete_about(turn.id, interview.id)
    speaker, thread = interview.get_person(turn.speaker), find_answer_thread(uow, turn)
    changes = compare_levels(interview, after, turn.id)
    undone = deps.formatter.format_answer_undone(speaker, changes, thread.person if thread is not None else None)
    _refresh_quoting_messages(uow, deps, interview, after, turn, build_part(f"noted:{turn.id}", undone))


def undo_answer(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, turn: Turn) -> None:
    """The speaker takes an answer back by a button; the caller has checked that it is theirs. Then it is asked on:
    what the answer had settled may be open again."""
    retract_turn(uow, deps, interview, turn)
    if (said_at := MessageSource.from_key(turn.source)) is not None:
        mark_recorded(uow, said_at, f"{interview.id}:{turn.id}", recorded=False)
    thread = uow.threads.find_at(click.source.channel, click.source.root_ts)
    if thread is not None:
        continue_thread(uow, deps, thread, click.key)
    else:
        wake_threads(uow, deps, interview.id)


def _find_turn(interview: Interview, said: IncomingMessage) -> Turn | None:
    """Theirs: a message that hands on somebody else's words holds nothing of theirs to change."""
    found = (turn for turn in interview.turns if turn.source == said.source.source_key)
    return next((turn for turn in found if turn.speaker == said.person), None)


def _refresh_quoting_messages(
    uow: UnitOfWork, deps: InterviewContext, before: Interview, after: Interview, turn: Turn, reads: MessagePart
) -> None:
    """Replaces the line about the turn, and words anew whatever else quotes it: disagreements and summaries."""
    replace_part(uow, after.id, reads)
    quoted = {item.sentence for item in before.evidence if item.turn_id == turn.id}
    for posting in uow.messages.list_for_interview(after.id) if quoted else ():
        for shown in posting.parts:
            if shown.key != reads.key and (again := _rebuild_part(deps, after, posting, shown)) is not None:
                replace_part(uow, after.id, again)
    refresh_interview_views(uow, deps.formatter, f"forgot:{after.id}:{after.version}", after.id)


def _rebuild_part(
    deps: InterviewContext, interview: Interview, posting: BotMessage, shown: MessagePart
) -> MessagePart | None:
    kind, _, turn_id = shown.key.partition(":")
    if kind == "summary":
        return build_summary_part(deps, interview)
    if kind != "noted" or not turn_id:
        return None
    turn = interview.get_turn(turn_id)
    if turn.state != "mapped":
        return None
    heard, shared = TurnOutcome(interview, turn, turn.intent or "answer", ()), posting.place.person is None
    noted = deps.formatter.format_recorded_answer(heard, shared=shared)
    return build_part(shown.key, noted) if noted is not None else None
