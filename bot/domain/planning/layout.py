"""Layout: when each chosen practice stands, and which of these dates can be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.framework.framework import Phase
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Role
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import HALVES, WorkCalendar
from bot.domain.planning.horizons import REASSESSMENT_DAYS, DateRange, OpenPoints, find_outlined
from bot.domain.planning.owner_question import is_owner_question
from bot.domain.planning.practice_selection import ChosenPractice
from bot.domain.planning.schedule import Job, Schedule, schedule_jobs
from bot.domain.planning.terms import PlanTerms


@dataclass(frozen=True)
class LaidOut:
    schedule: Schedule
    phases: Sequence[Phase]
    jobs: Mapping[str, Job]
    """By the practice chosen."""
    outlined: frozenset[str]
    """Ids of what can't be dated yet."""
    dates: DateRange
    points: OpenPoints

    def is_outlined(self, own: Sequence[Action]) -> bool:
        """Whether a phase with these actions has no day for its gate; with nothing known, none has."""
        return self.points.is_discovery or any(not action.is_committed for action in own)


def lay_out(
    chosen: Sequence[ChosenPractice], points: OpenPoints, terms: PlanTerms, knowledge: Knowledge, systems: int
) -> LaidOut:
    """`systems`: how many the team named, each of which is to be wired."""
    calendar = WorkCalendar(terms.start, terms.days_off.holiday_dates, terms.days_off.weekend)
    roles = {role.id: role for role in knowledge.practices.roles}
    jobs = [
        _build_job(item, roles[item.practice.role], terms, systems)._replace(
            is_first=is_owner_question(item.id, knowledge.practices),
            not_before=calendar.get_day_index(item.not_before) if item.not_before else 0,
        )
        for item in chosen
    ]
    phases = knowledge.framework.phases
    if points.is_discovery:
        asked = {item.id for item in chosen if item.practice.settles is not None}
        found = schedule_jobs([job for job in jobs if job.id in asked], phases, calendar, terms.team_size)
        ready = max((slot.end for slot in found.slots.values()), default=0) // HALVES + REASSESSMENT_DAYS
        jobs = [job if job.id in asked else job._replace(not_before=max(ready, job.not_before)) for job in jobs]
    schedule = schedule_jobs(jobs, phases, calendar, terms.team_size)
    by_id = {job.id: job for job in jobs}
    outlined = _add_later(find_outlined(chosen, points), chosen, schedule)
    return LaidOut(schedule, phases, by_id, outlined, DateRange(calendar, points), points)


def _add_later(outlined: frozenset[str], chosen: Sequence[ChosenPractice], schedule: Schedule) -> frozenset[str]:
    """Nothing is dated behind the first live step that isn't."""
    live = (item.id for item in chosen if item.practice.exposure is not None and item.id in outlined)
    line = min((schedule.slots[step].start for step in live), default=None)
    if line is None:
        return outlined
    late = (item.id for item in chosen if item.practice.settles is None and schedule.slots[item.id].end > line)
    return outlined.union(late)


def _build_job(item: ChosenPractice, role: Role, terms: PlanTerms, systems: int) -> Job:
    practice = item.practice
    return Job(
        item.id,
        practice.phase,
        practice.effort_days + practice.per_system_days * max(0, systems - 1),
        item.waits_for,
        item.is_urgent,
        elapsed_days=practice.elapsed_days,
        availability=terms.availability.get(role.id, role.availability),
        role=role.id,
    )
