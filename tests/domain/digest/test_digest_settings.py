"""When a digest is due: at the leader's own hour, once a week, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.core.errors import InvalidInput
from bot.domain.core.week import Week
from bot.domain.digest.settings import DigestSettings, count_days_late

YEARS = (datetime(2024, 1, 1), datetime(2034, 1, 1))
zones = st.timezones()
moments = st.datetimes(*YEARS, timezones=st.just(UTC))
weeks = moments.map(lambda moment: Week.from_day(moment.date()))
settings = st.builds(
    DigestSettings,
    person=st.just("U1"),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    snoozed_until=st.one_of(st.none(), st.dates(YEARS[0].date(), YEARS[1].date())),
)
MONDAYS_AT_NINE = DigestSettings(person="U1")


# --- for any wish, in any zone, at any time ----------------------------------------------------------


@given(settings, weeks, zones)
def test_it_is_due_at_the_wished_hour_of_the_wished_day(wish: DigestSettings, week: Week, zone: ZoneInfo) -> None:
    due = wish.get_due_time(week, zone)
    wanted = datetime.combine(week.get_day(wish.weekday), time(wish.hour))
    shown = due.replace(tzinfo=None)
    skipped = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wanted
    assert shown == wanted or (skipped and timedelta(0) < shown - wanted <= timedelta(hours=2))


@given(settings, weeks, zones)
def test_weeks_follow_each_other_by_seven_days_but_for_what_the_clocks_do(
    wish: DigestSettings, week: Week, zone: ZoneInfo
) -> None:
    apart = wish.get_due_time(week.next_week, zone).astimezone(UTC) - wish.get_due_time(week, zone).astimezone(UTC)
    assert timedelta(days=7) - timedelta(hours=3) <= apart <= timedelta(days=7) + timedelta(hours=3)


@given(settings, moments, zones)
def test_the_next_one_is_later_and_none_between_is_left_out(
    wish: DigestSettings, after: datetime, zone: ZoneInfo
) -> None:
    week = wish.find_next_week(after, zone)
    due = wish.get_due_time(week, zone)
    assert due > after
    before = week.get_day(wish.weekday) - timedelta(weeks=1)
    snoozed = wish.snoozed_until is not None and before < wish.snoozed_until
    assert snoozed or wish.get_due_time(Week.from_day(before), zone) <= after


@given(settings, moments, zones)
def test_sending_week_by_week_sends_each_week_once(wish: DigestSettings, after: datetime, zone: ZoneInfo) -> None:
    sent: list[Week] = []
    for _ in range(5):
        sent.append(wish.find_next_week(after, zone, sent[-1] if sent else None))
        after = wish.get_due_time(sent[-1], zone)
    assert all(later == earlier.next_week for earlier, later in pairwise(sent))


@given(settings, moments, zones, st.integers(-3, 3))
def test_a_week_that_was_sent_is_never_due_again(
    wish: DigestSettings, after: datetime, zone: ZoneInfo, weeks_ago: int
) -> None:
    """Not when the wish moves to a later day of the same week, and not when the clock was set back."""
    sent = Week.from_day((after - timedelta(weeks=weeks_ago)).date())
    assert wish.find_next_week(after, zone, sent) > sent


@given(settings, weeks, zones)
def test_it_is_due_nowhere_before_the_earliest_moment(wish: DigestSettings, week: Week, zone: ZoneInfo) -> None:
    assert (
        wish.get_earliest_due(week)
        <= wish.get_due_time(week, zone)
        <= wish.get_earliest_due(week) + timedelta(hours=30)
    )


@given(settings, moments, zones)
def test_a_snoozed_week_is_passed_over(wish: DigestSettings, after: datetime, zone: ZoneInfo) -> None:
    day = wish.find_next_week(after, zone).get_day(wish.weekday)
    assert wish.snoozed_until is None or day >= wish.snoozed_until


# --- by choice -----------------------------------------------------------------------------------------


def test_nobody_gets_a_digest_unasked() -> None:
    assert not MONDAYS_AT_NINE.on and not MONDAYS_AT_NINE.wants("freight")


def test_whoever_says_yes_of_one_pilot_gets_it_of_that_one_and_of_others_as_they_say_so() -> None:
    first = MONDAYS_AT_NINE.add_pilot("freight")
    assert (first.wants("freight"), first.wants("dispatch")) == (True, False)
    assert first.add_pilot("dispatch").pilots == ("freight", "dispatch")
    assert first.add_pilot("freight") == first
    assert first.drop_pilot("freight").pilots == ()


def test_whoever_wants_all_wants_those_to_come_and_whoever_switched_off_begins_anew() -> None:
    all_of_them = MONDAYS_AT_NINE.model_copy(update={"on": True})
    assert all_of_them.wants("whatever") and all_of_them.add_pilot("freight") == all_of_them
    assert all_of_them.drop_pilot("freight") == all_of_them
    off = all_of_them.model_copy(update={"on": False, "pilots": ("kyc",)})
    assert not off.wants("kyc") and off.add_pilot("freight").pilots == ("freight",)


# --- exactly at the limit ------------------------------------------------------------------------------


def test_nobody_has_to_say_when_it_is_monday_at_nine() -> None:
    assert (MONDAYS_AT_NINE.weekday, MONDAYS_AT_NINE.hour, MONDAYS_AT_NINE.version) == (0, 9, 0)


def test_at_the_very_moment_it_is_due_the_next_one_is_a_week_away() -> None:
    week = Week.from_day(date(2026, 11, 2))
    due = MONDAYS_AT_NINE.get_due_time(week, UTC)
    assert MONDAYS_AT_NINE.find_next_week(due - timedelta(seconds=1), UTC) == week
    assert MONDAYS_AT_NINE.find_next_week(due, UTC) == week.next_week
    assert MONDAYS_AT_NINE.find_next_week(due - timedelta(seconds=1), UTC, sent=week) == week.next_week


def test_the_first_day_after_a_snooze_counts_and_the_day_before_does_not() -> None:
    monday, after = date(2026, 11, 9), datetime(2026, 11, 2, 12, tzinfo=UTC)
    until_monday = MONDAYS_AT_NINE.model_copy(update={"snoozed_until": monday})
    assert until_monday.find_next_week(after, UTC) == Week.from_day(monday)
    until_tuesday = MONDAYS_AT_NINE.model_copy(update={"snoozed_until": monday + timedelta(days=1)})
    assert until_tuesday.find_next_week(after, UTC) == Week.from_day(monday).next_week


def test_the_day_begins_fourteen_hours_before_it_does_in_greenwich() -> None:
    week = Week.from_day(date(2026, 11, 2))
    assert MONDAYS_AT_NINE.get_earliest_due(week) == datetime(2026, 11, 1, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "last", "beyond"),
    [
        ("weekday", 0, -1),
        ("weekday", 6, 7),
        ("hour", 0, -1),
        ("hour", 23, 24),
        ("snoozed_until", date(2099, 12, 31), date(2100, 1, 1)),
    ],
)
def test_a_wish_beyond_the_days_of_a_week_the_hours_of_a_day_or_the_century_is_none(
    field: str, last: object, beyond: object
) -> None:
    assert getattr(DigestSettings.model_validate({"person": "U1", field: last}), field) == last
    with pytest.raises(ValidationError):
        DigestSettings.model_validate({"person": "U1", field: beyond})


# --- over a change of the clocks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Berlin", "2026-10-19T07:00", "2026-10-26T08:00"),
        ("America/New_York", "2026-10-26T13:00", "2026-11-02T14:00"),
        ("Australia/Sydney", "2026-09-27T23:00", "2026-10-04T22:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(zone: str, before: str, after: str) -> None:
    first, second = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (before, after))
    where = ZoneInfo(zone)
    week = Week.from_day(first.astimezone(where).date())
    assert MONDAYS_AT_NINE.get_due_time(week, where) == first
    assert MONDAYS_AT_NINE.get_due_time(week.next_week, where) == second
    assert MONDAYS_AT_NINE.get_due_time(week.next_week, where).hour == 9


def test_an_hour_that_the_clocks_skip_is_the_moment_after_and_one_that_comes_twice_is_the_first() -> None:
    new_york = ZoneInfo("America/New_York")
    sundays_at_two = DigestSettings(person="U1", weekday=6, hour=2)
    spring = sundays_at_two.get_due_time(Week.from_day(date(2026, 3, 8)), new_york)
    assert (spring, spring.hour) == (datetime(2026, 3, 8, 7, tzinfo=UTC), 3)
    sundays_at_one = sundays_at_two.model_copy(update={"hour": 1})
    autumn = sundays_at_one.get_due_time(Week.from_day(date(2026, 11, 1)), new_york)
    assert autumn.astimezone(UTC) == datetime(2026, 11, 1, 5, tzinfo=UTC)


# --- late, and in writing ------------------------------------------------------------------------------


def test_what_is_more_than_a_day_late_says_by_how_many_days() -> None:
    due = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert count_days_late(due, due) is None
    assert count_days_late(due, due - timedelta(hours=3)) is None
    assert count_days_late(due, due + timedelta(days=1)) is None
    assert count_days_late(due, due + timedelta(days=1, minutes=1)) == 1
    assert count_days_late(due, due + timedelta(days=16, hours=5)) == 16


def test_a_week_is_written_and_read_back() -> None:
    assert str(Week.from_day(date(2027, 1, 1))) == "2026-W53"
    assert Week.parse("2026-W53") == Week.from_day(date(2027, 1, 3))
    for wrong in ("2025-W53", "2026", "W1", ""):
        with pytest.raises(InvalidInput):
            Week.parse(wrong)
