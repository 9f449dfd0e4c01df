"""Schedule: puts jobs on working days by phase, keeping what waits for what and how many can work at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Phase
from bot.domain.plan.calendar import HALVES, Slot, WorkCalendar, count_half_days

LEAST_WEEKS, MOST_WEEKS = 8, 12
"""What the framework gives an entry engagement; what takes longer is said."""


class Job(NamedTuple):
    id: str
    phase: str
    effort_days: float
    waits_for: tuple[str, ...] = ()
    urgent: bool = False
    """Goes before the others of its phase."""
    is_first: bool = False
    """Goes before the urgent ones."""
    elapsed_days: float = 0.0
    """Least working days from its first to its last."""
    availability: float = 1.0
    """The share of a week that whoever does it has for it."""
    role: str = ""
    """Whoever does it does one thing after the other; empty: nobody in particular."""
    not_before: int = 0
    """Index of the working day on which it can begin at the earliest."""

    @property
    def work_days(self) -> float:
        """How long the work itself takes somebody with that share of a week."""
        return self.effort_days / self.availability

    @property
    def length_days(self) -> float:
        """Whole days, where it takes longer than its effort."""
        longest = max(self.work_days, self.elapsed_days)
        return ceil(longest) if longest > self.effort_days else longest


class Bookings:
    """Who is at work when. A hand is taken for the days of the effort, from the first on; the rest is waiting."""

    def __init__(self, hands: int) -> None:
        self._hands = hands
        self._busy: Counter[int] = Counter()
        self._busy_roles: Counter[tuple[str, int]] = Counter()

    def find_slot(self, earliest: int, job: Job, length: int) -> Slot:
        """The first half-days from there on with a hand free, and whoever does it at nothing else of the plan."""
        start = earliest
        while taken := [half for half in range(start, start + self._count_work(job)) if self._is_taken(half, job)]:
            start = max(taken) + 1
        return Slot(start, start + length)

    def book(self, slot: Slot, job: Job) -> None:
        self._busy.update(range(slot.start, slot.start + count_half_days(job.effort_days)))
        if job.role:
            self._busy_roles.update((job.role, half) for half in range(slot.start, slot.start + self._count_work(job)))

    def _count_work(self, job: Job) -> int:
        return count_half_days(job.work_days if job.role else job.effort_days)

    def _is_taken(self, half: int, job: Job) -> bool:
        return self._busy[half] >= self._hands or (job.role, half) in self._busy_roles


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

    A phase starts in its framework week, or sooner when the gates before it stand sooner. Its gate stands at the end
    of the week after its last job, within the phase's own weeks; where work runs past those, the gate moves. Urgent
    jobs go first, then those with the longest way to the end of the plan; the order of `jobs` breaks ties.
    """
    placing = _JobPlacer(calendar, team_size, _rank_jobs(jobs))
    windows: list[PhaseWindow] = []
    done = 0
    for phase in phases:
        own = [job for job in jobs if job.phase == phase.id]
        first = min(phase.weeks[0], 1 + done)
        placing.place_phase(phase.id, calendar.get_first_index(first))
        window = _build_window(phase, first, [placing.slots[job.id] for job in own], calendar)
        windows.append(_put_behind(window, phase, windows, phases) if window else _build_empty_window(phase, done))
        done = max(done, windows[-1].last) if own else done
    return Schedule(calendar, placing.slots, _order_beginnings(windows, {job.phase for job in jobs}))


class _JobPlacer:
    """The plan's sheet while it is being filled: who is busy when, and where each job went."""

    def __init__(self, calendar: WorkCalendar, team_size: int, ranked: Sequence[Job]) -> None:
        self.calendar = calendar
        self.ranked = ranked
        self.slots: dict[str, Slot] = {}
        self._bookings = Bookings(team_size)

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
            ready = (self.slots[other].end for other in job.waits_for)
            self._place_job(job, max([earliest * HALVES, job.not_before * HALVES, *ready]))

    def _place_job(self, job: Job, earliest: int) -> None:
        slot = self._bookings.find_slot(earliest, job, count_half_days(job.length_days))
        self.slots[job.id] = slot
        self._bookings.book(slot, job)


def _rank_jobs(jobs: Sequence[Job]) -> list[Job]:
    """The urgent first, then the longest way to the end of the plan; equals stay in the order given."""
    followers: dict[str, list[Job]] = {}
    for job in jobs:
        for other in job.waits_for:
            followers.setdefault(other, []).append(job)
    tails: dict[str, float] = {}

    def tail(job: Job, seen: frozenset[str]) -> float:
        if job.id in seen:  # in a circle, which is refused when it is placed
            return job.length_days
        if job.id not in tails:
            ways = (job.length_days + tail(follower, seen | {job.id}) for follower in followers.get(job.id, ()))
            tails[job.id] = max(ways, default=job.length_days)
        return tails[job.id]

    return sorted(jobs, key=lambda job: (not job.is_first, not job.urgent, -tail(job, frozenset())))


def _join_job_ids(jobs: Iterable[Job]) -> str:
    return ", ".join(job.id for job in jobs)


def _build_window(phase: Phase, first: int, slots: Sequence[Slot], calendar: WorkCalendar) -> PhaseWindow | None:
    if not slots:
        return None
    weeks = [calendar.get_slot_weeks(slot) for slot in slots]
    first, done = max(first, min(week for week, _ in weeks)), max(week for _, week in weeks)
    return PhaseWindow(phase.id, first, max(done, min(done + 1, phase.weeks[1])))


def _order_beginnings(windows: Sequence[PhaseWindow], busy: Collection[str]) -> tuple[PhaseWindow, ...]:
    """No phase that holds work begins after one that follows it: work of the later may find its place before."""
    ordered: list[PhaseWindow] = []
    first: int | None = None
    for window in reversed(windows):
        if window.phase in busy:
            first = window.first if first is None else min(first, window.first)
        ordered.append(window._replace(first=first) if first is not None and window.phase in busy else window)
    return tuple(reversed(ordered))


def gate_follows(phase: Phase, other: Phase, phases: Sequence[Phase]) -> bool:
    """Whether the gate of `phase` never stands before the other's: the framework ends that one before this one begins,
    or this is the last of all."""
    return phase is not other and (phase is phases[-1] or other.weeks[1] <= phase.weeks[0])


def _put_behind(
    window: PhaseWindow, phase: Phase, earlier: Sequence[PhaseWindow], phases: Sequence[Phase]
) -> PhaseWindow:
    followed = {other.id for other in phases if gate_follows(phase, other, phases)}
    return window._replace(last=max([window.last, *(w.last for w in earlier if w.phase in followed)]))


def _build_empty_window(phase: Phase, done: int) -> PhaseWindow:
    """A phase without jobs: its gate only confirms what stands, beside the latest gate so far; nothing waits for it."""
    week = max(1, min(done, phase.weeks[1]))
    return PhaseWindow(phase.id, week, week)
