"""Where the gates of a revised plan stand, and which action is named as what moved them or one another."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.domain.plan.phase import PlannedGate, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import ChangeRequest
from bot.domain.replanning.difference import PlanDifference, compare_plans
from bot.domain.replanning.replan import replan
from tests.domain.plans import MONDAY
from tests.domain.replanning.test_replan import terms
from tests.support.builders import a_plan, an_action


def on(week: int, day: int = 0) -> date:
    """A working day of the plan; Monday is 0."""
    return MONDAY + timedelta(weeks=week - 1, days=day)


def a_phase(name: str, first: int, last: int) -> PlannedPhase:
    gate = PlannedGate(name=name, phase=name, week=last, due=on(last, 4), ends_with="a decision", criteria=())
    return PlannedPhase(id=name, name=name, weeks=(first, last), start=on(first), end=on(last, 4), gate=gate)


def planned(*phases: PlannedPhase) -> ProductionPlan:
    """One day of work in each phase, on the Monday of its last week."""
    days = {phase.id: on(phase.gate.week) for phase in phases}
    actions = [an_action(f"{name}_work", phase=name, effort_days=1, start=day, due=day) for name, day in days.items()]
    return a_plan(actions=actions, phases=phases, weeks=phases[-1].gate.week, end=phases[-1].end)


def weeks_after(plan: ProductionPlan, action: str, due: date) -> dict[str, tuple[int, int]]:
    made = replan(plan, [ChangeRequest(action_id=action, due=due)], terms()).plan
    assert all(phase.gate.week == phase.weeks[1] for phase in made.phases)
    return {phase.id: phase.weeks for phase in made.phases}


@pytest.mark.parametrize(("week", "gate"), [(2, 2), (3, 3)])
def test_a_gate_moves_only_when_its_work_runs_past_its_week_and_its_phase_begins_as_before(
    week: int, gate: int
) -> None:
    plan = planned(a_phase("wire", 1, 2), a_phase("hand", 5, 6))
    assert weeks_after(plan, "wire_work", on(week, 4)) == {"wire": (1, gate), "hand": (5, 6)}


@pytest.mark.parametrize(("begins", "prove"), [(1, 4), (2, 5)])
def test_a_gate_pushes_that_of_a_phase_that_begins_no_sooner_than_it_stands_and_not_of_one_beside_it(
    begins: int, prove: int
) -> None:
    plan = planned(a_phase("wire", 1, 2), a_phase("prove", begins, 4), a_phase("hand", 6, 8))
    assert weeks_after(plan, "wire_work", on(5)) == {"wire": (1, 5), "prove": (begins, prove), "hand": (6, 8)}


def test_the_last_gate_of_all_follows_every_other_one() -> None:
    plan = planned(a_phase("wire", 1, 3), a_phase("prove", 1, 4), a_phase("hand", 2, 5))
    assert weeks_after(plan, "wire_work", on(6)) == {"wire": (1, 6), "prove": (1, 4), "hand": (2, 6)}


# --- what is named as the cause ---------------------------------------------------------------------


def moved(dues: Mapping[str, tuple[date, date]]) -> PlanDifference:
    """Of a plan in which `last` waits for the others, and its gate counts them: when each was due and is due."""
    phase = a_phase("wire", 1, 2)
    gates = [phase.gate.model_copy(update={"actions": tuple(dues), "due": due}) for due in (on(2, 4), on(3, 4))]
    before, after = (
        a_plan(
            actions=[
                an_action(key, effort_days=1, start=due[n], due=due[n], depends_on=tuple(dues) if key == "last" else ())
                for key, due in {**dues, "last": (on(2), on(3))}.items()
            ],
            phases=[phase.model_copy(update={"gate": gate})],
        )
        for n, gate in enumerate(gates)
    )
    return compare_plans(before, after, asked={"first", "second"})


@pytest.mark.parametrize(
    ("first", "second", "cause"),
    [
        ((on(1, 2), on(2, 1)), (on(1, 1), on(2, 2)), "second"),
        ((on(1, 1), on(2, 2)), (on(1, 2), on(2, 1)), "first"),
        ((on(1, 1), on(2, 1)), (on(1, 2), on(2, 2)), "second"),
    ],
)
def test_of_several_that_moved_the_one_that_ends_last_now_is_named_whichever_did_before(
    first: tuple[date, date], second: tuple[date, date], cause: str
) -> None:
    told = moved({"first": first, "second": second})
    assert {one.action_id: one.because for one in told.actions} == {"first": None, "second": None, "last": cause}
    assert [gate.because for gate in told.gates] == [cause]


def test_what_was_moved_the_other_way_is_not_named_as_what_pushed_it() -> None:
    told = moved({"first": (on(1, 1), on(2, 1)), "second": (on(2, 3), on(2, 2))})
    assert {one.action_id: one.because for one in told.actions}["last"] == "first"
