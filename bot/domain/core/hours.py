"""Hours: when a person may be written to unasked: from 9 to 17 on working days, where they are."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(9), time(17)
_A_DAY = timedelta(days=1)
DaysOffSet = frozenset[date]


def parse_time_zone(name: str) -> ZoneInfo:
    """UTC where the platform names a zone that nobody knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_working_day(day: date, off: DaysOffSet = frozenset()) -> bool:
    return day.weekday() < 5 and day not in off


def get_morning_time(day: date, zone: ZoneInfo, hour: time = MORNING) -> datetime:
    """That hour of that day there, in UTC; where clocks are set forward over it, the moment they are."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def may_write_at(at: datetime, zone: ZoneInfo, off: DaysOffSet = frozenset()) -> bool:
    local = at.astimezone(zone)
    return is_working_day(local.date(), off) and MORNING <= local.time().replace(tzinfo=None) < EVENING


def get_next_allowed_time(at: datetime, zone: ZoneInfo, off: DaysOffSet = frozenset()) -> datetime:
    """The first moment from `at` on at which they may be written to: at once, or the next working morning."""
    if may_write_at(at, zone, off):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() < EVENING else local.date() + _A_DAY
    while not is_working_day(day, off):
        day += _A_DAY
    return get_morning_time(day, zone)


def add_working_days(day: date, count: int, off: DaysOffSet = frozenset()) -> date:
    """The working day that comes `count` of them after `day`."""
    for _ in range(count):
        day += _A_DAY
        while not is_working_day(day, off):
            day += _A_DAY
    return day
