from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.hours import (
    WorkWeek,
    add_working_days,
    get_morning_time,
    get_next_allowed_time,
    is_working_day,
    may_write_at,
    parse_time_zone,
)

BERLIN, NEW_YORK = parse_time_zone("Europe/Berlin"), parse_time_zone("America/New_York")
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"]).map(
    parse_time_zone
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def test_nine_in_the_morning_stays_nine_when_the_clocks_change() -> None:
    friday, monday = date(2026, 10, 23), date(2026, 10, 26)

    assert get_morning_time(friday, BERLIN) == datetime(2026, 10, 23, 7, tzinfo=UTC)
    assert get_morning_time(monday, BERLIN) == datetime(2026, 10, 26, 8, tzinfo=UTC)
    assert get_morning_time(monday, NEW_YORK) == datetime(2026, 10, 26, 13, tzinfo=UTC)
    assert get_morning_time(date(2026, 11, 2), NEW_YORK) == datetime(2026, 11, 2, 14, tzinfo=UTC)


def test_they_may_be_written_to_from_nine_sharp_until_just_before_five() -> None:
    def allowed(hour: int, minute: int) -> bool:
        return may_write_at(datetime(2026, 11, 24, hour, minute, tzinfo=UTC), parse_time_zone("UTC"))

    assert (allowed(8, 59), allowed(9, 0)) == (False, True)
    assert (allowed(16, 59), allowed(17, 0)) == (True, False)
    five = datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert get_next_allowed_time(five, parse_time_zone("UTC")) == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_the_week_works_from_monday_to_friday() -> None:
    monday = date(2026, 11, 23)
    assert [is_working_day(monday + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("weekend", "first"), [((5, 6), 0), ((4, 5), 6), ((4,), 5), ((5,), 6), ((6,), 0), ((4, 6), 0), ((), 0)]
)
def test_a_week_begins_on_the_day_after_its_weekend(weekend: tuple[int, ...], first: int) -> None:
    week = WorkWeek(weekend=frozenset(weekend))
    assert week.first_day == first and is_working_day(date(2026, 11, 23) + timedelta(days=first), week)


def test_in_the_evening_the_next_morning_is_meant_and_before_dawn_the_same() -> None:
    assert get_next_allowed_time(datetime(2026, 11, 24, 18, tzinfo=UTC), BERLIN) == datetime(
        2026, 11, 25, 8, tzinfo=UTC
    )
    assert get_next_allowed_time(datetime(2026, 11, 24, 3, tzinfo=UTC), BERLIN) == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_a_weekend_and_a_day_off_are_passed_over() -> None:
    friday_night = datetime(2026, 12, 18, 20, tzinfo=UTC)
    off = WorkWeek(holidays=frozenset({date(2026, 12, 21)}))

    assert get_next_allowed_time(friday_night, BERLIN, off) == datetime(2026, 12, 22, 8, tzinfo=UTC)


def test_a_zone_that_nobody_knows_counts_as_utc() -> None:
    assert parse_time_zone("Middle/Earth") == parse_time_zone("UTC")
    assert parse_time_zone("") == parse_time_zone("UTC")


def test_two_working_days_after_a_friday_is_a_tuesday() -> None:
    assert add_working_days(date(2026, 11, 27), 2) == date(2026, 12, 1)


@given(moments, zones)
def test_the_next_hour_is_one_at_which_they_may_be_written_to_and_none_before_it_is(
    at: datetime, zone: ZoneInfo
) -> None:
    found = get_next_allowed_time(at, zone)

    assert found >= at
    assert may_write_at(found, zone)
    assert found == at or not may_write_at(found - timedelta(minutes=1), zone)
    assert found - at <= timedelta(days=3)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 20))
def test_working_days_after_a_day_is_a_working_day(day: date, count: int) -> None:
    found = add_working_days(day, count)

    assert count == 0 or is_working_day(found)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (found - day).days + 1)) == count
