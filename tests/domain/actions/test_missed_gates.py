"""A gate is missed once its day has passed and not all that counts at it is done; it is told with how long."""

from datetime import date, timedelta

import pytest

from bot.domain.actions.missed_gates import list_missed_gates
from bot.domain.actions.progress import Progress, Step
from bot.domain.plan.phase import PlannedGate, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.wording.gate_words import describe_missed_gate, describe_standing_miss
from tests.support.builders import DANA, MONDAY, a_plan, an_action

GATE_DAY = date(2026, 12, 11)


def a_phase(phase_id: str, due: date | None) -> PlannedPhase:
    gate = PlannedGate(name=phase_id, phase=phase_id, week=2, due=due, ends_with="a decision", criteria=())
    return PlannedPhase(id=phase_id, name=phase_id, weeks=(1, 2), start=GATE_DAY, end=GATE_DAY, gate=gate)


def a_plan_with(*phases: PlannedPhase) -> ProductionPlan:
    actions = (an_action("a", phase="align"), an_action("b", phase="align"), an_action("c", phase="wire"))
    return a_plan(actions=actions).model_copy(update={"phases": phases})


def progress_of(plan: ProductionPlan, *done: str) -> Progress:
    steps = [
        Step(id=f"s-{a}", root="p1", pilot_id="freightmatch", action_id=a, kind="done", at=MONDAY, by=DANA.id)
        for a in done
    ]
    return Progress.from_steps(plan, steps)


@pytest.mark.parametrize(("after", "missed"), [(-1, False), (0, False), (1, True)])
def test_a_gate_is_missed_from_the_day_after_it_on(after: int, missed: bool) -> None:
    found = list_missed_gates(progress_of(a_plan_with(a_phase("align", GATE_DAY))), GATE_DAY + timedelta(days=after))
    assert bool(found) == missed


def test_it_is_told_with_how_long_and_how_much_is_open() -> None:
    [missed] = list_missed_gates(progress_of(a_plan_with(a_phase("align", GATE_DAY)), "a"), date(2026, 12, 20))
    assert describe_missed_gate(missed) == "Gate align was due on Friday 11 December: 9 days ago, 1 of 2 actions open."
    assert describe_standing_miss(missed) == "Gate align was due on Friday 11 December: 1 of 2 actions open."


def test_what_is_done_has_no_day_or_holds_nothing_is_not_missed() -> None:
    late = GATE_DAY + timedelta(weeks=1)
    plan = a_plan_with(a_phase("align", GATE_DAY), a_phase("wire", None), a_phase("prove", GATE_DAY))
    assert list_missed_gates(progress_of(plan, "a", "b"), late) == ()


def test_the_longest_missed_comes_first() -> None:
    plan = a_plan_with(a_phase("wire", GATE_DAY), a_phase("align", GATE_DAY - timedelta(days=3)))
    found = list_missed_gates(progress_of(plan), GATE_DAY + timedelta(days=2))
    assert [(one.gate.phase, one.days, one.left, one.of) for one in found] == [("align", 5, 2, 2), ("wire", 2, 1, 1)]


def test_the_plan_as_it_is_held_names_who_took_and_who_was_given_an_action() -> None:
    plan = a_plan_with(a_phase("align", GATE_DAY))
    took = Step(
        id="1", root="p1", pilot_id="freightmatch", action_id="a", kind="accepted", at=MONDAY, by="U9", by_name="Ana"
    )
    gave = took.model_copy(
        update={"id": "2", "action_id": "b", "kind": "assigned", "by": DANA.id, "to": "U8", "to_name": "Bo"}
    )
    held = Progress.from_steps(plan, (took, gave)).build_held_plan()
    assert [(a.person, a.person_name, a.basis) for a in held.actions] == [
        ("U9", "Ana", "said"),
        ("U8", "Bo", "named"),
        (None, None, None),
    ]
    assert {line.person_name for line in held.responsibilities} >= {"Ana", "Bo"}
    assert progress_of(plan).build_held_plan() is plan
