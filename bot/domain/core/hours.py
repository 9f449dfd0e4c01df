"""Hours: when a person may be written to unasked: from 9 to 17 on working days, by the week where they are."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

MORNING, EVENING = time(9), time(17)
_A_DAY = timedelta(days=1)
SATURDAY_SUNDAY = frozenset((5, 6))


class WorkWeek(NamedTuple):
    """On which days people don't work."""

    weekend: frozenset[int] = SATURDAY_SUNDAY
    """Days of the week, Monday is 0."""
    holidays: frozenset[date] = frozenset()

    @property
    def first_day(self) -> int:
        """The day of the week on which it begins: the one after the weekend, Monday where there are several."""
        begins = [day for day in range(7) if day not in self.weekend and (day - 1) % 7 in self.weekend]
        return begins[0] if begins else 0


USUAL_WEEK = WorkWeek()


def parse_time_zone(name: str) -> ZoneInfo:
    """UTC where the platform names a zone that nobody knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_working_day(day: date, week: WorkWeek = USUAL_WEEK) -> bool:
    return day.weekday() not in week.weekend and day not in week.holidays


def get_morning_time(day: date, zone: ZoneInfo, hour: time = MORNING) -> datetime:
    """That hour of that day there, in UTC; where clocks are set forward over it, the moment they are."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def may_write_at(at: datetime, zone: ZoneInfo, week: WorkWeek = USUAL_WEEK) -> bool:
    local = at.astimezone(zone)
    return is_working_day(local.date(), week) and MORNING <= local.time().replace(tzinfo=None) < EVENING


def get_next_allowed_time(at: datetime, zone: ZoneInfo, week: WorkWeek = USUAL_WEEK) -> datetime:
    """The first moment from `at` on at which they may be written to: at once, or the next working morning."""
    if may_write_at(at, zone, week):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() < EVENING else local.date() + _A_DAY
    while not is_working_day(day, week):
        day += _A_DAY
    return get_morning_time(day, zone)


def add_working_days(day: date, count: int, week: WorkWeek = USUAL_WEEK) -> date:
    """The working day that comes `count` of them after `day`."""
    for _ in range(count):
        day += _A_DAY
        while not is_working_day(day, week):
            day += _A_DAY
    return day
