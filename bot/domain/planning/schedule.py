"""Schedule: puts jobs on working days by phase, keeping what waits for what and how many can work at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Phase

LEAST_WEEKS, MOST_WEEKS = 8, 12
_A_WEEK = timedelta(weeks=1)
HALVES = 2
"""A working day has two halves: the smallest piece of work is half a day of one person."""


class Job(NamedTuple):
    id: str
    phase: str
    effort_days: float
    waits_for: tuple[str, ...] = ()
    urgent: bool = False
    """Goes before the others of its phase."""


class Slot(NamedTuple):
    """Half-days of the plan, counted from 0; `end` is the first one after the work."""

    start: int
    end: int


def starts_at_noon(slot: Slot) -> bool:
    return slot.start % HALVES == 1


def count_half_days(effort_days: float) -> int:
    """How many half-days the work takes, one at least."""
    return max(1, ceil(effort_days * HALVES))


def find_free_slot(earliest: int, length: int, busy: Counter[int], hands: int) -> Slot:
    """The first half-days from there on with a hand free. `busy`: how many are at work, by half-day."""
    start = earliest
    while full := [half for half in range(start, start + length) if busy[half] >= hands]:
        start = max(full) + 1
    return Slot(start, start + length)


class PhaseWindow(NamedTuple):
    """Weeks of the plan, counted from 1. The gate stands at the end of the last one."""

    phase: str
    first: int
    last: int


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
        index = 0
        while self.get_working_day(index) < day:
            index += 1
        return index

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


@dataclass(frozen=True)
class Schedule:
    calendar: WorkCalendar
    slots: Mapping[str, Slot]
    windows: tuple[PhaseWindow, ...]
    """One a phase, in the framework's order."""

    @property
    def total_weeks(self) -> int:
        return max(window.last for window in self.windows)


def schedule_jobs(jobs: Sequence[Job], phases: Sequence[Phase], calendar: WorkCalendar, team_size: int) -> Schedule:
    """Places every job as early as its phase, what it waits for and free hands allow.

    A phase starts in its framework week, or sooner when the gates before it stand sooner. Its gate leaves a week
    after its last job for what waits on other people, within the phase's own weeks; where work runs past those, the
    gate moves. Urgent jobs go first, then those with the longest way to the end of the plan; the order of `jobs`
    breaks ties.
    """
    placing = _JobPlacer(calendar, team_size, _rank_jobs(jobs))
    windows: list[PhaseWindow] = []
    done = 0
    for phase in phases:
        own = [job for job in jobs if job.phase == phase.id]
        first = min(phase.weeks[0], 1 + done)
        placing.place_phase(phase.id, calendar.get_first_index(first))
        windows.append(
            _build_window(phase, first, [placing.slots[job.id] for job in own], calendar)
            or _build_empty_window(phase, done)
        )
        done = max(done, windows[-1].last) if own else done
    ended = _extend_to_minimum(windows)
    return Schedule(calendar, placing.slots, ended)


class _JobPlacer:
    """The plan's sheet while it is being filled: who is busy when, and where each job went."""

    def __init__(self, calendar: WorkCalendar, team_size: int, ranked: Sequence[Job]) -> None:
        self.calendar = calendar
        self.team_size = team_size
        self.ranked = ranked
        self.slots: dict[str, Slot] = {}
        self._busy: Counter[int] = Counter()

    def place_phase(self, phase: str, earliest: int) -> None:
        """Places the phase's jobs in the order of their rank, each once what it waits for is placed."""
        waiting = [job for job in self.ranked if job.phase == phase]
        while waiting:
            job = next((job for job in waiting if all(other in self.slots for other in job.waits_for)), None)
            if job is None:
                raise KnowledgeInvalid(
                    f"These actions wait for each other or for a later phase: {_join_job_ids(waiting)}."
                )
            waiting.remove(job)
            self._place_job(job, max([earliest * HALVES, *(self.slots[other].end for other in job.waits_for)]))

    def _place_job(self, job: Job, earliest: int) -> None:
        slot = find_free_slot(earliest, count_half_days(job.effort_days), self._busy, self.team_size)
        self.slots[job.id] = slot
        self._busy.update(range(slot.start, slot.end))


def _rank_jobs(jobs: Sequence[Job]) -> list[Job]:
    """The urgent first, then the longest way to the end of the plan; equals stay in the order given."""
    followers: dict[str, list[Job]] = {}
    for job in jobs:
        for other in job.waits_for:
            followers.setdefault(other, []).append(job)
    tails: dict[str, float] = {}

    def tail(job: Job, seen: frozenset[str]) -> float:
        if job.id in seen:  # in a circle, which is refused when it is placed
            return job.effort_days
        if job.id not in tails:
            ways = (job.effort_days + tail(follower, seen | {job.id}) for follower in followers.get(job.id, ()))
            tails[job.id] = max(ways, default=job.effort_days)
        return tails[job.id]

    return sorted(jobs, key=lambda job: (not job.urgent, -tail(job, frozenset())))


def _join_job_ids(jobs: Iterable[Job]) -> str:
    return ", ".join(job.id for job in jobs)


def _build_window(phase: Phase, first: int, slots: Sequence[Slot], calendar: WorkCalendar) -> PhaseWindow | None:
    if not slots:
        return None
    done = max(calendar.get_slot_weeks(slot)[1] for slot in slots)
    return PhaseWindow(phase.id, first, max(done, min(done + 1, phase.weeks[1])))


def _build_empty_window(phase: Phase, done: int) -> PhaseWindow:
    """A phase without jobs: its gate only confirms what stands, beside the latest gate so far; nothing waits for it."""
    week = max(1, min(done, phase.weeks[1]))
    return PhaseWindow(phase.id, week, week)


def _extend_to_minimum(windows: Sequence[PhaseWindow]) -> tuple[PhaseWindow, ...]:
    """The last gate comes no sooner than the shortest plan: exits that count weeks need weeks to be counted in."""
    end = max(LEAST_WEEKS, *(window.last for window in windows))
    return (*windows[:-1], windows[-1]._replace(last=end))


def get_next_monday(today: date) -> date:
    """Where nobody named a first day: the next Monday, so that people can still prepare for it."""
    return today + _A_WEEK - timedelta(days=today.weekday())
