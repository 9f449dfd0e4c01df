"""What is said in a thread: whatever stood there of the same matter asks and announces nothing any more."""

from collections.abc import Sequence

from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import BotMessage, MessagePart, SessionStatus, build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.interview_threads import list_thread_messages, load_shown_state
from bot.services.conversation.next_question import NextMessage
from bot.services.messaging.outbox import find_session_message, post_in_thread, replace_part_in, set_session
from bot.services.ports.core import UnitOfWork


def say_in_thread(uow: UnitOfWork, deps: InterviewContext, thread: Thread, key: str, said: NextMessage) -> None:
    """Once, by its key, each part once; where there is nothing to say, only the session's state is set. What stood
    there changes after that: nobody waits for it."""
    parts = tuple({part.key: part for part in (*said.parts, *_build_over_parts(uow, deps, thread, said))}.values())
    before = list_thread_messages(uow, thread) if parts else ()
    post_in_thread(uow, thread, key, parts, said.session)
    retire_parts(uow, deps, thread, before, parts)


def _build_over_parts(
    uow: UnitOfWork, deps: InterviewContext, thread: Thread, said: NextMessage
) -> tuple[MessagePart, ...]:
    """That it is over, under what is still said after the end in a thread that was not told so."""
    interview = uow.interviews.get(thread.interview_id)
    if not said.parts or interview.status != "closed" or load_shown_state(uow, thread).kind == "over":
        return ()
    return (build_part("over", deps.formatter.format_interview_over(interview)),)


def build_pause_parts(uow: UnitOfWork, deps: InterviewContext, thread: Thread) -> tuple[MessagePart, ...]:
    """That the interview is paused, where its thread does not say so."""
    interview = uow.interviews.get(thread.interview_id)
    shown = load_shown_state(uow, thread)
    said = shown.kind == "paused" and shown.part is not None and not shown.part.settled
    if interview.status != "paused" or said:
        return ()
    return (build_part("still_paused", deps.formatter.format_still_paused(interview)),)


def build_no_longer_needed_part(deps: InterviewContext, interview: Interview, thread: Thread) -> MessagePart:
    """For a colleague who was asked in and has not answered."""
    person = interview.get_person(thread.person or "")
    return build_part("over", deps.formatter.format_no_longer_needed(person, interview.pilot))


def correct_session(uow: UnitOfWork, thread: Thread, key: str, session: SessionStatus) -> None:
    """Where nothing is to be said, but the thread looks as if something else were open."""
    said = find_session_message(uow, thread)
    if said is None or said.session != session:
        set_session(uow, key, thread, session)


def build_settled_part(
    deps: InterviewContext, interview: Interview, question: Question, reader: str | None
) -> MessagePart:
    """How a question reads that waits for nobody: its words, and who let it go, without its buttons. `reader`: in
    whose direct messages."""
    passed = next((item for item in reversed(interview.passes) if item.question_id == question.id), None)
    reads = (
        deps.formatter.format_skipped_question(interview, question, passed, reader=reader)
        if passed
        else deps.formatter.format_settled_question(question)
    )
    return build_part(f"question:{question.id}", reads, settled=True)


def build_repeated_part(deps: InterviewContext, question: Question) -> MessagePart:
    """How a question reads that is asked once more further down."""
    return build_part(f"question:{question.id}", deps.formatter.format_repeated_question(question), settled=True)


def retire_parts(
    uow: UnitOfWork,
    deps: InterviewContext,
    thread: Thread,
    earlier: Sequence[BotMessage],
    following: tuple[MessagePart, ...],
) -> None:
    """In direct messages whatever else was asked before, too: only what stands last there is to be answered."""
    interview = uow.interviews.get(thread.interview_id)
    repeated = {part.key for part in following if part.key.startswith("question:")}
    for message in earlier:
        for part in message.parts:
            kind, _, question_id = part.key.partition(":")
            if kind == "waiting" and not part.settled:
                told = build_part(part.key, deps.formatter.format_waiting_ended(), settled=True)
                replace_part_in(uow, [message.id], told)
            question = interview.find_question(question_id) if kind == "question" and repeated else None
            if question is not None and part.key in repeated:
                replace_part_in(uow, [message.id], build_repeated_part(deps, question))
            elif question is not None and thread.person is not None and not part.settled:
                replace_part_in(uow, [message.id], build_settled_part(deps, interview, question, thread.person))
