from datetime import date

from bot.domain.core.days_off import Freeze
from bot.domain.plan.limits import LimitKind, NamedLimit
from bot.domain.planning.freezes import list_freezes

MONDAY = date(2026, 12, 7)


def a_limit(kind: LimitKind = "freeze", first: date | None = None, day: date | None = None) -> NamedLimit:
    return NamedLimit(kind=kind, what="change freeze", first_day=first, day=day, quote="q", speaker="U1")


def spans(*found: Freeze) -> list[tuple[date, date]]:
    return [(freeze.first, freeze.last) for freeze in found]


def test_everybody_stops_between_christmas_and_new_year_in_every_year_of_the_plan() -> None:
    found = list_freezes((), (), MONDAY)
    assert spans(*found) == [(date(year, 12, 24), date(year + 1, 1, 1)) for year in (2026, 2027, 2028)]
    assert {freeze.name for freeze in found} == {"Year-end freeze"}


def test_a_freeze_that_is_running_still_counts_and_one_that_is_over_does_not() -> None:
    assert list_freezes((), (), date(2027, 1, 1))[0].last == date(2027, 1, 1)
    assert list_freezes((), (), date(2027, 1, 2))[0].first == date(2027, 12, 24)


def test_the_teams_own_freeze_and_the_one_asked_for_stand_beside_it() -> None:
    said = a_limit(first=date(2026, 11, 15), day=date(2027, 1, 15))
    asked = Freeze(first=date(2027, 2, 1), last=date(2027, 2, 5), name="Asked for")
    found = list_freezes((said,), (asked,), MONDAY)
    assert spans(*found)[:3] == [
        (date(2026, 11, 15), date(2027, 1, 15)),
        (date(2026, 12, 24), date(2027, 1, 1)),
        (date(2027, 2, 1), date(2027, 2, 5)),
    ]
    assert found[0].name == "change freeze"


def test_a_freeze_of_which_only_the_end_was_said_begins_with_the_plan() -> None:
    assert spans(list_freezes((a_limit(day=date(2026, 12, 20)),), (), MONDAY)[0]) == [(MONDAY, date(2026, 12, 20))]


def test_a_freeze_without_a_day_a_peak_and_a_ban_stop_nothing() -> None:
    day = date(2027, 3, 1)
    limits = (a_limit(), a_limit("peak", day, day), a_limit("ban", None, day))
    assert len(list_freezes(limits, (), MONDAY)) == 3


def test_the_same_days_are_one_freeze() -> None:
    year_end = Freeze(first=date(2026, 12, 24), last=date(2027, 1, 1), name="Shop is closed")
    found = list_freezes((), (year_end,), MONDAY)
    assert (len(found), found[0].name) == (3, "Shop is closed")
