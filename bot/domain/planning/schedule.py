"""Schedule: puts jobs on working days by phase, keeping what waits for what and how many can work at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Phase
from bot.domain.plan.calendar import HALVES, Slot, WorkCalendar, count_half_days

LEAST_WEEKS, MOST_WEEKS = 8, 12


class Job(NamedTuple):
    id: str
    phase: str
    effort_days: float
    waits_for: tuple[str, ...] = ()
    urgent: bool = False
    """Goes before the others of its phase."""
    is_first: bool = False
    """Goes before the urgent ones."""


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

    return sorted(jobs, key=lambda job: (not job.is_first, not job.urgent, -tail(job, frozenset())))


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
