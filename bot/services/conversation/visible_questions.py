"""Showing: which questions stood there to be read when somebody wrote a message."""

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.message_source import MessageSource
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import RetryLater

_SOON = 0.3


def list_unseen_questions(uow: UnitOfWork, interview: Interview, source: MessageSource, person: str) -> frozenset[str]:
    """Ids of the questions to this person that came to stand only after the message, or never did.

    Messages may come late and out of order; both times are the platform's, so that no clock of ours matters. Raises
    RetryLater while one of these questions is just being said.
    """
    found: set[str] = set()
    for question in interview.questions:
        showing = _list_messages_showing(uow, interview, question)
        if question.to not in (None, person) or not showing or any(_is_before(posting, source) for posting in showing):
            continue
        if any(_is_being_sent(uow, posting) for posting in showing):
            raise RetryLater(_SOON, f"The question {question.id} is just being asked.")
        found.add(question.id)
    return frozenset(found)


def is_never_shown(uow: UnitOfWork, interview: Interview, question: Question) -> bool:
    """Whether Slack did not take the message that was to ask it, and nothing is under way any more."""
    showing = _list_messages_showing(uow, interview, question)
    return bool(showing) and not any(posting.is_posted or _is_being_sent(uow, posting) for posting in showing)


def _list_messages_showing(uow: UnitOfWork, interview: Interview, question: Question) -> list[BotMessage]:
    return [
        posting
        for posting in uow.messages.list_for_interview(interview.id)
        if posting.has_part(f"question:{question.id}")
    ]


def _is_being_sent(uow: UnitOfWork, posting: BotMessage) -> bool:
    return not posting.is_posted and uow.events.has_pending_outgoing(posting.place.partition_key)


def _is_before(posting: BotMessage, source: MessageSource) -> bool:
    return posting.ts is not None and float(posting.ts) < float(source.ts)
