"""What a plan leaves open, and how much of it is told by name."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan_contents.open_questions import list_open_questions
from tests.domain.plans import a_plan, all_at
from tests.domain.plans import an_assessment as assessed_at
from tests.support.builders import an_action, an_assessment


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        (4, "Who takes what is still open: role 0, role 1, role 2 and role 3?"),
        (5, "Who takes the 5 roles still open, first of all role 0, role 1 and role 2?"),
    ],
)
def test_up_to_four_open_roles_are_named_and_of_more_the_first_three(
    knowledge: Knowledge, roles: int, told: str
) -> None:
    actions = [an_action(f"a{n}", role=f"r{n}", role_name=f"Role {n}") for n in range(roles)]
    assert told in list_open_questions(an_assessment(), knowledge, (), actions, ((), (), ()))


@pytest.mark.parametrize(("level", "asked"), [(None, False), (0, True), (1, True), (2, True), (3, False), (4, False)])
def test_a_baseline_is_asked_for_until_it_was_agreed(knowledge: Knowledge, level: int | None, asked: bool) -> None:
    plan = a_plan(knowledge, assessed_at(knowledge.framework, all_at(3, profit=level)))
    assert any("what is the baseline and target" in question for question in plan.open_questions[-3:]) or not asked
    profit = knowledge.framework.get_criterion("profit").name
    assert any(q.startswith(profit) and "baseline" in q for q in plan.open_questions) == asked
