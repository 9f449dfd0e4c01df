"""Steering: what people do by a button or a command: let go, hand over, pause, resume, judge, finish."""

from typing import NamedTuple

from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit, PassKind, Question
from bot.domain.messaging.message import part
from bot.domain.messaging.message_source import Source
from bot.services.conversation.context import Desk
from bot.services.conversation.delegate_question import hand_over, invite
from bot.services.conversation.finish_interview import conclude
from bot.services.conversation.next_question import ask_next, main_threads, question_part
from bot.services.conversation.nudge import expect
from bot.services.messaging.outbox import freshen_all, replace_part, tell, whisper
from bot.services.ports.core import UnitOfWork


class Click(NamedTuple):
    """Who did something, where they did it, and the key by which it is done once."""

    key: str
    by: Person
    source: Source


def let_go(uow: UnitOfWork, desk: Desk, click: Click, question: Question, how: PassKind, interview: Interview) -> None:
    """Skips a question, or records that the person doesn't know; then asks on where it was clicked."""
    if any(item.question_id == question.id and item.by == click.by.id for item in interview.passes):
        return  # clicked twice: it is done, and the first click was answered
    if not interview.awaits(question):
        whisper(uow, click.key, click.source, click.by.id, desk.voice.too_old())
        return
    moved = interview.join(click.by).pass_on(how, by=click.by.id, question=question.id)
    moved = uow.interviews.save(moved)
    reads = desk.voice.let_go(moved, question, moved.passes[-1])
    replace_part(uow, moved.id, part(f"question:{question.id}", reads))
    _go_on(uow, desk, click, moved)
    freshen_all(uow, click.key, moved)


class Naming(NamedTuple):
    """Which question is left to whom, and what whoever names them adds."""

    question: Question
    colleague: Person
    note: str = ""


def leave_to(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview, naming: Naming) -> None:
    """Leaves a question to a colleague, who is asked; the interview goes on meanwhile."""
    thread, question = _thread(uow, click, interview), naming.question
    moved, passed = hand_over(uow, interview.join(click.by), question, click.by.id, naming.colleague)
    reads = desk.voice.let_go(moved, question, passed)
    replace_part(uow, moved.id, part(f"question:{question.id}", reads))
    told = invite(uow, desk, moved, thread, passed, naming.note)
    following = ask_next(uow, desk, uow.interviews.get(moved.id), thread)
    tell(uow, thread, f"left:{click.key}", (*told, *following.parts), following.session)
    freshen_all(uow, click.key, moved)


def pause(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview) -> None:
    team = _steered(uow, click, interview)
    paused = uow.interviews.save(interview.pause())
    said = part("paused", desk.voice.paused(paused, click.by))
    for thread in _heard_in(uow, click, paused, team):
        tell(uow, thread, f"paused:{paused.id}:{paused.version}:{thread.ts}", (said,), "active")
    freshen_all(uow, click.key, interview)


def resume(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview) -> None:
    """Goes on where it stopped: the question that waits is asked again, or the next one."""
    team = _steered(uow, click, interview)
    if interview.status == "open":
        raise MoveRefused("The interview is not paused: just answer the open question.")
    resumed = uow.interviews.save(interview.resume())
    for key in ("paused", "still_paused"):
        replace_part(uow, resumed.id, part(key, desk.voice.was_paused()))
    said = part("resumed", desk.voice.resumed(resumed, click.by))
    for thread in _heard_in(uow, click, resumed, team):
        here = uow.interviews.get(resumed.id)
        waiting = [q for q in here.pending if q.to in {None, thread.person}]
        key = f"resumed:{resumed.id}:{resumed.version}:{thread.ts}"
        if waiting:
            expect(uow, desk, here, waiting[-1])
            tell(uow, thread, key, (said, question_part(desk, here, waiting[-1])), "suspended")
        else:
            following = ask_next(uow, desk, here, thread)
            tell(uow, thread, key, (said, *following.parts), following.session)
    freshen_all(uow, click.key, interview)


def judge(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview, fit: Fit) -> None:
    """Keeps how well the summary fits. Where it fits exactly, and whoever says so may end it, it is rated."""
    if interview.status == "closed":
        whisper(uow, click.key, click.source, click.by.id, desk.voice.too_old())
        return
    team = uow.teams.get(interview.pilot.id)
    thread = _thread(uow, click, interview)
    judged = uow.interviews.save(interview.join(click.by).judge(fit))
    ends = _may_conclude(judged, team, thread, click.by.id)
    if ends and fit.score == 4:
        conclude(uow, desk, uow.interviews.save(judged.close()), fit)
        return
    said = desk.voice.fit_noted(judged, fit, None if ends else team.person(team.lead))
    tell(uow, thread, f"fit:{click.key}", (part(f"fit:{click.by.id}", said),), "suspended")


def _may_conclude(interview: Interview, team: Team, thread: Thread, person: str) -> bool:
    """In front of everybody whoever took part; in their own direct messages the lead, or who was asked alone."""
    if team.may_end(person):
        return True
    if thread.person is None:
        return team.takes_part(person) or any(turn.speaker == person for turn in interview.turns)
    return len(team.participants) < 2


def finish(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview) -> None:
    """Ends the interview early. Raises MoveRefused for whoever may not, and while answers wait to be read."""
    team = uow.teams.get(interview.pilot.id)
    if not team.may_end(click.by.id):
        who = " or ".join(person.name for person in team.enders)
        raise MoveRefused(f"Only {who} can finish this interview. Nothing was changed.")
    if interview.status == "closed":
        raise MoveRefused("This interview is finished already; its assessment follows in its thread.")
    finish_now(uow, desk, interview)


def finish_now(uow: UnitOfWork, desk: Desk, interview: Interview) -> None:
    conclude(uow, desk, uow.interviews.save(interview.close()))


def _go_on(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview) -> None:
    thread = _thread(uow, click, interview)
    following = ask_next(uow, desk, interview, thread)
    tell(uow, thread, f"next:{click.key}", following.parts, following.session)


def _thread(uow: UnitOfWork, click: Click, interview: Interview) -> Thread:
    """Where it was clicked, if that is one of the interview's threads; else where those who take part talk."""
    here = uow.threads.at(click.source.channel, click.source.root)
    if here is not None and here.interview_id == interview.id:
        return here
    threads = main_threads(uow, interview, uow.teams.get(interview.pilot.id)) or uow.threads.of(interview.id)
    if not threads:
        raise MoveRefused("The interview is just being opened. Try again in a minute; nothing was changed.")
    return next((thread for thread in threads if thread.person == click.by.id), threads[0])


def _heard_in(uow: UnitOfWork, click: Click, interview: Interview, team: Team) -> tuple[Thread, ...]:
    """Where it was clicked, and the threads of the others who take part."""
    here = _thread(uow, click, interview)
    others = (t for t in main_threads(uow, interview, team) if t.person is None or t.person != here.person)
    return tuple(dict.fromkeys((*others, here)))


def _steered(uow: UnitOfWork, click: Click, interview: Interview) -> Team:
    team = uow.teams.get(interview.pilot.id)
    took_part = any(person.id == click.by.id for person in interview.people)
    if not took_part and not team.may_steer(click.by.id):
        raise MoveRefused("Only those who take part in this interview can do that. Nothing was changed.")
    return team
