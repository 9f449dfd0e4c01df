"""Replying: what people are told of a turn that was read, and what becomes of the questions it settles."""

from typing import NamedTuple

from bot.domain.access.permission import describe_refusal, list_allowed, may_do
from bot.domain.access.right import Right
from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion
from bot.domain.messaging.message import MessagePart, build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.delegate_question import invite_colleague
from bot.services.conversation.interview_threads import is_guest_thread
from bot.services.conversation.next_question import build_question_part
from bot.services.interview.interviewing import TurnOutcome
from bot.services.ports.core import UnitOfWork


class ReplyTarget(NamedTuple):
    """Where a turn is told of, unless it was said in another of the interview's threads."""

    thread: Thread
    mentioned: tuple[Person, ...] = ()
    asks: bool = True
    """Whether the next question follows; not where more is still to be noted."""


def _find_skipped_question(interview: Interview, question_id: str) -> SkippedQuestion | None:
    return next((item for item in reversed(interview.passes) if item.question_id == question_id), None)


def build_reply_parts(
    uow: UnitOfWork, deps: InterviewContext, team: Team, heard: TurnOutcome, thread: Thread
) -> tuple[MessagePart, ...]:
    """What is said of the turn itself; where the person named a colleague, that one is asked."""
    voice, key, shared = deps.formatter, f"noted:{heard.turn.id}", thread.person is None
    speaker = heard.interview.get_person(heard.turn.speaker)
    noted = voice.format_recorded_answer(heard, shared=shared)
    parts = [build_part(key, noted)] if noted is not None else []
    parts += _build_answer_parts(uow, deps, heard, thread)
    if heard.refused is not None:
        whose = describe_refusal(team, heard.refused, sees=shared)
        parts.append(build_part(f"refused:{heard.turn.id}", voice.format_refusal(whose)))
    if heard.intent == "finish" and may_do(team, speaker.id, Right.FINISH):
        parts.append(build_part("finish", voice.format_finish_prompt(heard.interview)))
    elif heard.intent == "finish":
        parts.append(
            build_part(f"end:{heard.turn.id}", voice.format_finish_not_allowed(list_allowed(team, Right.FINISH)))
        )
        paused = heard.interview.status == "paused"
        parts += [build_part("still_paused", voice.format_still_paused(heard.interview))] if paused else []
    elif heard.intent == "pause" and heard.interview.status == "paused":
        parts.append(build_part("paused", voice.format_interview_paused(heard.interview, speaker, thread.person)))
    elif heard.interview.status == "paused":
        parts.append(build_part("still_paused", voice.format_still_paused(heard.interview)))
    elif heard.intent == "answer" or (heard.is_first_talk and not shared and heard.refused is None):
        parts += [] if parts else [build_part(key, voice.format_nothing_recorded(heard, shared=shared))]
    return (*parts, *_invite_named_colleague(uow, deps, team, heard, thread))


def _build_answer_parts(
    uow: UnitOfWork, deps: InterviewContext, heard: TurnOutcome, thread: Thread
) -> tuple[MessagePart, ...]:
    """What the person asked us, answered; then the question that they have before them, once more."""
    if heard.answer is None:
        return ()
    interview, asked = heard.interview, heard.interview.find_question_for(heard.turn.speaker)
    repeated = _repeat_question(uow, deps, thread, asked) if interview.status == "open" else ()
    told = deps.formatter.format_answer_back(heard.answer, back=bool(repeated))
    return (build_part(f"answer:{heard.turn.id}", told), *repeated)


def _repeat_question(
    uow: UnitOfWork, deps: InterviewContext, thread: Thread, asked: Question | None
) -> tuple[MessagePart, ...]:
    """Where it waits still, and where it is asked; not before others who were asked something else."""
    interview = uow.interviews.get(thread.interview_id)
    guest = is_guest_thread(uow.teams.get(interview.pilot.id), thread)
    if asked is None or asked not in interview.pending_questions or not _is_asked_in(uow, thread, asked, guest=guest):
        return ()
    return (build_question_part(deps, interview, asked, invited=guest),)


def _is_asked_in(uow: UnitOfWork, thread: Thread, asked: Question, *, guest: bool) -> bool:
    """What somebody was asked by name stands in their own thread, if they have one."""
    if thread.person is not None:
        return asked.to == thread.person or (asked.to is None and not guest)
    return not any(own.person and own.person == asked.to for own in uow.threads.list_for_interview(thread.interview_id))


def _invite_named_colleague(
    uow: UnitOfWork, deps: InterviewContext, team: Team, heard: TurnOutcome, thread: Thread
) -> tuple[MessagePart, ...]:
    """A colleague is asked, where the person named one whom we know; else the question waits until they are picked."""
    if heard.intent != "ask_colleague" or heard.interview.status != "open":
        return ()
    question = heard.interview.find_question(heard.turn.question_id)
    if heard.unasked and question in heard.interview.pending_questions:
        why = build_part("whom", deps.formatter.format_refusal(heard.unasked))
        return (why, *_repeat_question(uow, deps, thread, question))
    passed = _find_skipped_question(heard.interview, question.id) if question else None
    if passed is not None and passed.how == "handed_over" and heard.colleague is not None:
        return invite_colleague(uow, deps, heard.interview, thread, passed)
    if question is None or question not in heard.interview.pending_questions:
        return ()
    whom = build_part("whom", deps.formatter.format_unknown_colleague())
    return (whom, *_repeat_question(uow, deps, thread, question))
