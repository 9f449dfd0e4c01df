"""Showing: which questions stood there to be read when somebody wrote a message."""

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import Posting
from bot.domain.messaging.message_source import Source
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Postponed

_SOON = 0.3


def unseen(uow: UnitOfWork, interview: Interview, source: Source, person: str) -> frozenset[str]:
    """Ids of the questions to this person that came to stand only after the message, or never did.

    Messages may come late and out of order; both times are the platform's, so that no clock of ours matters. Raises
    Postponed while one of these questions is just being said.
    """
    found: set[str] = set()
    for question in interview.questions:
        showing = _showing(uow, interview, question)
        if question.to not in (None, person) or not showing or any(_before(posting, source) for posting in showing):
            continue
        if any(_coming(uow, posting) for posting in showing):
            raise Postponed(_SOON, f"The question {question.id} is just being asked.")
        found.add(question.id)
    return frozenset(found)


def never_shown(uow: UnitOfWork, interview: Interview, question: Question) -> bool:
    """Whether Slack did not take the message that was to ask it, and nothing is under way any more."""
    showing = _showing(uow, interview, question)
    return bool(showing) and not any(posting.stands or _coming(uow, posting) for posting in showing)


def _showing(uow: UnitOfWork, interview: Interview, question: Question) -> list[Posting]:
    return [posting for posting in uow.postings.of_interview(interview.id) if posting.shows(f"question:{question.id}")]


def _coming(uow: UnitOfWork, posting: Posting) -> bool:
    return not posting.stands and uow.events.saying(posting.place.line)


def _before(posting: Posting, source: Source) -> bool:
    return posting.ts is not None and float(posting.ts) < float(source.ts)
