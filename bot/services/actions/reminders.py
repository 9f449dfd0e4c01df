"""Reminding: who has an action that comes due hears of it in one message on a morning where they are, and the lead of
what stays unanswered. What is due is read anew then: what was done or moved meanwhile is not mentioned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.actions.reminder_rules import Where, mornings, reminded_of, to_be_reminded, to_be_told, told_of
from bot.domain.actions.tracked_action import Followed, followed_in
from bot.domain.core.days_off import DaysOff
from bot.domain.core.hours import MORNING, Days, morning_of, next_hour, zone_of
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Part, Place, Posting, part
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions.action_notifications import action_part
from bot.services.conversation.context import Desk
from bot.services.messaging.outbox import say
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done, Postponed

_EAST = timedelta(hours=14)
"""No morning on earth comes earlier than this before that of UTC."""
_MARGIN = timedelta(days=180)
_MOST_DUE, _MOST_LATE = 10, 4
"""In one message; the others come the next morning."""


class _Here(NamedTuple):
    """Whose morning it is, and where."""

    person: str
    now: datetime
    zone: ZoneInfo

    def where(self, plan: ProductionPlan) -> Where:
        return Where(self.now, self.zone, days_off(plan))


def days_off(plan: ProductionPlan) -> Days:
    """Of its team, for as long as anybody may be reminded; Saturdays and Sundays are nobody's working days."""
    return _off(plan.days_off, plan.start - _MARGIN, plan.end + _MARGIN)


@lru_cache(maxsize=512)
def _off(days: DaysOff, first: date, last: date) -> Days:
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return days.dates | {day for day in span if day.weekday() in days.weekend}


def expect(uow: UnitOfWork, desk: Desk, actions: Sequence[Followed], zone: ZoneInfo | None = None) -> None:
    """Has whoever has to hear of these actions looked for on the mornings when that may be. Once too often does no
    harm. `zone`: where whoever heard of them last is."""
    now, there = desk.clock.now(), zone or zone_of("UTC")
    for found in sorted({m for at in actions for m in mornings(at, Where(now, there, days_off(at.plan)))}):
        # A morning that was worked already is not worked again: then the next day is looked at.
        if not _wake(uow, found.person, found.day):
            _wake(uow, found.person, found.day + timedelta(days=1))


def _wake(uow: UnitOfWork, person: str, day: date) -> bool:
    """On a line of its own: an earlier morning is not to wait for a later one."""
    key, body = f"remind:{person}:{day}", {"to": person, "day": day.isoformat()}
    due = datetime.combine(day, MORNING, UTC) - _EAST
    return uow.events.add(Event(id=key, lane="inbox", line=key, kind="remind", body=body, due=due))


async def remind(desk: Desk, person: str, day: date) -> Done:
    """Raises Postponed before that morning where they are, at night, at weekends, and while they are away."""
    member, now = await desk.directory.person(person), desk.clock.now()
    zone = zone_of(member.tz)
    sensible = next_hour(max(now, morning_of(day, zone)), zone)
    if sensible > now:
        raise Postponed((sensible - now).total_seconds(), f"It is not yet that morning where {person} is.")
    here = _Here(person, now, zone)
    if not await desk.transactions.run(lambda uow: any(_due_to(uow, here))):
        return Done(lambda uow: expect(uow, desk, _concerning(uow, person), zone))
    until = await desk.directory.away(person, now)
    if until is not None and until > now:
        raise Postponed((next_hour(until, zone) - now).total_seconds(), f"{person} is away.")
    return Done(lambda uow: _remind(uow, desk, here))


def _remind(uow: UnitOfWork, desk: Desk, here: _Here) -> None:
    """Once a morning, whatever wakes us. What is due is kept with the message, then it is said."""
    due, late = _due_to(uow, here)
    today = here.now.astimezone(here.zone).date()
    key = f"reminder:{here.person}:{today}"
    if (due or late) and uow.postings.get(key) is None:
        for at in due:
            uow.steps.add(_kept(here, at, "reminded", key))
        for at in late:
            uow.steps.add(_kept(here, at, "escalated", key))
        due, late = _again(uow, due), _again(uow, late)
        posting = Posting(
            id=key,
            place=Place(person=here.person),
            parts=tuple(_parts(desk, due, late, today)),
            session="suspended",
            title="What comes due",
        )
        say(uow, posting)
    expect(uow, desk, _concerning(uow, here.person), here.zone)


def _parts(desk: Desk, due: Sequence[Followed], late: Sequence[Followed], today: date) -> list[Part]:
    parts: list[Part] = []
    if due:
        parts += [part("reminder", desk.voice.reminder(tuple(due), today)), *(action_part(desk, at) for at in due)]
    if late:
        parts += [part("unanswered", desk.voice.unanswered(tuple(late))), *(action_part(desk, at) for at in late)]
    return parts


# --- what concerns somebody -------------------------------------------------------------------------


def _concerning(uow: UnitOfWork, person: str) -> list[Followed]:
    """The actions they may have to hear of: their own, and those of the pilots that they lead or answer for."""
    visible = (team for team in uow.teams.visible_to(person) if person in team.members)
    teams = {team.pilot.id: team for team in visible}
    teams |= {pilot: uow.teams.get(pilot) for pilot in uow.steps.pilots_given_to(person) if pilot not in teams}
    plans = uow.plans.latest_of_each(list(teams))
    steps = uow.steps.of_each([plan.root for plan in plans.values()])
    everything = (
        at
        for pilot, plan in plans.items()
        for at in followed_in(teams[pilot], Progress.of(plan, steps.get(plan.root, ())))
    )
    return [at for at in everything if person in {reminded_of(at), told_of(at)}]


def _due_to(uow: UnitOfWork, here: _Here) -> tuple[list[Followed], list[Followed]]:
    """What they are reminded of today, and what they are told that others did not react to: their own first, then what
    nobody has, the oldest first."""
    found = sorted(
        _concerning(uow, here.person),
        key=lambda at: (at.standing.owner != here.person, at.standing.due, at.plan.pilot.name, at.number),
    )
    due = [at for at in found if reminded_of(at) == here.person and to_be_reminded(at, here.where(at.plan))]
    late = [at for at in found if told_of(at) == here.person and to_be_told(at, here.where(at.plan))]
    return due[:_MOST_DUE], late[:_MOST_LATE]


def _again(uow: UnitOfWork, actions: Sequence[Followed]) -> list[Followed]:
    return [at.again(Progress.of(at.plan, uow.steps.of(at.plan.root))) for at in actions]


def _kept(here: _Here, at: Followed, kind: StepKind, posting: str) -> Step:
    """That they were reminded of this date, or told of it, by this message."""
    once = posting if kind == "reminded" else str(at.standing.due)
    return Step(
        id=f"{kind}:{at.plan.root}:{at.action.id}:{once}",
        root=at.plan.root,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind=kind,
        at=here.now,
        to=here.person,
        due=at.standing.due,
        posting=posting,
    )
