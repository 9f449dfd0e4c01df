from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Phase, PhaseGate
from bot.domain.plan.calendar import Slot, WorkCalendar, count_half_days, get_next_monday, starts_at_noon
from bot.domain.planning.schedule import Job, Schedule, schedule_jobs

MONDAY = date(2026, 11, 9)
SATURDAY = date(2026, 11, 14)


def a_phase(name: str, first: int, last: int) -> Phase:
    return Phase(id=name, name=name, weeks=(first, last), gate=PhaseGate(name=name, ends_with="done", criteria=()))


PHASES = (a_phase("align", 1, 2), a_phase("wire", 2, 6), a_phase("prove", 6, 10), a_phase("hand_over", 9, 12))
NAMES = [phase.id for phase in PHASES]


@st.composite
def jobs(draw: st.DrawFn) -> list[Job]:
    """Each waits for some of the earlier ones of its own or an earlier phase."""
    made: list[Job] = []
    for number in range(draw(st.integers(min_value=0, max_value=14))):
        phase = draw(st.sampled_from(NAMES))
        before = [job.id for job in made if NAMES.index(job.phase) <= NAMES.index(phase)]
        waits_for = tuple(draw(st.lists(st.sampled_from(before), unique=True, max_size=3))) if before else ()
        effort = draw(st.integers(min_value=1, max_value=24)) / 2
        made.append(Job(f"j{number}", phase, effort, waits_for, draw(st.booleans())))
    return made


days = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 31))
holidays = st.frozensets(days, max_size=20)
teams = st.integers(min_value=1, max_value=5)


def laid_out(work: list[Job], start: date = MONDAY, team_size: int = 3, off: frozenset[date] = frozenset()) -> Schedule:
    return schedule_jobs(work, PHASES, WorkCalendar(start, off), team_size)


@given(jobs(), days, teams, holidays)
def test_no_job_begins_before_what_it_waits_for_is_done(
    work: list[Job], start: date, team: int, off: frozenset[date]
) -> None:
    made = laid_out(work, start, team, off)
    assert set(made.slots) == {job.id for job in work}
    for job in work:
        for other in job.waits_for:
            assert made.slots[other].end <= made.slots[job.id].start


@given(jobs(), days, teams, holidays)
def test_nobody_works_on_weekends_and_holidays(work: list[Job], start: date, team: int, off: frozenset[date]) -> None:
    made = laid_out(work, start, team, off)
    for slot in made.slots.values():
        for day in made.calendar.get_slot_dates(slot):
            assert day.weekday() < 5
            assert day not in off
            assert day >= start


@given(jobs(), teams)
def test_never_more_jobs_at_a_time_than_people(work: list[Job], team: int) -> None:
    made = laid_out(work, team_size=team)
    busy = Counter(half for slot in made.slots.values() for half in range(slot.start, slot.end))
    assert all(count <= team for count in busy.values())


@given(jobs(), teams)
def test_every_job_takes_its_effort_in_one_piece(work: list[Job], team: int) -> None:
    made = laid_out(work, team_size=team)
    assert all(made.slots[job.id].end - made.slots[job.id].start == job.effort_days * 2 for job in work)


@given(jobs(), teams)
def test_phases_begin_in_order_and_hold_their_jobs(work: list[Job], team: int) -> None:
    made = laid_out(work, team_size=team)
    used = [window for window in made.windows if any(job.phase == window.phase for job in work)]
    assert all(earlier.first <= later.first for earlier, later in pairwise(used))
    for window in used:
        for job in work:
            if job.phase == window.phase:
                first, last = made.calendar.get_slot_weeks(made.slots[job.id])
                assert window.first <= first <= last <= window.last


@given(jobs(), teams)
def test_a_gate_stands_later_than_its_phase_only_where_its_work_does(work: list[Job], team: int) -> None:
    made = laid_out(work, team_size=team)
    for phase, window in zip(PHASES[:-1], made.windows, strict=False):
        ends = [made.calendar.get_slot_weeks(made.slots[job.id])[1] for job in work if job.phase == phase.id]
        behind = [w.last for w in made.windows if w.phase != phase.id]
        assert window.last <= phase.weeks[1] or window.last in {max(ends, default=0), *behind}


@given(jobs(), teams)
def test_the_same_jobs_give_the_same_schedule(work: list[Job], team: int) -> None:
    assert laid_out(work, team_size=team).slots == laid_out(work, team_size=team).slots


def test_a_start_on_a_weekend_means_the_next_monday() -> None:
    assert WorkCalendar(SATURDAY).first_day == MONDAY + timedelta(weeks=1)


def test_a_start_on_a_holiday_means_the_next_working_day() -> None:
    assert WorkCalendar(MONDAY, frozenset({MONDAY})).first_day == MONDAY + timedelta(days=1)


def test_a_gate_on_a_holiday_stands_on_the_last_working_day_before() -> None:
    friday = MONDAY + timedelta(days=4)
    assert WorkCalendar(MONDAY, frozenset({friday})).get_last_day(1) == friday - timedelta(days=1)


def test_where_nobody_has_a_weekend_a_week_is_seven_days_from_the_first_one() -> None:
    calendar = WorkCalendar(SATURDAY, weekend=())
    assert [calendar.get_week_number(day) for day in (0, 6, 7)] == [1, 1, 2]
    assert calendar.get_first_index(2) == 7


@pytest.mark.parametrize("waits_for", [("a",), ()])
def test_half_days_share_a_day(waits_for: tuple[str, ...]) -> None:
    made = laid_out([Job("a", "align", 0.5), Job("b", "align", 0.5, waits_for)], team_size=1)
    assert (
        made.calendar.get_slot_dates(made.slots["a"])
        == made.calendar.get_slot_dates(made.slots["b"])
        == (MONDAY, MONDAY)
    )


@pytest.mark.parametrize(("days", "gate"), [(16, 4), (30, 6), (35, 6)])
def test_a_phase_without_work_ends_with_the_latest_gate_so_far_within_its_own_weeks(days: int, gate: int) -> None:
    made = laid_out([Job("a", "align", days)], team_size=1)
    assert made.windows[1][1:] == (gate, gate)


def test_a_first_phase_without_work_ends_in_the_first_week() -> None:
    made = laid_out([Job("a", "wire", 1)])
    assert made.windows[0][1:] == (1, 1)


@pytest.mark.parametrize(("waits_for", "team"), [(("a",), 3), ((), 1)])
def test_work_that_does_not_fit_moves_the_gate(waits_for: tuple[str, ...], team: int) -> None:
    made = laid_out([Job("a", "align", 8), Job("b", "align", 8, waits_for)], team_size=team)
    assert made.windows[0].last == 4


def test_a_phase_begins_sooner_when_the_gates_before_it_stand_sooner() -> None:
    made = laid_out([Job("a", "align", 1), Job("b", "prove", 5)])
    prove = next(window for window in made.windows if window.phase == "prove")
    assert prove.first == 3


def test_work_of_part_of_a_week_and_what_waits_on_others_take_their_time() -> None:
    part = laid_out([Job("a", "align", 2, availability=0.4)]).slots["a"]
    assert part == Slot(0, 10), "two days of work at two days a week are five"
    waiting = laid_out([Job("a", "align", 1, elapsed_days=10)]).slots["a"]
    assert waiting == Slot(0, 20)


def test_one_person_does_one_thing_after_the_other_but_waits_beside_it() -> None:
    work = [Job(name, "align", 1, elapsed_days=3, role="owner") for name in ("a", "b")]
    slots = laid_out(work).slots
    assert sorted(slots.values()) == [Slot(0, 6), Slot(2, 8)]


def test_nothing_begins_before_the_day_it_may() -> None:
    assert laid_out([Job("a", "align", 1, not_before=4)]).slots["a"] == Slot(8, 10)


def test_a_phase_begins_no_later_than_one_after_it_whose_work_finds_its_place_before() -> None:
    made = laid_out([Job("long", "align", 32), Job("wire", "wire", 0.5, ("long",)), Job("prove", "prove", 0.5)])
    align, wire, prove, _ = made.windows
    assert align.first <= wire.first <= prove.first == 6


def test_a_gate_never_stands_before_one_that_it_follows() -> None:
    made = laid_out([Job("late", "align", 25), Job("soon", "wire", 1)])
    assert [window.last for window in made.windows][:2] == [5, 5]


def test_a_gate_leaves_a_week_after_its_work_within_the_weeks_of_its_phase() -> None:
    assert laid_out([Job("a", "align", 5)]).windows[0].last == 2
    assert laid_out([Job("a", "align", 5.5)]).windows[0].last == 2
    assert laid_out([Job("a", "align", 10.5)]).windows[0].last == 3


def test_a_phase_begins_no_later_than_its_own_first_week_and_the_first_one_in_week_one() -> None:
    windows = laid_out([Job("a", "align", 10.5), Job("b", "wire", 1)]).windows
    assert [window.first for window in windows[:2]] == [1, 2]


def test_a_phase_without_work_has_its_gate_beside_the_latest_one_so_far() -> None:
    windows = {window.phase: window for window in laid_out([Job("a", "wire", 15)]).windows}
    assert (windows["align"].first, windows["align"].last) == (1, 1)
    assert windows["wire"].last == 4
    assert (windows["prove"].first, windows["prove"].last) == (4, 4)


@pytest.mark.parametrize(("days", "halves"), [(0.0, 1), (0.4, 1), (0.5, 1), (0.6, 2), (1.0, 2), (2.5, 5)])
def test_work_takes_whole_half_days_and_one_at_least(days: float, halves: int) -> None:
    assert count_half_days(days) == halves


def test_the_second_half_of_a_day_begins_at_noon() -> None:
    assert [starts_at_noon(Slot(start, start + 1)) for start in range(4)] == [False, True, False, True]


@pytest.mark.parametrize(("start", "first_friday"), [(MONDAY, 13), (date(2026, 11, 11), 13), (date(2026, 11, 13), 13)])
def test_a_week_of_the_plan_begins_after_a_weekend_whatever_day_the_plan_begins(start: date, first_friday: int) -> None:
    calendar = WorkCalendar(start)
    assert calendar.get_last_day(1) == date(2026, 11, first_friday)
    assert calendar.get_working_day(calendar.get_first_index(1)) == start
    assert calendar.get_working_day(calendar.get_first_index(2)) == date(2026, 11, 16)
    monday = calendar.get_first_index(2)
    assert (calendar.get_week_number(monday - 1), calendar.get_week_number(monday)) == (1, 2)


def test_a_week_that_begins_six_days_before_the_plan_does_counts_from_its_first_day() -> None:
    """Where Fridays alone are off, a week goes from Saturday to Thursday."""
    calendar = WorkCalendar(date(2026, 11, 12), weekend=(4,))
    assert calendar.get_last_day(1) == date(2026, 11, 12)
    assert calendar.get_first_index(2) == 1


@pytest.mark.parametrize(("today", "monday"), [(8, 9), (9, 16), (10, 16), (15, 16)])
def test_where_nobody_named_a_first_day_it_is_the_next_monday_never_today(today: int, monday: int) -> None:
    assert get_next_monday(date(2026, 11, today)) == date(2026, 11, monday)


def test_the_longest_way_to_the_end_goes_first_and_equals_keep_their_order() -> None:
    work = [Job("short", "align", 2), Job("long", "align", 1), Job("after", "align", 1.5, ("long",))]
    assert laid_out(work, team_size=1).slots["long"].start == 0
    equal = [Job("one", "align", 2.5), *work[1:]]
    assert laid_out(equal, team_size=1).slots["one"].start == 0


def test_urgent_jobs_go_first() -> None:
    made = laid_out([Job("long", "align", 5), Job("ask", "align", 0.5, urgent=True)], team_size=1)
    assert made.slots["ask"].start == 0


def test_jobs_that_wait_for_each_other_are_refused_by_name() -> None:
    with pytest.raises(KnowledgeInvalid, match="a, b"):
        laid_out([Job("a", "align", 1, ("b",)), Job("b", "align", 1, ("a",))])
