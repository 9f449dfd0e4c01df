from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan_contents.raci import build_raci_entries
from tests.domain.plans import a_plan, all_at, an_assessment


def test_every_action_has_exactly_one_role_that_answers_for_it(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(1)))
    accountable = [action for part in build_raci_entries(plan) for action in part.accountable]
    assert sorted(accountable) == sorted(action.id for action in plan.actions)


def test_whose_work_it_builds_on_is_asked_and_who_waits_is_told(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(1)))
    by_role = {part.role: part for part in build_raci_entries(plan)}
    for action in plan.actions:
        for other in (plan.get_action(other) for other in action.depends_on):
            if other.role != action.role:
                assert action.id in by_role[other.role].consulted
                assert other.id in (*by_role[action.role].informed, *by_role[action.role].consulted)


def test_a_role_stands_once_for_an_action(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(0)))
    for part in build_raci_entries(plan):
        named = (*part.accountable, *part.consulted, *part.informed)
        assert len(named) == len(set(named))
