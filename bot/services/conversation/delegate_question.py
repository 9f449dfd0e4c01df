"""Handing over: a question is left to a colleague, who is asked where they can read it."""

from bot.domain.asking.questioning import build_delegated_candidate, to_question
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion
from bot.domain.messaging.message import BotMessage, MessagePart, Place, build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.next_question import build_question_part
from bot.services.conversation.nudge import schedule_question_nudge
from bot.services.messaging.outbox import get_thread_place, post_message
from bot.services.ports.core import UnitOfWork


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
    """Asks the colleague just what was left to them; gives back what whoever named them is told.

    In the shared thread where they read it anyway, else in their own direct messages.
    """
    colleague, by = interview.get_person(passed.to or ""), interview.get_person(passed.by)
    left = build_delegated_candidate(deps.knowledge.guide, interview, passed)
    if left is None:
        settled = deps.formatter.format_refusal("That was answered meanwhile, so I asked nobody.")
        return (build_part(f"invited:{passed.question_id}", settled),)
    told = (
        build_part(f"invited:{passed.question_id}", deps.formatter.format_invitation_sent(colleague, interview.pilot)),
    )
    question = to_question(left, interview, to=colleague.id, at=deps.clock.now())
    asked = uow.interviews.save(interview.add_question(question))
    schedule_question_nudge(uow, deps, asked, question)
    invitation = build_part(f"invitation:{question.id}", deps.formatter.format_invitation(asked, colleague, by, note))
    own = _find_own_thread(uow, interview, colleague.id)
    here = thread.person is None and uow.channel_members.has_member(thread.channel, colleague.id)
    posting = BotMessage(
        id=f"invite:{interview.id}:{question.id}",
        place=get_thread_place(thread) if here else get_thread_place(own) if own else Place(person=colleague.id),
        parts=(invitation, build_question_part(deps, asked, question, invited=True)),
        interview_id=interview.id,
        opens_thread=not here and own is None,
        session="suspended",
        title=None if here or own else interview.pilot.name,
    )
    post_message(uow, posting)
    return told


def _find_own_thread(uow: UnitOfWork, interview: Interview, person: str) -> Thread | None:
    return next((thread for thread in uow.threads.list_for_interview(interview.id) if thread.person == person), None)
