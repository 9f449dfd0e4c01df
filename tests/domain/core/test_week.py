from datetime import date

from bot.domain.core.week import Week


def test_a_week_goes_from_its_monday_to_its_sunday_and_on_to_the_next() -> None:
    week = Week.from_day(date(2026, 1, 1))
    monday = date(2025, 12, 29)
    assert str(week) == "2026-W01"
    assert (week.get_day(), week.get_day(0), week.get_day(6)) == (monday, monday, date(2026, 1, 4))
    assert str(week.next_week) == "2026-W02"
    assert str(Week.parse("2026-W53").next_week) == "2027-W01"
