"""Of systems and decisions only what decides something is asked, and nothing that stands beside it."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.tables import DecisionEntry
from bot.domain.plan_contents.open_questions import list_open_questions
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import a_plan, all_at
from tests.domain.plans import an_assessment as assessed_at
from tests.support.builders import an_assessment

STOP = "where must the AI stop"


def asked_of(knowledge: Knowledge, decision: str, **told: str) -> str:
    entry = DecisionEntry(decision=decision, quote=told.pop("quote", "It decides."), speaker="U1", **told)
    questions = list_open_questions(an_assessment(), knowledge, (), (), ((), (entry,), ()))
    return next((question for question in questions if question.startswith(f"{decision}: ")), "")


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("refund", {"boundary": "never above 500"}),
        ("refund under 500 euro", {}),
        ("refund", {"quote": "Up to 500 euro it refunds by itself."}),
    ],
)
def test_where_it_must_stop_is_not_asked_where_the_limit_stands_beside_it(
    knowledge: Knowledge, decision: str, told: dict[str, str]
) -> None:
    assert STOP not in asked_of(knowledge, decision, **told)
    assert "how risky is it" in asked_of(knowledge, decision, **told)


def test_it_is_asked_where_no_limit_stands(knowledge: Knowledge) -> None:
    assert STOP in asked_of(knowledge, "refund")
    assert STOP in asked_of(knowledge, "refund", decider="the model")


def test_of_a_decision_that_a_person_takes_only_the_risk_is_asked(knowledge: Knowledge) -> None:
    assert asked_of(knowledge, "refund", decider="the desk lead") == "refund: how risky is it?"
    assert asked_of(knowledge, "refund", decider="the desk lead", tier="low") == ""


def test_one_decision_under_two_forms_of_its_name_is_one_row_and_one_question(knowledge: Knowledge) -> None:
    facts = (
        a_fact("t1.f1", "refund", "decision", tier="low", decider="AI"),
        a_fact("t2.f1", "the refunds", "decision", boundary="under 500", escalation="Dana", time="4 h"),
    )
    plan = a_plan(knowledge, assessed_at(knowledge.framework, all_at(2), facts=facts))
    (row,) = plan.decisions
    assert (row.tier, row.boundary, row.time) == ("low", "under 500", "4 h")
    assert not any(question.startswith("refund") for question in plan.open_questions)
