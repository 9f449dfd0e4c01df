"""Nudging: who owes an interview an answer is reminded at a sensible hour, at most twice; then the lead is told."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.core.hours import next_hour, zone_of
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.nudge_rules import SUMMARY, Nudge, away_too_long, due, still_waits
from bot.domain.interview.turn import Question
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Part, Place, Post, Posting, part
from bot.services.conversation.context import Desk
from bot.services.messaging.outbox import place_of, say
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done

KIND = "nudge"
_LOOK_AGAIN = timedelta(hours=12)
"""By then it is known where the person is, and at which hour they may be written to."""


class _Stalled(NamedTuple):
    """An interview that waits, and where those read who could move it on."""

    interview: Interview
    team: Team
    places: tuple[Place, ...]
    owes: tuple[str, ...]
    """Whoever was asked: one person by name, or all who take part where any of them may answer."""
    question: Question | None = None
    """None: the summary waits to be judged."""

    def told_in(self, zone: ZoneInfo) -> "_Stalled":
        """With the day on which it was asked as a calendar there shows it."""
        return self._replace(question=self.question.told_in(zone) if self.question is not None else None)


def expect(uow: UnitOfWork, desk: Desk, interview: Interview, question: Question) -> None:
    """Has this question brought to mind when nobody answers it."""
    _look_at(uow, Nudge(interview=interview.id, question=question.id, since=desk.clock.now()))


def expect_fit(uow: UnitOfWork, desk: Desk, interview: Interview) -> None:
    """Has the summary brought to mind when nobody says how well it fits."""
    _look_at(uow, Nudge(interview=interview.id, question=SUMMARY, since=desk.clock.now()))


def _look_at(uow: UnitOfWork, nudge: Nudge, at: datetime | None = None) -> None:
    when = at or nudge.since + _LOOK_AGAIN
    key = f"nudge:{nudge.interview}:{nudge.question}:{nudge.since.isoformat()}:{nudge.count}:{when.isoformat()}"
    body = nudge.model_dump(mode="json")
    uow.events.add(Event(id=key, lane="inbox", line=f"nudge:{nudge.interview}", kind=KIND, body=body, due=when))


async def nudge(desk: Desk, wanted: Nudge) -> Done:
    """Reads everything anew: what was settled meanwhile is not mentioned, whoever sleeps or is away is left alone."""
    stalled = await desk.transactions.run(lambda uow: _stalled(uow, wanted))
    if stalled is None:
        return Done()
    whom = stalled.team.lead if wanted.to_lead or len(stalled.owes) != 1 else stalled.owes[0]
    member, now = await desk.directory.person(whom), desk.clock.now()
    zone = zone_of(member.tz)
    sensible = next_hour(max(now, due(wanted, zone)), zone)
    if sensible > now:
        return Done(lambda uow: _look_at(uow, wanted, sensible))
    until = await desk.directory.away(whom, now)
    if until is None or until <= now:
        return Done(lambda uow: _remind(uow, desk, wanted, zone))
    if not wanted.to_lead and whom != stalled.team.lead and away_too_long(until, now):
        return Done(lambda uow: _tell_lead(uow, desk, wanted, zone, until))
    return Done(lambda uow: _look_at(uow, wanted, next_hour(until, zone)))


def _stalled(uow: UnitOfWork, wanted: Nudge) -> _Stalled | None:
    interview = uow.interviews.get(wanted.interview)
    if not still_waits(interview, wanted):
        return None
    team, threads = uow.teams.get(interview.pilot.id), uow.threads.of(interview.id)
    question = interview.question(wanted.question)
    if question is None:
        return _Stalled(interview, team, _of_the_lead(team, threads), (team.lead,))
    if question.to is not None:
        return _Stalled(interview, team, (_place_for(uow, question.to, threads),), (question.to,), question)
    spoken = {turn.speaker for turn in interview.turns}
    waiting = [thread for thread in threads if thread.person is None or thread.person not in spoken]
    owes = tuple(t.person for t in waiting if t.person) or tuple(team.participants or (team.lead,))
    return _Stalled(interview, team, tuple(place_of(thread) for thread in waiting), owes, question)


def _place_for(uow: UnitOfWork, person: str, threads: tuple[Thread, ...]) -> Place:
    """Their own thread, or the shared one if they read it there; else their direct messages."""
    own = next((thread for thread in threads if thread.person == person), None)
    shared = next((thread for thread in threads if thread.person is None), None)
    if own is not None:
        return place_of(own)
    if shared is not None and uow.channels.has(shared.channel, person):
        return place_of(shared)
    return Place(person=person)


def _of_the_lead(team: Team, threads: tuple[Thread, ...]) -> tuple[Place, ...]:
    own = next((t for t in threads if t.person in (None, team.lead)), None)
    return (place_of(own) if own is not None else Place(person=team.lead),)


def _remind(uow: UnitOfWork, desk: Desk, wanted: Nudge, zone: ZoneInfo) -> None:
    stalled = _stalled(uow, wanted)
    if stalled is None:
        return
    if wanted.to_lead:
        _tell_lead(uow, desk, wanted, zone)
        return
    for place in stalled.places:
        _say(uow, wanted, place, part("nudge", _words(desk, stalled.told_in(zone), place)))
    following = wanted.next
    if following is not None:
        _look_at(uow, following.model_copy(update={"since": desk.clock.now()}))


def _words(desk: Desk, stalled: _Stalled, place: Place) -> Post:
    """In somebody's own direct messages nobody else is named."""
    if stalled.question is None:
        return desk.voice.summary_waits(stalled.interview, stalled.team.person(stalled.team.lead))
    owes = (place.person,) if place.person else stalled.owes
    people = tuple(stalled.interview.person(person) for person in owes)
    return desk.voice.nudge(stalled.interview, stalled.question, people)


def _tell_lead(uow: UnitOfWork, desk: Desk, wanted: Nudge, zone: ZoneInfo, until: datetime | None = None) -> None:
    """The last of it: what becomes of the question is the lead's to decide."""
    stalled = _stalled(uow, wanted)
    if stalled is None or stalled.question is None:
        return
    people = tuple(stalled.interview.person(person) for person in stalled.owes)
    back = until.astimezone(zone) if until is not None else None
    told = desk.voice.stalled(stalled.interview, stalled.question.told_in(zone), people, back)
    _say(uow, wanted, Place(person=stalled.team.lead), part("stalled", told))


def _say(uow: UnitOfWork, wanted: Nudge, place: Place, said: Part) -> None:
    key = f"nudge:{wanted.interview}:{wanted.question}:{wanted.since.isoformat()}:{wanted.count}"
    thread = f"{place.line}:{place.thread or ''}"
    say(uow, Posting(id=f"{key}:{thread}", place=place, parts=(said,), interview_id=wanted.interview))
