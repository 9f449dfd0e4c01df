"""Whose days off they are, by the libraries that know."""

from datetime import date

import pytest

from bot.calendars import LibraryCalendars
from bot.domain.core.errors import InvalidInput

CALENDARS = LibraryCalendars()


def test_a_country_brings_its_holidays_of_the_years_a_plan_can_reach() -> None:
    off = CALENDARS.get_days_off("nl", date(2026, 11, 9))
    assert off.country is not None and (off.country.code, off.country.name) == ("NL", "Netherlands")
    assert date(2026, 4, 27) not in off.holiday_dates
    assert {date(2026, 12, 25), date(2027, 4, 27), date(2028, 4, 27)} <= off.holiday_dates
    assert [holiday.day for holiday in off.holidays] == sorted(off.holiday_dates)


def test_a_holiday_on_a_weekend_takes_no_working_day_away() -> None:
    found = CALENDARS.get_days_off("NL", date(2026, 11, 9)).list_holidays_between(date(2026, 12, 1), date(2026, 12, 31))
    assert [(holiday.day, holiday.name) for holiday in found] == [(date(2026, 12, 25), "Christmas Day")]


def test_weekends_differ_by_country() -> None:
    assert CALENDARS.get_days_off("SA", date(2026, 11, 9)).weekend == (4, 5)
    assert CALENDARS.get_days_off("US", date(2026, 11, 9)).weekend == (5, 6)


@pytest.mark.parametrize(
    ("zone", "weekend", "first"),
    [
        ("Asia/Jerusalem", frozenset((4, 5)), 6),
        ("Africa/Cairo", frozenset((4, 5)), 6),
        ("Europe/Berlin", frozenset((5, 6)), 0),
        ("UTC", frozenset((5, 6)), 0),
        ("Middle/Earth", frozenset((5, 6)), 0),
    ],
)
def test_a_week_is_that_of_the_country_of_the_time_zone(zone: str, weekend: frozenset[int], first: int) -> None:
    week = CALENDARS.get_work_week(zone)
    assert (week.weekend, week.first_day) == (weekend, first)


def test_without_a_country_weekends_alone_are_days_off() -> None:
    off = CALENDARS.get_days_off(None, date(2026, 11, 9))
    assert (off.country, off.weekend, off.holidays) == (None, (5, 6), ())


@pytest.mark.parametrize("code", ["ZZ", "Germany", ""])
def test_what_is_no_country_is_refused_with_how_to_write_one(code: str) -> None:
    with pytest.raises(InvalidInput, match="two letters, as DE for Germany"):
        CALENDARS.get_days_off(code, date(2026, 11, 9))


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Amsterdam", "NL"),
        ("America/New_York", "US"),
        ("US/Eastern", "US"),
        ("Asia/Calcutta", "IN"),
        ("Asia/Tokyo", "JP"),
        ("UTC", None),
        ("Etc/GMT+3", None),
        ("nonsense", None),
    ],
)
def test_a_time_zone_tells_the_country_where_it_is_of_one(zone: str, country: str | None) -> None:
    assert CALENDARS.find_country(zone) == country


def test_countries_come_by_name_each_once() -> None:
    names = [country.name for country in CALENDARS.list_countries()]
    assert names == sorted(names) and len(set(names)) == len(names) > 200


@pytest.mark.parametrize(("written", "code"), [("UK", "GB"), ("uk", "GB"), (" gb ", "GB"), ("EL", "GR"), ("USA", "US")])
def test_a_country_is_known_by_the_letters_that_people_write_for_it(written: str, code: str) -> None:
    country = CALENDARS.get_days_off(written, date(2027, 3, 1)).country
    assert country is not None and country.code == code
