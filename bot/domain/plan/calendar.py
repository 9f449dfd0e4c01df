"""WorkCalendar: the working days of a plan, and which half-days of them a piece of work takes."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from bot.domain.plan.action import Dates

_A_WEEK = timedelta(weeks=1)
HALVES = 2
"""A working day has two halves: the smallest piece of work is half a day of one person."""


class Slot(NamedTuple):
    """Half-days of the plan, counted from 0; `end` is the first one after the work."""

    start: int
    end: int


def starts_at_noon(slot: Slot) -> bool:
    return slot.start % HALVES == 1


def count_half_days(effort_days: float) -> int:
    """How many half-days the work takes, one at least."""
    return max(1, ceil(effort_days * HALVES))


@dataclass(frozen=True)
class WorkCalendar:
    """Working days from the plan's first day on: weekends and holidays left out."""

    start: date
    holidays: frozenset[date] = frozenset()
    weekend: tuple[int, ...] = (5, 6)
    """Days of the week, Monday is 0. A week of the plan begins on the day after."""
    _days: list[date] = field(default_factory=list, compare=False, repr=False)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    @property
    def first_day(self) -> date:
        """The start, or the next working day when the start is none."""
        return self.get_working_day(0)

    def get_working_day(self, index: int) -> date:
        """The working day with this index, counted from 0."""
        while len(self._days) <= index:
            candidate = self._days[-1] + timedelta(days=1) if self._days else self.start
            while not self.is_working_day(candidate):
                candidate += timedelta(days=1)
            self._days.append(candidate)
        return self._days[index]

    def get_day_index(self, day: date) -> int:
        """The index of this day or, when it is off, of the next working day; never less than 0."""
        while self.get_working_day(len(self._days)) < day:
            pass
        return bisect_left(self._days, day)

    def get_week_number(self, index: int) -> int:
        """The calendar week of a working day, counted from the first day's."""
        return (self.get_working_day(index) - self._week_one) // _A_WEEK + 1

    def get_first_index(self, week: int) -> int:
        """The first working day of a week or, when the whole week is off, the next one after it."""
        return self.get_day_index(self._week_one + (week - 1) * _A_WEEK)

    def get_last_day(self, week: int) -> date:
        """The last working day of a week or, when the whole week is off, the last one before it."""
        after = self.get_day_index(self._week_one + week * _A_WEEK)
        return self.get_working_day(after - 1)

    def get_slot_dates(self, slot: Slot) -> tuple[date, date]:
        return self.get_working_day(slot.start // HALVES), self.get_working_day((slot.end - 1) // HALVES)

    def get_slot_weeks(self, slot: Slot) -> tuple[int, int]:
        return self.get_week_number(slot.start // HALVES), self.get_week_number((slot.end - 1) // HALVES)

    @property
    def _week_one(self) -> date:
        """The last day off before the first week, on which nobody works; the first day where there is no weekend."""
        before = (self.first_day - timedelta(days=day) for day in range(_A_WEEK.days))
        return next((day for day in before if day.weekday() in self.weekend), self.first_day)


def get_next_monday(today: date) -> date:
    """Where nobody named a first day: the next Monday, so that people can still prepare for it."""
    return today + _A_WEEK - timedelta(days=today.weekday())


def dates_to_slot(dates: Dates, effort_days: float, calendar: WorkCalendar) -> Slot:
    """The half-days of an action: its effort where the dates are meant for that, else all from start to due."""
    first = calendar.get_day_index(dates.start) * HALVES + dates.from_noon
    last_day = calendar.get_day_index(dates.due)
    end = first + count_half_days(effort_days)
    return Slot(first, end if (end - 1) // HALVES == last_day else (last_day + 1) * HALVES)


def slot_to_dates(slot: Slot, calendar: WorkCalendar) -> Dates:
    start, due = calendar.get_slot_dates(slot)
    return Dates(start=start, due=due, from_noon=starts_at_noon(slot))
