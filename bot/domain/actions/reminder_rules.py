"""Reminding: on which days an action is brought to mind, to whom, and when somebody else hears that nobody reacted."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.hours import USUAL_WEEK, WorkWeek, add_working_days, is_working_day

AHEAD = 2
"""Working days before its date on which an action is brought to mind first."""
AGAIN = 2
"""Working days between two reminders of an overdue one, and from the last one to telling the lead."""
MOST = 3
"""Reminders of one date to its owner; of what nobody has, the lead hears once."""
PATIENCE = 5
"""Working days after its date: by then the lead hears of it, whatever its owner clicked."""
_A_DAY = timedelta(days=1)


class ReminderMorning(NamedTuple):
    """Somebody is to be written to on that morning, where they are."""

    person: str
    day: date


class LocalMoment(NamedTuple):
    """The moment, where the person is, and the week by which the plan is worked."""

    now: datetime
    zone: ZoneInfo
    week: WorkWeek = USUAL_WEEK

    @property
    def today(self) -> date:
        return self.to_local_date(self.now)

    def to_local_date(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def get_reminder_recipient(at: TrackedAction) -> str:
    """Who is reminded: the owner; the lead where nobody has it, or they can't be written to."""
    owner = at.standing.owner
    return owner if owner is not None and at.standing.is_owner_reachable else at.team.lead


def find_escalation_recipient(at: TrackedAction) -> str | None:
    """Who hears that its date passed unanswered: the lead, or the operational leader if it is the lead's own. Of what
    nobody has, the lead was told already."""
    if get_reminder_recipient(at) != at.standing.owner:
        return None
    others = (person for person in (at.team.lead, at.team.owner) if person and person != get_reminder_recipient(at))
    return next(others, None)


def is_last_reminder(at: TrackedAction) -> bool:
    """Whether the reminders that were sent are all there will be."""
    return len(at.standing.reminded) >= _get_reminder_limit(at)


def is_reminder_due(at: TrackedAction, where: LocalMoment) -> bool:
    """Whether it is brought to mind today."""
    day = _find_reminder_day(at, where)
    return day is not None and day <= where.today and is_working_day(where.today, where.week)


def is_escalation_due(at: TrackedAction, where: LocalMoment) -> bool:
    """Whether somebody else hears of it today."""
    day = _find_escalation_day(at, where)
    return day is not None and day <= where.today and is_working_day(where.today, where.week)


def iter_next_mornings(at: TrackedAction, where: LocalMoment) -> Iterator[ReminderMorning]:
    """The next morning after today for each of those who may have to hear of it."""
    expected = [
        (get_reminder_recipient(at), _find_reminder_day(at, where)),
        (find_escalation_recipient(at), _find_escalation_day(at, where)),
    ]
    for person, day in expected:
        if person is not None and day is not None:
            yield ReminderMorning(person, _next_working_day(max(day, where.today + _A_DAY), where.week))


# --- inside -----------------------------------------------------------------------------------------


def _is_awaited(at: TrackedAction) -> bool:
    """Whether it is open and has a date: nobody is reminded of what is only outlined."""
    return at.standing.state == "open" and at.action.is_committed


def _get_reminder_limit(at: TrackedAction) -> int:
    return MOST if get_reminder_recipient(at) == at.standing.owner else 1


def _find_reminder_day(at: TrackedAction, where: LocalMoment) -> date | None:
    """The first day on which it may be brought to mind, today at the earliest where that has passed."""
    standing = at.standing
    if not _is_awaited(at) or standing.acknowledged or is_last_reminder(at):
        return None
    if standing.reminded:
        last = where.to_local_date(standing.reminded[-1])
        return at.standing.due if last < standing.due else add_working_days(last, AGAIN, where.week)
    return max(_subtract_working_days(standing.due, AHEAD, where.week), _get_last_contact_day(at, where) + _A_DAY)


def _get_last_contact_day(at: TrackedAction, where: LocalMoment) -> date:
    """Nobody is reminded of what was said to them the same day."""
    moments = [where.to_local_date(at.plan.made_at)]
    if at.standing.touched is not None:
        moments.append(where.to_local_date(at.standing.touched))
    return max(moments)


def _find_escalation_day(at: TrackedAction, where: LocalMoment) -> date | None:
    standing = at.standing
    if not _is_awaited(at) or standing.escalated:
        return None
    if standing.acknowledged or not standing.reminded:
        day = add_working_days(standing.due, PATIENCE, where.week)
    elif is_last_reminder(at):
        unanswered = add_working_days(where.to_local_date(standing.reminded[-1]), AGAIN, where.week)
        day = max(unanswered, standing.due + _A_DAY)
    else:  # its owner hears once more, before anybody else does
        return None
    return max(day, _get_last_contact_day(at, where) + _A_DAY)


def _next_working_day(day: date, week: WorkWeek) -> date:
    return day if is_working_day(day, week) else add_working_days(day, 1, week)


def _subtract_working_days(day: date, count: int, week: WorkWeek) -> date:
    for _ in range(count):
        day -= _A_DAY
        while not is_working_day(day, week):
            day -= _A_DAY
    return day
