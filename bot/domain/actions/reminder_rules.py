"""Reminding: on which days an action is brought to mind, to whom, and when somebody else hears that nobody reacted."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.actions.tracked_action import Followed
from bot.domain.core.hours import Days, working_days_after, works

AHEAD = 2
"""Working days before its date on which an action is brought to mind first."""
AGAIN = 2
"""Working days between two reminders of an overdue one, and from the last one to telling the lead."""
MOST = 3
"""Reminders of one date to its owner; of what nobody has, the lead hears once."""
PATIENCE = 5
"""Working days after its date: by then the lead hears of it, whatever its owner clicked."""
_A_DAY = timedelta(days=1)


class Morning(NamedTuple):
    """Somebody is to be written to on that morning, where they are."""

    person: str
    day: date


class Where(NamedTuple):
    """The moment, where the person is, and the days on which the plan's team does not work."""

    now: datetime
    zone: ZoneInfo
    off: Days = frozenset()

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def reminded_of(at: Followed) -> str:
    """Who is reminded: the owner; the lead where nobody has it, or they can't be written to."""
    owner = at.standing.owner
    return owner if owner is not None and at.standing.reachable else at.team.lead


def told_of(at: Followed) -> str | None:
    """Who hears that its date passed unanswered: the lead, or the operational leader if it is the lead's own. Of what
    nobody has, the lead was told already."""
    if reminded_of(at) != at.standing.owner:
        return None
    others = (person for person in (at.team.lead, at.team.owner) if person and person != reminded_of(at))
    return next(others, None)


def is_last(at: Followed) -> bool:
    """Whether the reminders that were sent are all there will be."""
    return len(at.standing.reminded) >= _most(at)


def to_be_reminded(at: Followed, where: Where) -> bool:
    """Whether it is brought to mind today."""
    day = _reminder_day(at, where)
    return day is not None and day <= where.today and works(where.today, where.off)


def to_be_told(at: Followed, where: Where) -> bool:
    """Whether somebody else hears of it today."""
    day = _telling_day(at, where)
    return day is not None and day <= where.today and works(where.today, where.off)


def mornings(at: Followed, where: Where) -> Iterator[Morning]:
    """The next morning after today for each of those who may have to hear of it."""
    expected = [(reminded_of(at), _reminder_day(at, where)), (told_of(at), _telling_day(at, where))]
    for person, day in expected:
        if person is not None and day is not None:
            yield Morning(person, _working(max(day, where.today + _A_DAY), where.off))


# --- inside -----------------------------------------------------------------------------------------


def _most(at: Followed) -> int:
    return MOST if reminded_of(at) == at.standing.owner else 1


def _reminder_day(at: Followed, where: Where) -> date | None:
    """The first day on which it may be brought to mind, today at the earliest where that has passed."""
    standing = at.standing
    if standing.state != "open" or standing.acknowledged or is_last(at):
        return None
    if standing.reminded:
        last = where.day_of(standing.reminded[-1])
        return at.standing.due if last < standing.due else working_days_after(last, AGAIN, where.off)
    return max(_working_days_before(standing.due, AHEAD, where.off), _touched(at, where) + _A_DAY)


def _touched(at: Followed, where: Where) -> date:
    """Nobody is reminded of what was said to them the same day."""
    moments = [where.day_of(at.plan.made_at)]
    if at.standing.touched is not None:
        moments.append(where.day_of(at.standing.touched))
    return max(moments)


def _telling_day(at: Followed, where: Where) -> date | None:
    standing = at.standing
    if standing.state != "open" or standing.escalated:
        return None
    if standing.acknowledged or not standing.reminded:
        day = working_days_after(standing.due, PATIENCE, where.off)
    elif is_last(at):
        unanswered = working_days_after(where.day_of(standing.reminded[-1]), AGAIN, where.off)
        day = max(unanswered, standing.due + _A_DAY)
    else:  # its owner hears once more, before anybody else does
        return None
    return max(day, _touched(at, where) + _A_DAY)


def _working(day: date, off: Days) -> date:
    return day if works(day, off) else working_days_after(day, 1, off)


def _working_days_before(day: date, count: int, off: Days) -> date:
    for _ in range(count):
        day -= _A_DAY
        while not works(day, off):
            day -= _A_DAY
    return day
