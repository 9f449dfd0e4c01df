from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.days_off import DaysOff, Holiday
from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import WorkCalendar
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms
from bot.domain.replanning.replan import ReplanResult, replan
from tests.domain.plans import MADE_AT, MONDAY, Levels, a_plan, all_at, an_assessment, some_levels
from tests.support.builders import a_plan as small_plan
from tests.support.builders import an_action
from tests.support.chance import some_examples

several = some_examples(1.0)
far = st.integers(min_value=-30, max_value=60)
seeds = st.integers(min_value=0, max_value=10_000)
sets_off = st.frozensets(st.dates(min_value=MONDAY, max_value=MONDAY + timedelta(days=140)), max_size=12)


def terms(today: date = MONDAY, done: frozenset[str] = frozenset()) -> RevisionTerms:
    return RevisionTerms(plan_id="i1-plan-2", made_at=MADE_AT, today=today, done=done)


def closed_on(plan: ProductionPlan, off: frozenset[date]) -> ProductionPlan:
    """The same plan, were these days holidays: all that it learns of them it learns by being re-planned."""
    days_off = DaysOff(holidays=tuple(Holiday(day=day, name="Off") for day in sorted(off)))
    return plan.model_copy(update={"days_off": days_off})


def working_day(day: date) -> date:
    calendar = WorkCalendar(MONDAY)
    return calendar.get_working_day(calendar.get_day_index(day))


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge) -> ProductionPlan:
    return a_plan(knowledge, an_assessment(knowledge.framework, all_at(1)))


@pytest.fixture(scope="module")
def drafted(plan: ProductionPlan) -> Callable[[], ProductionPlan]:
    """The same, in a form that hypothesis prints in few words."""
    return lambda: plan


def picked(plan: ProductionPlan, seed: int) -> Action:
    return plan.actions[seed % len(plan.actions)]


def moved_by(plan: ProductionPlan, action: Action, days: int, of: RevisionTerms) -> ReplanResult | None:
    """The plan after this action was moved, None where that was refused."""
    calendar = plan.calendar
    due = calendar.get_working_day(calendar.get_day_index(max(action.due + timedelta(days=days), of.today, plan.start)))
    try:
        return replan(plan, [ChangeRequest(action_id=action.id, due=due)], of)
    except MoveRefused as refusal:
        assert str(refusal)
        return None


def unbroken(actions: Sequence[Action], done: frozenset[str] = frozenset()) -> bool:
    due = {action.id: action.due for action in actions}
    return all(
        due[other] <= action.start
        for action in actions
        if action.id not in done
        for other in action.depends_on
        if other not in done
    )


# --- what holds whatever is asked -----------------------------------------------------------------


@several
@given(some_levels(), seeds, far, seeds, sets_off)
def test_no_dependency_is_broken_and_what_is_done_stays(
    knowledge: Knowledge, levels: Levels, one: int, days: int, finished: int, off: frozenset[date]
) -> None:
    plan = closed_on(a_plan(knowledge, an_assessment(knowledge.framework, levels)), off)
    if not plan.actions:
        return
    done = frozenset(action.id for n, action in enumerate(plan.actions) if finished >> (n % 12) & 1)
    of = terms(MONDAY + timedelta(days=finished % 40), done)
    made = moved_by(plan, picked(plan, one), days, of)
    if made is None:
        return
    assert unbroken(made.plan.actions, done)
    for old, new in zip(plan.actions, made.plan.actions, strict=True):
        assert old.id == new.id
        if old.id in done:
            assert new == old


@several
@given(seeds, far, seeds, far, sets_off)
def test_nothing_that_moves_starts_or_ends_on_a_day_off_or_in_the_past(
    drafted: Callable[[], ProductionPlan], one: int, days: int, other: int, more: int, off: frozenset[date]
) -> None:
    plan, of = closed_on(drafted(), off), terms(MONDAY + timedelta(days=other % 30))
    made = moved_by(plan, picked(plan, one), days, of)
    made = made and moved_by(made.plan, picked(made.plan, other), more, of)
    if made is None or made.difference.is_empty:
        return
    for action in made.plan.actions:
        assert action.start.weekday() < 5 and action.start not in off - {plan.start}
        assert action.due.weekday() < 5 and action.due not in off - {plan.start}
        assert plan.start <= action.start <= action.due
    for moved in made.difference.actions:
        assert moved.after.due >= of.today or {moved.before.start, moved.before.due} & off


@several
@given(seeds, far, seeds, far)
def test_gates_stand_after_their_work_in_order_and_the_last_ends_the_plan(
    drafted: Callable[[], ProductionPlan], one: int, days: int, other: int, more: int
) -> None:
    plan = drafted()
    made = moved_by(plan, picked(plan, one), days, terms())
    made = made and moved_by(made.plan, picked(made.plan, other), more, terms())
    if made is None:
        return
    new = made.plan
    for phase in new.phases:
        assert all(action.due <= phase.end for action in new.list_phase_actions(phase.id))
        assert phase.weeks[1] == phase.gate.week
        assert phase.end == (phase.gate.due or phase.gate.earliest)
    align, wire, _, prove, hand_over = (phase.end for phase in new.phases)
    assert align <= wire <= prove <= hand_over
    assert new.end == hand_over
    assert new.weeks == new.phases[-1].gate.week


@several
@given(seeds, far)
def test_the_difference_is_what_differs_and_nothing_else(
    drafted: Callable[[], ProductionPlan], one: int, days: int
) -> None:
    plan = drafted()
    made = moved_by(plan, picked(plan, one), days, terms())
    if made is None:
        return
    told = {moved.action_id: (moved.before, moved.after) for moved in made.difference.actions}
    pairs = zip(plan.actions, made.plan.actions, strict=True)
    assert told == {
        old.id: (old.planned_dates, new.planned_dates) for old, new in pairs if old.planned_dates != new.planned_dates
    }
    gates = {moved.phase: (moved.before, moved.after) for moved in made.difference.gates}
    both = zip(plan.phases, made.plan.phases, strict=True)
    assert gates == {old.id: (old.gate.day, new.gate.day) for old, new in both if old.gate.day != new.gate.day}
    assert all(moved.because != moved.action_id for moved in made.difference.actions)


@several
@given(seeds, st.integers(min_value=1, max_value=60))
def test_what_was_pushed_comes_back_when_the_cause_is_gone(
    drafted: Callable[[], ProductionPlan], one: int, days: int
) -> None:
    plan = drafted()
    action = picked(plan, one)
    made = moved_by(plan, action, days, terms())
    assert made is not None
    back = replan(made.plan, [ChangeRequest(action_id=action.id, start=action.start, due=action.due)], terms()).plan
    assert [(a.start, a.due) for a in back.actions] == [(a.start, a.due) for a in plan.actions]
    assert [phase.gate for phase in back.phases] == [phase.gate for phase in plan.phases]
    assert (back.weeks, back.end) == (plan.weeks, plan.end)


@several
@given(seeds)
def test_a_change_without_effect_gives_the_same_plan_and_an_empty_difference(
    drafted: Callable[[], ProductionPlan], one: int
) -> None:
    plan = drafted()
    action = picked(plan, one)
    as_it_is = ChangeRequest(action_id=action.id, start=action.start, due=action.due, depends_on=action.depends_on)
    made = replan(plan, [as_it_is], terms())
    assert made.plan is plan
    assert made.difference.is_empty


@several
@given(seeds, st.integers(min_value=1, max_value=40))
def test_never_more_at_work_than_the_team_has_hands_where_nobody_asked_for_it(
    drafted: Callable[[], ProductionPlan], one: int, days: int
) -> None:
    plan = drafted()
    action = picked(plan, one)
    made = moved_by(plan, action, days, terms())
    assert made is not None
    calendar = WorkCalendar(plan.start)
    for day in range(calendar.get_day_index(made.plan.end)):
        halves = [
            min(2, 2 * a.effort_days)
            for a in made.plan.actions
            if a.id != action.id and 0 < day - calendar.get_day_index(a.start) < a.effort_days - 1
        ]
        assert sum(halves) <= 2 * plan.team_size


# --- one thing at a time --------------------------------------------------------------------------


def a_pair(plan: ProductionPlan) -> tuple[Action, Action]:
    """An action, and one that waits for it and begins as soon as it is over."""
    return next(
        (first, second)
        for second in plan.actions
        for first in map(plan.get_action, second.depends_on)
        if (second.start - first.due).days <= 1 and first.due >= max(plan.get_action(o).due for o in second.depends_on)
    )


def test_what_waits_moves_along_and_names_what_pushed_it(plan: ProductionPlan) -> None:
    first, second = a_pair(plan)
    later = working_day(second.start + timedelta(days=7))
    new = replan(plan, [ChangeRequest(action_id=first.id, due=later)], terms())
    assert new.plan.get_action(first.id).due == later
    assert new.plan.get_action(second.id).start >= later
    told = {moved.action_id: moved for moved in new.difference.actions}
    assert told[first.id].because is None
    assert told[second.id].because == first.id


def test_a_revision_names_the_plan_it_revises_and_the_first_of_its_line(plan: ProductionPlan) -> None:
    first, _ = a_pair(plan)
    one = replan(
        plan, [ChangeRequest(action_id=first.id, due=working_day(first.due + timedelta(days=7)))], terms()
    ).plan
    again = terms().model_copy(update={"plan_id": "i1-plan-3"})
    two = replan(one, [ChangeRequest(action_id=first.id, due=working_day(first.due + timedelta(days=14)))], again).plan
    assert (one.id, one.revises, one.root_id) == ("i1-plan-2", plan.id, plan.id)
    assert (two.id, two.revises, two.root_id) == ("i1-plan-3", one.id, plan.id)
    assert plan.root_id == plan.id


def test_an_owner_changes_without_moving_anything_and_answers_for_it(plan: ProductionPlan) -> None:
    action = plan.actions[0]
    made = replan(plan, [ChangeRequest(action_id=action.id, person="U9", person_name="Mara Lind")], terms())
    assert not made.difference.actions and not made.difference.gates
    (owner,) = made.difference.owners
    assert (owner.action_id, owner.before, owner.after) == (action.id, action.accountable_name, "Mara Lind")
    line = next(line for line in made.plan.responsibilities if action.id in line.accountable_for)
    assert (line.person, line.role) == ("U9", action.role)
    counted = [item for line in made.plan.responsibilities for item in line.accountable_for]
    assert sorted(counted) == sorted(a.id for a in plan.actions)


def test_a_day_before_what_it_waits_for_is_over_is_refused_with_the_first_day_that_can_be(plan: ProductionPlan) -> None:
    first, second = a_pair(plan)
    with pytest.raises(MoveRefused, match=f"{first.title}.*at the earliest"):
        replan(plan, [ChangeRequest(action_id=second.id, start=first.start, due=first.start)], terms())


def two_in_a_row(**second: object) -> ProductionPlan:
    """Two actions of one person: on Monday and Tuesday, and on Wednesday."""
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    first = an_action("first", title="First", effort_days=2, start=days[0], due=days[1])
    last = an_action("last", title="Last", effort_days=1, start=days[2], due=days[2])
    return small_plan(actions=(first, last.model_copy(update=second)), team_size=1)


def test_what_is_in_the_way_of_something_asked_for_comes_right_after_it() -> None:
    plan = two_in_a_row()
    wednesday = MONDAY + timedelta(days=2)
    moved = replan(plan, [ChangeRequest(action_id="first", due=wednesday)], terms()).plan.get_action("last")
    thursday = MONDAY + timedelta(days=3)
    assert (moved.start, moved.due, moved.from_noon) == (thursday, thursday, False)


def test_work_that_has_not_begun_ends_on_the_day_asked_for_and_begins_no_sooner_than_today() -> None:
    plan, thursday = two_in_a_row(), MONDAY + timedelta(days=3)
    before = terms(MONDAY - timedelta(days=3))

    def moved(action: str, due: date) -> Action:
        return replan(plan, [ChangeRequest(action_id=action, due=due)], before).plan.get_action(action)

    assert (moved("last", thursday).start, moved("last", thursday).due) == (thursday, thursday)
    assert (moved("first", thursday).start, moved("first", thursday).due) == (thursday - timedelta(days=1), thursday)
    assert (moved("first", MONDAY).start, moved("first", MONDAY).due) == (MONDAY, MONDAY)


def test_a_refusal_names_the_day_on_which_what_it_waits_for_is_over() -> None:
    plan = two_in_a_row(depends_on=("first",))
    with pytest.raises(MoveRefused) as refused:
        replan(plan, [ChangeRequest(action_id="last", due=MONDAY)], terms())
    assert "“First”, due Tuesday 10 November 2026" in str(refused.value)
    assert "on Wednesday 11 November 2026 at the earliest" in str(refused.value)


@pytest.mark.parametrize(("weeks", "long"), [((12, 13), True), ((11, 12), False), ((13, 13), False), ((13, 14), True)])
def test_a_plan_is_too_long_beyond_twelve_weeks_where_it_was_not_so_before(weeks: tuple[int, int], long: bool) -> None:
    plan = two_in_a_row()
    unchanged = replan(plan, [ChangeRequest(action_id="last", due=plan.actions[-1].due)], terms()).difference
    assert unchanged.model_copy(update={"weeks": weeks}).is_too_long == long


def test_both_moved_at_once_are_judged_together(plan: ProductionPlan) -> None:
    first, second = a_pair(plan)
    week = timedelta(days=7)
    changes = [
        ChangeRequest(action_id=second.id, start=second.start + week, due=second.due + week),
        ChangeRequest(action_id=first.id, due=working_day(first.due + timedelta(days=3))),
    ]
    assert unbroken(replan(plan, changes, terms()).plan.actions)


def test_work_that_has_begun_keeps_its_first_day_and_gets_longer(plan: ProductionPlan) -> None:
    action = next(action for action in plan.actions if action.start == plan.start)
    later = working_day(action.due + timedelta(days=7))
    new = replan(plan, [ChangeRequest(action_id=action.id, due=later)], terms(action.start)).plan.get_action(action.id)
    assert (new.start, new.due) == (action.start, later)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (MONDAY - timedelta(days=3), "has gone by"),
        (MONDAY + timedelta(days=5), "Saturday 14 November 2026 is not a working day. The next one is Tuesday 17"),
        (MONDAY + timedelta(days=7), "Monday 16 November 2026 is not a working day. The next one is Tuesday 17"),
    ],
)
def test_days_that_cannot_be_are_refused_with_one_that_can(plan: ProductionPlan, day: date, says: str) -> None:
    off = frozenset({MONDAY + timedelta(days=7)})
    with pytest.raises(MoveRefused, match=says):
        replan(closed_on(plan, off), [ChangeRequest(action_id=plan.actions[0].id, due=day)], terms())


def test_a_plan_does_not_begin_before_its_first_day(plan: ProductionPlan) -> None:
    early = MONDAY - timedelta(days=7)
    with pytest.raises(MoveRefused, match="The plan begins on Monday 9 November 2026"):
        replan(plan, [ChangeRequest(action_id=plan.actions[0].id, due=early)], terms(today=early))


def test_what_is_done_can_only_be_reopened(plan: ProductionPlan) -> None:
    action = plan.actions[0]
    with pytest.raises(MoveRefused, match="is done"):
        replan(plan, [ChangeRequest(action_id=action.id, due=MONDAY)], terms(done=frozenset({action.id})))


def test_actions_cannot_wait_for_each_other(plan: ProductionPlan) -> None:
    first, second = a_pair(plan)
    with pytest.raises(MoveRefused, match="wait for each other") as refused:
        replan(plan, [ChangeRequest(action_id=first.id, depends_on=(second.id,))], terms())
    assert first.title in str(refused.value) and second.title in str(refused.value)


def test_a_new_dependency_moves_what_waits_now(plan: ProductionPlan) -> None:
    first = max(plan.list_phase_actions("wire"), key=lambda action: action.due)
    second = next(a for a in plan.list_phase_actions("prove") if first.id not in a.depends_on and a.due > first.due)
    late = replan(plan, [ChangeRequest(action_id=first.id, due=working_day(second.due))], terms()).plan
    made = replan(late, [ChangeRequest(action_id=second.id, depends_on=(*second.depends_on, first.id))], terms())
    assert made.plan.get_action(second.id).start >= second.due
    assert [waits.added for waits in made.difference.waits] == [(first.id,)]


def test_a_dependency_that_is_dropped_lets_what_it_pushed_come_back(plan: ProductionPlan) -> None:
    first, second = a_pair(plan)
    late = replan(
        plan, [ChangeRequest(action_id=first.id, due=working_day(first.due + timedelta(days=21)))], terms()
    ).plan
    others = tuple(other for other in second.depends_on if other != first.id)
    freed = replan(late, [ChangeRequest(action_id=second.id, depends_on=others)], terms()).plan
    assert freed.get_action(second.id).start <= second.start + timedelta(days=1)


def test_what_waited_for_something_done_waits_no_longer(plan: ProductionPlan) -> None:
    first, second = a_pair(plan)
    early = replan(
        plan, [ChangeRequest(action_id=second.id, start=first.start)], terms(done=frozenset({first.id}))
    ).plan
    assert early.get_action(second.id).start == first.start


def test_a_plan_that_gets_longer_than_twelve_weeks_says_so(plan: ProductionPlan) -> None:
    last = max(plan.actions, key=lambda action: action.due)
    late = working_day(plan.end + timedelta(weeks=6))
    made = replan(plan, [ChangeRequest(action_id=last.id, due=late)], terms())
    assert made.difference.is_too_long
    assert made.plan.weeks > 12
    assert made.difference.end[1] >= late


def test_a_revision_tells_its_own_dates_and_why_a_gate_moved(plan: ProductionPlan) -> None:
    last = max(plan.list_phase_actions("wire"), key=lambda action: action.due)
    worded = plan.model_copy(update={"summary": ("Nobody answers for it.", *plan.summary), "notes": ("Odd.",)})
    late = working_day(last.due + timedelta(weeks=8))
    new = replan(worded, [ChangeRequest(action_id=last.id, due=late)], terms()).plan
    assert new.summary[0] == "Nobody answers for it."
    assert new.horizons.line in " ".join(new.summary)
    assert plan.horizons.line not in " ".join(new.summary)
    wire = next(phase for phase in new.phases if phase.id == "wire")
    told = f"Gate wire moves from week 6 to week {wire.gate.week}: “{last.title}” was moved"
    assert any(note.startswith(told) for note in new.notes)
    assert new.notes[-1] == "Odd."
    back = replan(new, [ChangeRequest(action_id=last.id, start=last.start, due=last.due)], terms()).plan
    assert back.summary == worded.summary
    assert [note.split(":")[0] for note in back.notes if note.startswith("Gate")] == [
        note.split(":")[0] for note in plan.notes if note.startswith("Gate")
    ]


def test_what_the_plan_does_not_hold_cannot_be_changed(plan: ProductionPlan) -> None:
    with pytest.raises(NotFound, match="nonsense"):
        replan(plan, [ChangeRequest(action_id="nonsense", due=MONDAY)], terms())
    with pytest.raises(NotFound, match="nonsense"):
        replan(plan, [ChangeRequest(action_id=plan.actions[0].id, depends_on=("nonsense",))], terms())
