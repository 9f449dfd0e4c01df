"""Noting: what was read of a turn is recorded, told where it was said, and followed up, in one transaction."""

from typing import NamedTuple

from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Pass
from bot.domain.messaging.message import Part, part
from bot.domain.messaging.message_source import Source
from bot.services.conversation.context import Desk
from bot.services.conversation.delegate_question import invite
from bot.services.conversation.next_question import ask_next, is_guest, question_part, summary_part
from bot.services.interview import interviewing
from bot.services.interview.interviewing import Acquainted, Heard, TurnReading
from bot.services.messaging.outbox import freshen_all, replace_part, tell
from bot.services.ports.core import UnitOfWork


class Where(NamedTuple):
    """Where a turn is told of, unless it was said in another of the interview's threads."""

    thread: Thread
    mentioned: tuple[Person, ...] = ()
    asks: bool = True
    """Whether the next question follows; not where more is still to be noted."""


def note(uow: UnitOfWork, desk: Desk, where: Where, reading: TurnReading) -> None:
    interview = uow.interviews.get(where.thread.interview_id)
    team = uow.teams.get(interview.pilot.id)
    acquainted = Acquainted((*team.people, *where.mentioned), only=True, may_end=False)
    heard = interviewing.take_in(uow, desk.knowledge, interview.id, reading, acquainted)
    key = f"{reading.turn.id}:{reading.turn.revision}"
    if heard.outdated:
        ask_on(uow, desk, where.thread, f"{interview.id}:{key}")
        return
    thread = thread_of(uow, heard) or where.thread
    told = (*_told(desk, team, heard, thread), *_followed(uow, desk, team, heard, thread))
    _say_with_next(uow, desk, thread, heard, told, asks=where.asks)
    settle(uow, desk, interview, heard)  # only now: people wait for the next question, not for an old one to change
    replace_part(uow, heard.interview.id, summary_part(desk, heard.interview))
    freshen_all(uow, f"noted:{interview.id}:{key}", uow.interviews.get(interview.id))


def ask_on(uow: UnitOfWork, desk: Desk, thread: Thread, key: str) -> None:
    """Asks what comes next where nothing waits for an answer; else only ends the thread's working state."""
    following = ask_next(uow, desk, uow.interviews.get(thread.interview_id), thread)
    tell(uow, thread, f"next:{key}", following.parts, following.session)


def _say_with_next(
    uow: UnitOfWork, desk: Desk, thread: Thread, heard: Heard, told: tuple[Part, ...], *, asks: bool
) -> None:
    interview = uow.interviews.get(heard.interview.id)
    key = f"turn:{interview.id}:{heard.turn.id}:{heard.turn.revision}"
    if not asks:
        tell(uow, thread, key, told, None)
        return
    following = ask_next(uow, desk, interview, thread, heard.turn.speaker)
    tell(uow, thread, key, (*told, *following.parts), following.session)


def thread_of(uow: UnitOfWork, heard: Heard) -> Thread | None:
    """The thread in which the turn was said."""
    source = Source.parsed(heard.turn.source)
    return uow.threads.at(source.channel, source.root) if source else None


def settle(uow: UnitOfWork, desk: Desk, before: Interview, heard: Heard) -> None:
    """The question that was answered, or let go, loses its buttons, and so does what need not be asked any more."""
    interview = heard.interview
    waiting, waited = ({question.id for question in one.pending} for one in (interview, before))
    for question in interview.questions:
        own = question.id == heard.turn.question_id and not interview.awaits(question)
        if own or question.id in waited - waiting:
            passed = _pass_of(interview, question.id)
            reads = desk.voice.let_go(interview, question, passed) if passed else desk.voice.settled(question)
            replace_part(uow, interview.id, part(f"question:{question.id}", reads))


def _pass_of(interview: Interview, question_id: str) -> Pass | None:
    return next((item for item in reversed(interview.passes) if item.question_id == question_id), None)


def _told(desk: Desk, team: Team, heard: Heard, thread: Thread) -> tuple[Part, ...]:
    """What is said of the turn itself."""
    voice, key, shared = desk.voice, f"noted:{heard.turn.id}", thread.person is None
    speaker = heard.interview.person(heard.turn.speaker)
    noted = voice.noted(heard, shared=shared)
    parts = [part(key, noted)] if noted is not None else []
    parts += _answered_back(desk, heard, invited=is_guest(team, thread))
    if heard.intent == "finish" and team.may_end(speaker.id):
        parts.append(part("finish", voice.shall_i_finish(heard.interview)))
    elif heard.intent == "finish":
        parts.append(part(f"end:{heard.turn.id}", voice.only_they_may_end(team.enders)))
    elif heard.intent == "pause" and heard.interview.status == "paused":
        parts.append(part("paused", voice.paused(heard.interview, speaker)))
    elif heard.interview.status == "paused":
        parts.append(part("still_paused", voice.still_paused(heard.interview)))
    elif heard.intent == "answer" or (heard.intent == "other" and not shared):
        parts += [] if parts else [part(key, voice.nothing_noted(heard, shared=shared))]
    return tuple(parts)


def _answered_back(desk: Desk, heard: Heard, *, invited: bool) -> list[Part]:
    """What the person asked us, answered; then the question that they have before them, once more."""
    if heard.answer is None:
        return []
    interview, asked = heard.interview, heard.interview.put_to(heard.turn.speaker)
    back = interview.status == "open" and asked is not None and asked in interview.pending
    told = [part(f"answer:{heard.turn.id}", desk.voice.answer_back(heard.answer, back=back))]
    return [*told, question_part(desk, interview, asked, invited=invited)] if back and asked is not None else told


def _followed(uow: UnitOfWork, desk: Desk, team: Team, heard: Heard, thread: Thread) -> tuple[Part, ...]:
    """A colleague is asked, where the person named one whom we know; else the question waits until they are picked."""
    if heard.intent != "ask_colleague":
        return ()
    question = heard.interview.question(heard.turn.question_id)
    passed = _pass_of(heard.interview, question.id) if question else None
    if passed is not None and passed.how == "handed_over" and heard.colleague is not None:
        return invite(uow, desk, heard.interview, thread, passed)
    if question is None or question not in heard.interview.pending:
        return ()
    again = question_part(desk, heard.interview, question, invited=is_guest(team, thread))
    return (part("whom", desk.voice.whom_to_ask()), again)
