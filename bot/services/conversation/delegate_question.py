"""Handing over: a question is left to a colleague, who is asked where they can read it."""

from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import as_question, left_to
from bot.domain.interview.turn import Pass, Question
from bot.domain.messaging.message import Part, Place, Posting, part
from bot.services.conversation.context import Desk
from bot.services.conversation.next_question import question_part
from bot.services.conversation.nudge import expect
from bot.services.messaging.outbox import place_of, say
from bot.services.ports.core import UnitOfWork


def hand_over(
    uow: UnitOfWork, interview: Interview, question: Question, by: str, colleague: Person
) -> tuple[Interview, Pass]:
    """Raises MoveRefused where the question was settled meanwhile or nobody else is named."""
    if by == colleague.id:
        raise MoveRefused("That would leave it to yourself. Name somebody else, or say that you don't know.")
    moved = interview.join(colleague).pass_on("handed_over", by=by, to=colleague.id, question=question.id)
    if moved.passes == interview.passes:
        raise MoveRefused("That question was settled meanwhile. Nothing was changed.")
    return uow.interviews.save(moved), moved.passes[-1]


def invite(
    uow: UnitOfWork, desk: Desk, interview: Interview, thread: Thread, passed: Pass, note: str = ""
) -> tuple[Part, ...]:
    """Asks the colleague the first of what was left to them; gives back what whoever named them is told.

    In the shared thread where they read it anyway, else in their own direct messages.
    """
    colleague, by = interview.person(passed.to or ""), interview.person(passed.by)
    left = left_to(desk.knowledge.guide, interview, colleague.id)
    told = (part(f"invited:{passed.question_id}", desk.voice.invited(colleague, interview.pilot)),)
    if not left:
        return told
    question = as_question(left[0], interview, to=colleague.id, at=desk.clock.now())
    asked = uow.interviews.save(interview.ask(question))
    expect(uow, desk, asked, question)
    invitation = part(f"invitation:{question.id}", desk.voice.invitation(asked, colleague, by, note))
    own = _own_thread(uow, interview, colleague.id)
    here = thread.person is None and uow.channels.has(thread.channel, colleague.id)
    posting = Posting(
        id=f"invite:{interview.id}:{question.id}",
        place=place_of(thread) if here else place_of(own) if own else Place(person=colleague.id),
        parts=(invitation, question_part(desk, asked, question, invited=True)),
        interview_id=interview.id,
        opens_thread=not here and own is None,
        session="suspended",
        title=None if here or own else interview.pilot.name,
    )
    say(uow, posting)
    return told


def _own_thread(uow: UnitOfWork, interview: Interview, person: str) -> Thread | None:
    return next((thread for thread in uow.threads.of(interview.id) if thread.person == person), None)
