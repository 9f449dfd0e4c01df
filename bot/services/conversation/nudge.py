"""Nudging: who owes an interview an answer is reminded at a sensible hour, at most twice; then the lead is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.asking.nudge_rules import SUMMARY, Nudge, get_nudge_time, is_away_too_long, is_still_waiting
from bot.domain.core.hours import get_next_allowed_time, parse_time_zone
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import BotMessage, MessageContent, MessagePart, Place, build_part
from bot.services.conversation.context import ConversationContext, InterviewContext
from bot.services.messaging.inbox_events import DepartureSuspected
from bot.services.messaging.outbox import get_thread_place, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result

_LOOK_AGAIN = timedelta(hours=12)
"""By then it is known where the person is, and at which hour they may be written to."""


class _StalledInterview(NamedTuple):
    """An interview that waits, and where those read who could move it on."""

    interview: Interview
    team: Team
    places: tuple[Place, ...]
    owes: tuple[str, ...]
    """Whoever was asked: one person by name, or all who take part where any of them may answer."""
    question: Question | None = None
    """None: the summary waits to be judged."""

    def without(self, gone: Sequence[str]) -> "_StalledInterview":
        places = tuple(place for place in self.places if place.person not in gone)
        return self._replace(owes=tuple(person for person in self.owes if person not in gone), places=places)

    def to_time_zone(self, zone: ZoneInfo) -> "_StalledInterview":
        """With the day on which it was asked as a calendar there shows it."""
        return self._replace(question=self.question.with_time_zone(zone) if self.question is not None else None)


def schedule_question_nudge(uow: UnitOfWork, deps: InterviewContext, interview: Interview, question: Question) -> None:
    """Has this question brought to mind when nobody answers it."""
    _schedule_nudge(uow, Nudge(interview=interview.id, question=question.id, since=deps.clock.now()))


def schedule_summary_nudge(uow: UnitOfWork, deps: InterviewContext, interview: Interview) -> None:
    """Has the summary brought to mind when nobody says how well it fits."""
    _schedule_nudge(uow, Nudge(interview=interview.id, question=SUMMARY, since=deps.clock.now()))


def _schedule_nudge(uow: UnitOfWork, nudge: Nudge, at: datetime | None = None) -> None:
    when = at or nudge.since + _LOOK_AGAIN
    key = f"nudge:{nudge.interview}:{nudge.question}:{nudge.since.isoformat()}:{nudge.count}:{when.isoformat()}"
    uow.events.add(nudge.to_event(key, f"nudge:{nudge.interview}", when))


def _suspect_departures(uow: UnitOfWork, wanted: Nudge, gone: Sequence[str]) -> None:
    """What they leave behind, their questions too, is seen to by itself."""
    for person in gone:
        uow.events.add(DepartureSuspected(person=person).call_for(f"{wanted.interview}:{wanted.since.isoformat()}"))


async def send_due_nudge(deps: ConversationContext, wanted: Nudge) -> Result:
    """Reads everything anew: what was settled meanwhile is not mentioned, whoever sleeps or is away is left alone."""
    stalled = await deps.transactions.run(lambda uow: _find_stalled_interview(uow, wanted))
    if stalled is None:
        return Result()
    if gone := [person for person in (*stalled.owes, stalled.team.lead) if await deps.directory.has_left(person)]:
        stalled = stalled.without(gone)
        await deps.transactions.run(lambda uow: _suspect_departures(uow, wanted, gone))
    if stalled.team.lead in gone or not stalled.owes:
        return Result()
    whom = stalled.team.lead if wanted.is_for_lead or len(stalled.owes) != 1 else stalled.owes[0]
    member, now = await deps.directory.get_member(whom), deps.clock.now()
    zone, week = parse_time_zone(member.tz), deps.calendars.get_work_week(member.tz)
    sensible = get_next_allowed_time(max(now, get_nudge_time(wanted, zone, week)), zone, week)
    if sensible > now:
        return Result(lambda uow: _schedule_nudge(uow, wanted, sensible))
    until = await deps.directory.find_away_until(whom, now)
    if until is None or until <= now:
        return Result(lambda uow: _post_nudges(uow, deps, wanted, zone, gone))
    if not wanted.is_for_lead and whom != stalled.team.lead and is_away_too_long(until, now):
        return Result(lambda uow: _notify_lead(uow, deps, wanted, zone, until))
    return Result(lambda uow: _schedule_nudge(uow, wanted, get_next_allowed_time(until, zone, week)))


def _find_stalled_interview(uow: UnitOfWork, wanted: Nudge) -> _StalledInterview | None:
    interview = uow.interviews.get(wanted.interview)
    if not is_still_waiting(interview, wanted):
        return None
    team, threads = uow.teams.get(interview.pilot.id), uow.threads.list_for_interview(interview.id)
    question = interview.find_question(wanted.question)
    if question is None:
        return _StalledInterview(interview, team, _list_lead_places(team, threads), (team.lead,))
    if question.to is not None:
        return _StalledInterview(interview, team, (_select_place(uow, question.to, threads),), (question.to,), question)
    spoken = {turn.speaker for turn in interview.turns}
    waiting = [thread for thread in threads if thread.person is None or thread.person not in spoken]
    owes = tuple(t.person for t in waiting if t.person) or tuple(team.participants or (team.lead,))
    return _StalledInterview(interview, team, tuple(get_thread_place(thread) for thread in waiting), owes, question)


def _select_place(uow: UnitOfWork, person: str, threads: tuple[Thread, ...]) -> Place:
    """Their own thread, or the shared one if they read it there; else their direct messages."""
    own = next((thread for thread in threads if thread.person == person), None)
    shared = next((thread for thread in threads if thread.person is None), None)
    if own is not None:
        return get_thread_place(own)
    if shared is not None and uow.channel_members.has_member(shared.channel, person):
        return get_thread_place(shared)
    return Place(person=person)


def _list_lead_places(team: Team, threads: tuple[Thread, ...]) -> tuple[Place, ...]:
    own = next((t for t in threads if t.person in (None, team.lead)), None)
    return (get_thread_place(own) if own is not None else Place(person=team.lead),)


def _post_nudges(
    uow: UnitOfWork, deps: ConversationContext, wanted: Nudge, zone: ZoneInfo, gone: Sequence[str]
) -> None:
    found = _find_stalled_interview(uow, wanted)
    if found is None:
        return
    stalled = found.without(gone)
    if wanted.is_for_lead:
        _notify_lead(uow, deps, wanted, zone)
        return
    for place in stalled.places:
        _post_in_place(uow, wanted, place, build_part("nudge", _format_nudge(deps, stalled.to_time_zone(zone), place)))
    following = wanted.next_nudge
    if following is not None:
        _schedule_nudge(uow, following.model_copy(update={"since": deps.clock.now()}))


def _format_nudge(deps: ConversationContext, stalled: _StalledInterview, place: Place) -> MessageContent:
    """In somebody's own direct messages nobody else is named."""
    if stalled.question is None:
        return deps.formatter.format_summary_nudge(stalled.interview, stalled.team.get_person(stalled.team.lead))
    owes = (place.person,) if place.person else stalled.owes
    people = tuple(stalled.interview.get_person(person) for person in owes)
    return deps.formatter.format_nudge(stalled.interview, stalled.question, people)


def _notify_lead(
    uow: UnitOfWork, deps: ConversationContext, wanted: Nudge, zone: ZoneInfo, until: datetime | None = None
) -> None:
    """The last of it: what becomes of the question is the lead's to decide."""
    stalled = _find_stalled_interview(uow, wanted)
    if stalled is None or stalled.question is None:
        return
    people = tuple(stalled.interview.get_person(person) for person in stalled.owes)
    back = until.astimezone(zone) if until is not None else None
    told = deps.formatter.format_stalled_question(
        stalled.interview, stalled.question.with_time_zone(zone), people, back, stalled.team.lead
    )
    _post_in_place(uow, wanted, Place(person=stalled.team.lead), build_part("stalled", told))


def _post_in_place(uow: UnitOfWork, wanted: Nudge, place: Place, said: MessagePart) -> None:
    key = f"nudge:{wanted.interview}:{wanted.question}:{wanted.since.isoformat()}:{wanted.count}"
    thread = f"{place.partition_key}:{place.thread or ''}"
    post_message(uow, BotMessage(id=f"{key}:{thread}", place=place, parts=(said,), interview_id=wanted.interview))
