"""Slots of a plan: which half-days of the calendar an action takes."""

from bot.domain.planning.plan import Dates
from bot.domain.planning.schedule import HALVES, Slot, WorkCalendar, count_half_days, starts_at_noon


def dates_to_slot(dates: Dates, effort_days: float, calendar: WorkCalendar) -> Slot:
    """The half-days of an action: its effort where the dates are meant for that, else all from start to due."""
    first = calendar.get_day_index(dates.start) * HALVES + dates.from_noon
    last_day = calendar.get_day_index(dates.due)
    end = first + count_half_days(effort_days)
    return Slot(first, end if (end - 1) // HALVES == last_day else (last_day + 1) * HALVES)


def slot_to_dates(slot: Slot, calendar: WorkCalendar) -> Dates:
    start, due = calendar.get_slot_dates(slot)
    return Dates(start=start, due=due, from_noon=starts_at_noon(slot))
