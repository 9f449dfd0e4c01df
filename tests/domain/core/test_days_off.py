from datetime import date

from bot.domain.core.days_off import DaysOff, Holiday

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (13, 14, 15, 16))
OFF = DaysOff(holidays=tuple(Holiday(day=day, name=f"{day:%A}") for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)))


def test_a_holiday_on_a_weekend_takes_no_working_day_away() -> None:
    assert [holiday.day for holiday in OFF.list_holidays_between(FRIDAY, MONDAY)] == [FRIDAY, MONDAY]


def test_both_ends_are_counted_and_the_days_beyond_them_are_not() -> None:
    assert [holiday.day for holiday in OFF.list_holidays_between(FRIDAY, FRIDAY)] == [FRIDAY]
    assert [holiday.day for holiday in OFF.list_holidays_between(SATURDAY, MONDAY)] == [MONDAY]
    assert OFF.list_holidays_between(SATURDAY, SUNDAY) == ()
