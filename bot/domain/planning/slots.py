"""Slots of a plan: which half-days of the calendar an action takes."""

from bot.domain.planning.plan import Dates
from bot.domain.planning.schedule import HALVES, Calendar, Slot, halves_of, starts_at_noon


def slot_of(dates: Dates, effort_days: float, calendar: Calendar) -> Slot:
    """The half-days of an action: its effort where the dates are meant for that, else all from start to due."""
    first = calendar.index_of(dates.start) * HALVES + dates.from_noon
    last_day = calendar.index_of(dates.due)
    end = first + halves_of(effort_days)
    return Slot(first, end if (end - 1) // HALVES == last_day else (last_day + 1) * HALVES)


def dates_of(slot: Slot, calendar: Calendar) -> Dates:
    start, due = calendar.dates(slot)
    return Dates(start=start, due=due, from_noon=starts_at_noon(slot))
