"""Reminding: who has an action that comes due hears of it in one message on a morning where they are, and the lead of
what stays unanswered. What is due is read anew then: what was done or moved meanwhile is not mentioned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.actions.missed_gates import list_missed_gates
from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.actions.reminder_rules import (
    LocalMoment,
    find_escalation_recipient,
    get_reminder_recipient,
    is_escalation_due,
    is_reminder_due,
    iter_next_mornings,
)
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.days_off import DaysOff
from bot.domain.core.hours import MORNING, WorkWeek, get_morning_time, get_next_allowed_time, parse_time_zone
from bot.domain.messaging.message import BotMessage, MessagePart, Place, build_part
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions.action_notifications import build_action_parts, refresh_plan
from bot.services.conversation.context import ConversationContext
from bot.services.messaging.inbox_events import DepartureSuspected, ReminderDue
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result, RetryLater

_EAST = timedelta(hours=14)
"""No morning on earth comes earlier than this before that of UTC."""
_ANY_DAY = WorkWeek(weekend=frozenset())
"""Which days count, each plan says for its own actions."""
_MOST_DUE, _MOST_LATE = 10, 4
"""In one message; the others come the next morning."""


class _Recipient(NamedTuple):
    """Whose morning it is, and where."""

    person: str
    now: datetime
    zone: ZoneInfo
    week: WorkWeek
    """The one that is usual there."""

    def build_context(self, plan: ProductionPlan) -> LocalMoment:
        return LocalMoment(self.now, self.zone, get_work_week(plan.days_off, self.week))


@lru_cache(maxsize=512)
def get_work_week(days: DaysOff, usual: WorkWeek) -> WorkWeek:
    """Of a plan's team: that of its country, or the one that is usual where the person is."""
    weekend = frozenset(days.weekend) if days.country is not None else usual.weekend
    return WorkWeek(weekend, days.holiday_dates)


def schedule_reminders(
    uow: UnitOfWork, deps: ConversationContext, actions: Sequence[TrackedAction], zone: ZoneInfo | None = None
) -> None:
    """Has whoever has to hear of these actions looked for on the mornings when that may be. Once too often does no
    harm. `zone`: where whoever heard of them last is."""
    there = zone or parse_time_zone("UTC")
    here = _Recipient("", deps.clock.now(), there, deps.calendars.get_work_week(there.key))
    for found in sorted({m for at in actions for m in iter_next_mornings(at, here.build_context(at.plan))}):
        # A morning that was worked already is not worked again: then the next day is looked at.
        if not _schedule_morning(uow, found.person, found.day):
            _schedule_morning(uow, found.person, found.day + timedelta(days=1))


def _schedule_morning(uow: UnitOfWork, person: str, day: date) -> bool:
    """On a line of its own: an earlier morning is not to wait for a later one."""
    key, due = f"remind:{person}:{day}", datetime.combine(day, MORNING, UTC) - _EAST
    return uow.events.add(ReminderDue(to=person, day=day).to_event(key, key, due))


async def send_due_reminder(deps: ConversationContext, person: str, day: date) -> Result:
    """Raises RetryLater before that morning where they are, at night, and while they are away."""
    member, now = await deps.directory.get_member(person), deps.clock.now()
    zone, week = parse_time_zone(member.tz), deps.calendars.get_work_week(member.tz)
    sensible = get_next_allowed_time(max(now, get_morning_time(day, zone)), zone, _ANY_DAY)
    if sensible > now:
        raise RetryLater((sensible - now).total_seconds(), f"It is not yet that morning where {person} is.")
    here = _Recipient(person, now, zone, week)
    if not await deps.transactions.run(lambda uow: any(_select_due_actions(uow, here))):
        return Result(lambda uow: schedule_reminders(uow, deps, _list_concerning_actions(uow, person), zone))
    if await deps.directory.has_left(person):
        gone = DepartureSuspected(person=person).call_for(f"{day}")
        return Result(lambda uow: uow.events.add(gone))
    until = await deps.directory.find_away_until(person, now)
    if until is not None and until > now:
        raise RetryLater((get_next_allowed_time(until, zone, week) - now).total_seconds(), f"{person} is away.")
    return Result(lambda uow: _post_reminder(uow, deps, here))


def _post_reminder(uow: UnitOfWork, deps: ConversationContext, here: _Recipient) -> None:
    """Once a morning, whatever wakes us. What is due is kept with the message, then it is said."""
    due, late = _select_due_actions(uow, here)
    today = here.now.astimezone(here.zone).date()
    key = f"reminder:{here.person}:{today}"
    if (due or late) and uow.messages.find(key) is None:
        for at in due:
            uow.action_steps.add(_build_reminder_step(here, at, "reminded", key))
        for at in late:
            uow.action_steps.add(_build_reminder_step(here, at, "escalated", key))
        due, late = _refresh_actions(uow, due), _refresh_actions(uow, late)
        posting = BotMessage(
            id=key,
            place=Place(person=here.person),
            parts=tuple(_build_reminder_parts(deps, due, late, here)),
            session="suspended",
            title="What comes due",
        )
        post_message(uow, posting)
        for progress in {at.plan.id: at.progress for at in (*due, *late)}.values():
            if list_missed_gates(progress, today):
                refresh_plan(uow, deps, progress)
    schedule_reminders(uow, deps, _list_concerning_actions(uow, here.person), here.zone)


def _build_reminder_parts(
    deps: ConversationContext, due: Sequence[TrackedAction], late: Sequence[TrackedAction], here: _Recipient
) -> list[MessagePart]:
    """What is due, then what nobody reacted to; whichever action it is, there is one menu in the message."""
    shown, today = build_action_parts(deps, (*due, *late), here.person), here.now.astimezone(here.zone).date()
    reminder = [build_part("reminder", deps.formatter.format_reminder(tuple(due), today))] if due else []
    unanswered = [build_part("unanswered", deps.formatter.format_escalation(tuple(late)))] if late else []
    return [*reminder, *shown[: len(due)], *unanswered, *shown[len(due) :]]


# --- what concerns somebody -------------------------------------------------------------------------


def _list_concerning_actions(uow: UnitOfWork, person: str) -> list[TrackedAction]:
    """The actions they may have to hear of: their own, and those of the pilots that they lead or answer for."""
    visible = (team for team in uow.teams.list_visible_to(person) if person in team.member_ids)
    teams = {team.pilot.id: team for team in visible}
    teams |= {
        pilot: uow.teams.get(pilot) for pilot in uow.action_steps.list_pilots_assigned_to(person) if pilot not in teams
    }
    plans = uow.plans.find_latest_by_pilot(list(teams))
    steps = uow.action_steps.list_by_plan([plan.root_id for plan in plans.values()])
    everything = (
        at
        for pilot, plan in plans.items()
        for at in list_tracked_actions(teams[pilot], Progress.from_steps(plan, steps.get(plan.root_id, ())))
    )
    return [at for at in everything if person in {get_reminder_recipient(at), find_escalation_recipient(at)}]


def _select_due_actions(uow: UnitOfWork, here: _Recipient) -> tuple[list[TrackedAction], list[TrackedAction]]:
    """What they are reminded of today, and what they are told that others did not react to: their own first, then what
    nobody has, the oldest first."""
    found = sorted(
        _list_concerning_actions(uow, here.person),
        key=lambda at: (at.standing.owner != here.person, at.standing.due, at.plan.pilot.name, at.action_number),
    )
    due = [
        at
        for at in found
        if get_reminder_recipient(at) == here.person and is_reminder_due(at, here.build_context(at.plan))
    ]
    late = [
        at
        for at in found
        if find_escalation_recipient(at) == here.person and is_escalation_due(at, here.build_context(at.plan))
    ]
    return due[:_MOST_DUE], late[:_MOST_LATE]


def _refresh_actions(uow: UnitOfWork, actions: Sequence[TrackedAction]) -> list[TrackedAction]:
    return [
        at.with_progress(Progress.from_steps(at.plan, uow.action_steps.list_for_plan(at.plan.root_id)))
        for at in actions
    ]


def _build_reminder_step(here: _Recipient, at: TrackedAction, kind: StepKind, posting: str) -> Step:
    """That they were reminded of this date, or told of it, by this message."""
    once = posting if kind == "reminded" else str(at.standing.due)
    return Step(
        id=f"{kind}:{at.plan.root_id}:{at.action.id}:{once}",
        root=at.plan.root_id,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind=kind,
        at=here.now,
        to=here.person,
        due=at.standing.due,
        posting=posting,
    )
