"""Which half-days an action takes, from its dates and back."""

from datetime import timedelta

import pytest

from bot.domain.plan.action import Dates
from bot.domain.plan.calendar import Slot, WorkCalendar, dates_to_slot, slot_to_dates
from tests.domain.plans import MONDAY


@pytest.mark.parametrize(
    ("days", "from_noon", "effort", "slot"),
    [
        (1, False, 0.5, Slot(0, 1)),
        (1, True, 0.5, Slot(1, 2)),
        (1, False, 1, Slot(0, 2)),
        (2, False, 1.5, Slot(0, 3)),
        (2, True, 1, Slot(1, 3)),
    ],
)
def test_an_action_takes_the_half_days_of_its_effort_where_its_dates_are_meant_for_it(
    days: int, from_noon: bool, effort: float, slot: Slot
) -> None:
    dates = Dates(start=MONDAY, due=MONDAY + timedelta(days=days - 1), from_noon=from_noon)
    assert dates_to_slot(dates, effort, WorkCalendar(MONDAY)) == slot
    assert slot_to_dates(slot, WorkCalendar(MONDAY)) == dates


@pytest.mark.parametrize(("days", "effort", "slot"), [(2, 1, Slot(0, 4)), (1, 3, Slot(0, 2))])
def test_else_it_takes_all_the_days_that_somebody_gave_it(days: int, effort: float, slot: Slot) -> None:
    dates = Dates(start=MONDAY, due=MONDAY + timedelta(days=days - 1))
    assert dates_to_slot(dates, effort, WorkCalendar(MONDAY)) == slot
