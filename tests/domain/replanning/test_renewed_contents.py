"""After a move, what hangs on an action or a gate has the days that these have now."""

from datetime import timedelta

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms
from bot.domain.replanning.replan import replan
from tests.domain.plans import MADE_AT, MONDAY, a_plan, all_at, an_assessment

ALIGNED = "throughput_target"


@pytest.fixture(scope="module")
def before(shipped_knowledge: Knowledge) -> ProductionPlan:
    return a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2)))


@pytest.fixture(scope="module")
def after(before: ProductionPlan) -> ProductionPlan:
    """Three weeks later: the gate of its phase and whatever waits for it move along."""
    wish = ChangeRequest(action_id=ALIGNED, due=before.get_action(ALIGNED).due + timedelta(weeks=3))
    return replan(before, (wish,), RevisionTerms(plan_id="p2", made_at=MADE_AT, today=MONDAY)).plan


def test_a_number_is_agreed_before_its_action_begins_wherever_that_stands_now(
    before: ProductionPlan, after: ProductionPlan
) -> None:
    moved = 0
    for old, row in zip(before.numbers_to_agree, after.numbers_to_agree, strict=True):
        starts = [action.start for action in after.actions if action.id in row.actions and action.is_committed]
        assert row.by is None or not starts or row.by < min(starts) or row.by == after.start
        moved += old.by != row.by
    assert moved


def test_the_strand_and_what_is_missing_follow_their_gates(before: ProductionPlan, after: ProductionPlan) -> None:
    assert before.phases[0].gate.due != after.phases[0].gate.due
    gates = {phase.id: phase.gate.due for phase in after.phases}
    assert all(item.due == gates[item.phase] for item in after.strand)
    assert {one.by for one in after.value_case.missing} == {after.phases[0].gate.due}
