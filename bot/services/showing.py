"""Showing: which questions stood there to be read when somebody wrote a message."""

from bot.domain.interview import Interview
from bot.domain.posting import Posting
from bot.domain.source import Source
from bot.services.ports import UnitOfWork
from bot.services.working import Postponed

_SOON = 0.3


def unseen(uow: UnitOfWork, interview: Interview, source: Source, person: str) -> frozenset[str]:
    """Ids of the questions to this person that came to stand only after the message, or never did.

    Messages may come late and out of order; both times are the platform's, so that no clock of ours matters. Raises
    Postponed while one of these questions is just being said.
    """
    postings = uow.postings.of_interview(interview.id)
    found: set[str] = set()
    for question in interview.questions:
        showing = [posting for posting in postings if posting.shows(f"question:{question.id}")]
        if question.to not in (None, person) or not showing or any(_before(posting, source) for posting in showing):
            continue
        if any(not posting.stands and uow.events.saying(posting.place.line) for posting in showing):
            raise Postponed(_SOON, f"The question {question.id} is just being asked.")
        found.add(question.id)
    return frozenset(found)


def _before(posting: Posting, source: Source) -> bool:
    return posting.ts is not None and float(posting.ts) < float(source.ts)
