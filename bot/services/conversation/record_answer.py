"""Noting: what was read of a turn is recorded, told where it was said, and followed up, in one transaction."""

from typing import NamedTuple

from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SkippedQuestion
from bot.domain.messaging.message import MessagePart, build_message_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.delegate_question import invite_colleague
from bot.services.conversation.next_question import ask_next, build_question_part, build_summary_part, is_guest_thread
from bot.services.interview import interviewing
from bot.services.interview.interviewing import KnownPeople, TurnOutcome, TurnReading
from bot.services.messaging.outbox import post_in_thread, refresh_interview_homes, replace_part
from bot.services.ports.core import UnitOfWork


class ReplyTarget(NamedTuple):
    """Where a turn is told of, unless it was said in another of the interview's threads."""

    thread: Thread
    mentioned: tuple[Person, ...] = ()
    asks: bool = True
    """Whether the next question follows; not where more is still to be noted."""


def record_answer(uow: UnitOfWork, deps: ConversationContext, where: ReplyTarget, reading: TurnReading) -> None:
    interview = uow.interviews.get(where.thread.interview_id)
    team = uow.teams.get(interview.pilot.id)
    acquainted = KnownPeople((*team.people, *where.mentioned), exclusive=True, may_end=False)
    heard = interviewing.record_reading(uow, deps.knowledge, interview.id, reading, acquainted)
    key = f"{reading.turn.id}:{reading.turn.revision}"
    if heard.outdated:
        continue_thread(uow, deps, where.thread, f"{interview.id}:{key}")
        return
    thread = find_answer_thread(uow, heard) or where.thread
    told = (*_build_reply_parts(deps, team, heard, thread), *_invite_named_colleague(uow, deps, team, heard, thread))
    _post_with_next_question(uow, deps, thread, heard, told, asks=where.asks)
    close_settled_questions(
        uow, deps, interview, heard
    )  # only now: people wait for the next question, not for an old one to change
    replace_part(uow, heard.interview.id, build_summary_part(deps, heard.interview))
    refresh_interview_homes(uow, f"noted:{interview.id}:{key}", uow.interviews.get(interview.id))


def continue_thread(uow: UnitOfWork, deps: ConversationContext, thread: Thread, key: str) -> None:
    """Asks what comes next where nothing waits for an answer; else only ends the thread's working state."""
    following = ask_next(uow, deps, uow.interviews.get(thread.interview_id), thread)
    post_in_thread(uow, thread, f"next:{key}", following.parts, following.session)


def _post_with_next_question(
    uow: UnitOfWork,
    deps: ConversationContext,
    thread: Thread,
    heard: TurnOutcome,
    told: tuple[MessagePart, ...],
    *,
    asks: bool,
) -> None:
    interview = uow.interviews.get(heard.interview.id)
    key = f"turn:{interview.id}:{heard.turn.id}:{heard.turn.revision}"
    if not asks:
        post_in_thread(uow, thread, key, told, None)
        return
    following = ask_next(uow, deps, interview, thread, heard.turn.speaker)
    post_in_thread(uow, thread, key, (*told, *following.parts), following.session)


def find_answer_thread(uow: UnitOfWork, heard: TurnOutcome) -> Thread | None:
    """The thread in which the turn was said."""
    source = MessageSource.from_key(heard.turn.source)
    return uow.threads.find_at(source.channel, source.root_ts) if source else None


def close_settled_questions(uow: UnitOfWork, deps: ConversationContext, before: Interview, heard: TurnOutcome) -> None:
    """The question that was answered, or let go, loses its buttons, and so does what need not be asked any more."""
    interview = heard.interview
    waiting, waited = ({question.id for question in one.pending_questions} for one in (interview, before))
    for question in interview.questions:
        own = question.id == heard.turn.question_id and not interview.is_awaiting_answer(question)
        if own or question.id in waited - waiting:
            passed = _find_skipped_question(interview, question.id)
            reads = (
                deps.formatter.format_skipped_question(interview, question, passed)
                if passed
                else deps.formatter.format_settled_question(question)
            )
            replace_part(uow, interview.id, build_message_part(f"question:{question.id}", reads))


def _find_skipped_question(interview: Interview, question_id: str) -> SkippedQuestion | None:
    return next((item for item in reversed(interview.passes) if item.question_id == question_id), None)


def _build_reply_parts(
    deps: ConversationContext, team: Team, heard: TurnOutcome, thread: Thread
) -> tuple[MessagePart, ...]:
    """What is said of the turn itself."""
    voice, key, shared = deps.formatter, f"noted:{heard.turn.id}", thread.person is None
    speaker = heard.interview.get_person(heard.turn.speaker)
    noted = voice.format_recorded_answer(heard, shared=shared)
    parts = [build_message_part(key, noted)] if noted is not None else []
    parts += _build_answer_parts(deps, heard, invited=is_guest_thread(team, thread))
    if heard.intent == "finish" and team.may_end(speaker.id):
        parts.append(build_message_part("finish", voice.format_finish_prompt(heard.interview)))
    elif heard.intent == "finish":
        parts.append(build_message_part(f"end:{heard.turn.id}", voice.format_finish_not_allowed(team.allowed_enders)))
    elif heard.intent == "pause" and heard.interview.status == "paused":
        parts.append(build_message_part("paused", voice.format_interview_paused(heard.interview, speaker)))
    elif heard.interview.status == "paused":
        parts.append(build_message_part("still_paused", voice.format_still_paused(heard.interview)))
    elif heard.intent == "answer" or (heard.intent == "other" and not shared):
        parts += [] if parts else [build_message_part(key, voice.format_nothing_recorded(heard, shared=shared))]
    return tuple(parts)


def _build_answer_parts(deps: ConversationContext, heard: TurnOutcome, *, invited: bool) -> list[MessagePart]:
    """What the person asked us, answered; then the question that they have before them, once more."""
    if heard.answer is None:
        return []
    interview, asked = heard.interview, heard.interview.find_question_for(heard.turn.speaker)
    back = interview.status == "open" and asked is not None and asked in interview.pending_questions
    told = [build_message_part(f"answer:{heard.turn.id}", deps.formatter.format_answer_back(heard.answer, back=back))]
    return [*told, build_question_part(deps, interview, asked, invited=invited)] if back and asked is not None else told


def _invite_named_colleague(
    uow: UnitOfWork, deps: ConversationContext, team: Team, heard: TurnOutcome, thread: Thread
) -> tuple[MessagePart, ...]:
    """A colleague is asked, where the person named one whom we know; else the question waits until they are picked."""
    if heard.intent != "ask_colleague":
        return ()
    question = heard.interview.find_question(heard.turn.question_id)
    passed = _find_skipped_question(heard.interview, question.id) if question else None
    if passed is not None and passed.how == "handed_over" and heard.colleague is not None:
        return invite_colleague(uow, deps, heard.interview, thread, passed)
    if question is None or question not in heard.interview.pending_questions:
        return ()
    again = build_question_part(deps, heard.interview, question, invited=is_guest_thread(team, thread))
    return (build_message_part("whom", deps.formatter.format_unknown_colleague()), again)
