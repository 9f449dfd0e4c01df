"""Threads: where an interview is talked, what is read there, and what could not be read yet when something was said."""

from collections.abc import Iterable

from bot.domain.asking.open_state import is_guest
from bot.domain.asking.shown_state import ShownState, find_shown_state, select_thread_messages
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.message_source import MessageSource
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import RetryLater

_SOON = 0.3


def is_guest_thread(team: Team, thread: Thread) -> bool:
    """Whether it is the thread of a colleague who was asked in, not of somebody who takes part."""
    return is_guest(team, thread.person)


def list_asked_threads(uow: UnitOfWork, interview: Interview) -> tuple[Thread, ...]:
    """The channel's thread, and of everybody who is asked in direct messages the one in which we spoke last."""
    threads = uow.threads.list_for_interview(interview.id)
    spoken = {
        posting.place.thread or posting.ts: n for n, posting in enumerate(uow.messages.list_for_interview(interview.id))
    }
    by_time = sorted(threads, key=lambda thread: spoken.get(thread.ts, -1))
    latest = {thread.person or thread.partition_key: thread for thread in by_time}
    return tuple(thread for thread in threads if thread in latest.values())


def list_main_threads(uow: UnitOfWork, interview: Interview, team: Team) -> tuple[Thread, ...]:
    """Of these where those who take part talk, not where a colleague was asked a question."""
    return tuple(thread for thread in list_asked_threads(uow, interview) if not is_guest_thread(team, thread))


def find_answer_thread(uow: UnitOfWork, turn: Turn) -> Thread | None:
    """The thread in which the turn was said."""
    source = MessageSource.from_key(turn.source)
    return uow.threads.find_at(source.channel, source.root_ts) if source else None


# --- what is read there ------------------------------------------------------------------------------


def list_thread_messages(uow: UnitOfWork, thread: Thread) -> tuple[BotMessage, ...]:
    return select_thread_messages(uow.messages.list_for_interview(thread.interview_id), thread)


def load_shown_state(uow: UnitOfWork, thread: Thread) -> ShownState:
    return find_shown_state(list_thread_messages(uow, thread))


def is_summary_posted(uow: UnitOfWork, interview: Interview) -> bool:
    """Whether the summary is out: what is said from then on corrects it."""
    return any(
        shown.key == "summary" for posting in uow.messages.list_for_interview(interview.id) for shown in posting.parts
    )


def is_never_shown(uow: UnitOfWork, interview: Interview, question: Question) -> bool:
    """Whether Slack did not take the message that was to ask it, and nothing is under way any more."""
    showing = _select_messages_showing(uow.messages.list_for_interview(interview.id), question)
    return bool(showing) and not any(posting.is_posted or _is_being_sent(uow, posting) for posting in showing)


def list_unseen_questions(uow: UnitOfWork, interview: Interview, source: MessageSource, person: str) -> frozenset[str]:
    """Ids of the questions to this person that came to stand only after the message, or never did.

    Messages may come late and out of order; both times are the platform's, so that no clock of ours matters. Raises
    RetryLater while one of these questions is just being said.
    """
    found: set[str] = set()
    posted = uow.messages.list_for_interview(interview.id)
    for question in interview.questions:
        showing = _select_messages_showing(posted, question)
        if question.to not in (None, person) or not showing or any(_is_before(posting, source) for posting in showing):
            continue
        if any(_is_being_sent(uow, posting) for posting in showing):
            raise RetryLater(_SOON, f"The question {question.id} is just being asked.")
        found.add(question.id)
    return frozenset(found)


def _select_messages_showing(posted: Iterable[BotMessage], question: Question) -> list[BotMessage]:
    return [posting for posting in posted if posting.has_part(f"question:{question.id}")]


def _is_being_sent(uow: UnitOfWork, posting: BotMessage) -> bool:
    return not posting.is_posted and uow.events.has_pending_outgoing(posting.place.partition_key)


def _is_before(posting: BotMessage, source: MessageSource) -> bool:
    return posting.ts is not None and float(posting.ts) < float(source.ts)
