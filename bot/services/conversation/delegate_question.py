"""Asking others in: a colleague to whom a question is left, and the operational leader, where they can read it."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.asking.next_candidate import AskingContext, find_asked_owner, select_in_direct_messages
from bot.domain.asking.open_state import find_question_before
from bot.domain.asking.questioning import CandidateQuestion, build_delegated_candidate, to_question
from bot.domain.audit.act import Act, mark_id, mark_record
from bot.domain.audit.daily_limit import A_DAY, ASK_COLLEAGUE, ASKED_COLLEAGUES
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.phrases import quote_words
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion
from bot.domain.messaging.message import BotMessage, MessagePart, Place, build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.interview_threads import list_asked_threads, list_thread_messages
from bot.services.conversation.next_question import ask_candidate, build_question_part
from bot.services.conversation.nudge import schedule_question_nudge
from bot.services.conversation.thread_messages import retire_parts
from bot.services.interview.interviewing import TurnOutcome
from bot.services.messaging.outbox import get_thread_place, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.refusals import refuses


def require_unsettled(interview: Interview, question: Question) -> None:
    """Raises MoveRefused where it was answered, if by what somebody said elsewhere, or let go."""
    if not interview.is_awaiting_answer(question) or interview.is_moot(question):
        raise MoveRefused("That question was settled meanwhile, so I asked nobody. Nothing was changed.")


def record_delegation(
    uow: UnitOfWork, interview: Interview, question: Question, by: str, colleague: Person
) -> tuple[Interview, SkippedQuestion]:
    """Raises MoveRefused where the question was settled meanwhile or nobody else is named."""
    if by == colleague.id:
        raise MoveRefused("That would leave it to yourself. Name somebody else, or say that you don't know.")
    require_unsettled(interview, question)
    if question.to == colleague.id:
        raise MoveRefused("They have that question before them already. Nothing was changed.")
    moved = interview.add_person(colleague).skip_question("handed_over", by=by, to=colleague.id, question=question.id)
    return uow.interviews.save(moved), moved.passes[-1]


def invite_colleague(
    uow: UnitOfWork,
    deps: InterviewContext,
    interview: Interview,
    thread: Thread,
    passed: SkippedQuestion,
    note: str = "",
) -> tuple[MessagePart, ...]:
    """Asks the colleague just what was left to them, once they have answered what stands before them; gives back what
    whoever named them is told."""
    colleague, voice = interview.get_person(passed.to or ""), deps.formatter
    left = build_delegated_candidate(deps.knowledge.guide, interview, passed)
    free = not _is_busy(uow, deps, interview, colleague.id)
    if left is None:
        told = voice.format_refusal("That was answered meanwhile, so I asked nobody.")
    elif free:
        ask_left_question(uow, deps, interview, Invitation(passed, thread, left, note))
        told = voice.format_invitation_sent(colleague, interview.pilot)
    else:
        told = voice.format_invitation_queued(colleague, interview.pilot)
    return (build_part(f"invited:{passed.question_id}", told),)


class Invitation(NamedTuple):
    """Why a colleague is asked what, and the thread in which they were named; what whoever named them adds."""

    passed: SkippedQuestion
    thread: Thread
    left: CandidateQuestion
    note: str = ""


def ask_left_question(uow: UnitOfWork, deps: InterviewContext, interview: Interview, why: Invitation) -> None:
    """In the thread of their own where they have one, else in the shared one where they read it anyway, else in their
    direct messages."""
    colleague = interview.get_person(why.passed.to or "")
    question = to_question(why.left, interview, to=colleague.id, at=deps.clock.now())
    asked = uow.interviews.save(interview.add_question(question))
    schedule_question_nudge(uow, deps, asked, question)
    known = uow.teams.get(interview.pilot.id).takes_part(colleague.id)
    told = deps.formatter.format_invitation(asked, why.passed, why.note, takes_part=known)
    invitation = build_part(f"invitation:{question.id}", told)
    own = find_own_thread(uow, interview, colleague.id)
    shared = own is None and why.thread.person is None
    here = shared and uow.channel_members.has_member(why.thread.channel, colleague.id)
    posting = BotMessage(
        id=f"invite:{interview.id}:{question.id}",
        place=get_thread_place(own) if own else get_thread_place(why.thread) if here else Place(person=colleague.id),
        parts=(invitation, build_question_part(deps, asked, question, invited=True)),
        interview_id=interview.id,
        opens_thread=not here and own is None,
        session="suspended",
        title=None if here or own else quote_words(interview.pilot.name),
    )
    before = list_thread_messages(uow, own) if own is not None else ()
    post_message(uow, posting)
    if own is not None:
        retire_parts(uow, deps, own, before, posting.parts)


def ask_left_colleagues(uow: UnitOfWork, deps: InterviewContext, interview_id: str) -> None:
    """Whoever was left more than one question and has no thread of their own is asked the next."""
    left_to = {item.to for item in uow.interviews.get(interview_id).passes if item.how == "handed_over" and item.to}
    for person in sorted(left_to):
        interview = uow.interviews.get(interview_id)
        if find_own_thread(uow, interview, person) is None and not _is_busy(uow, deps, interview, person):
            _ask_next_left(uow, deps, interview, person)


def _ask_next_left(uow: UnitOfWork, deps: InterviewContext, interview: Interview, person: str) -> None:
    threads = sorted(list_asked_threads(uow, interview), key=lambda thread: thread.person is not None)
    handed = (item for item in interview.passes if item.how == "handed_over" and item.to == person)
    built = ((passed, build_delegated_candidate(deps.knowledge.guide, interview, passed)) for passed in handed)
    following = next(((passed, left) for passed, left in built if left is not None), None)
    if threads and following is not None:
        passed, left = following
        ask_left_question(uow, deps, interview, Invitation(passed, threads[0], left))


def _is_busy(uow: UnitOfWork, deps: InterviewContext, interview: Interview, person: str) -> bool:
    """Whether another question stands before them, which this one would take away."""
    if find_own_thread(uow, interview, person) is not None and not deps.one_at_a_time:
        return find_question_before(interview, uow.teams.get(interview.pilot.id), person) is not None
    return any(question.to == person for question in interview.pending_questions)


def find_own_thread(uow: UnitOfWork, interview: Interview, person: str) -> Thread | None:
    return next((thread for thread in list_asked_threads(uow, interview) if thread.person == person), None)


def ask_owner(uow: UnitOfWork, deps: InterviewContext, interview_id: str) -> None:
    """The operational leader who takes no part is asked what is theirs to say; in their thread it goes on by itself."""
    interview = uow.interviews.get(interview_id)
    team = uow.teams.get(interview.pilot.id)
    owner = find_asked_owner(team)
    if owner is None or any(question.to == owner for question in interview.pending_questions):
        return
    if any(thread.person == owner for thread in uow.threads.list_for_interview(interview_id)):
        return
    asking = AskingContext(interview, team, deps.knowledge, deps.clock.now())
    chosen = select_in_direct_messages(asking, owner)
    if chosen is None:
        return
    above = build_part("owner_asked", deps.formatter.format_owner_asked(interview, team))
    asked = ask_candidate(uow, deps, interview.add_person(team.get_person(owner)), chosen, invited=True)
    posting = BotMessage(
        id=f"owner:{interview_id}:{owner}",
        place=Place(person=owner),
        parts=(above, *asked.parts),
        interview_id=interview_id,
        opens_thread=True,
        session="suspended",
        title=quote_words(interview.pilot.name),
    )
    post_message(uow, posting)


def find_asking_refusal(uow: UnitOfWork, now: datetime, by: str, colleague: Person) -> str:
    """Empty where they are asked. In words it counts like by the button."""
    if refuses(uow, colleague.id, by):
        return (
            f"{colleague.display_name} doesn't want to be asked by you, so I passed nothing on. You can still ask them "
            "yourself."
        )
    return ASKED_COLLEAGUES.find_refusal(uow.audit.count_done(by, ASK_COLLEAGUE, now - A_DAY))


def build_asking_act(heard: TurnOutcome, at: datetime) -> Act:
    pilot, record = mark_id(heard.interview.pilot.id), mark_record("interview", heard.interview.id)
    by = heard.turn.speaker
    return Act(at=at, by=by, via="message", name=ASK_COLLEAGUE, effect="changed", pilot=pilot, record=record)
