"""What nobody mentions unasked stands in every plan, as deep as its tier of risk asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.strand import GRADES
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import RiskAnswers
from bot.domain.plan_contents.strand import NOT_ASKED
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import MADE_AT, MONDAY, all_at, an_assessment

GRADE = st.sampled_from(GRADES)


def plan_for(knowledge: Knowledge, answers: RiskAnswers, *tiers: str) -> ProductionPlan:
    facts = tuple(a_fact(f"t{n}.f1", f"decision {n}", "decision", tier=tier) for n, tier in enumerate(tiers))
    made = an_assessment(knowledge.framework, all_at(2), facts=facts)
    return draft_plan(made, knowledge, PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY, risk=answers))


def test_it_speaks_of_all_that_teams_leave_out(shipped_knowledge: Knowledge) -> None:
    assert {item.topic for item in plan_for(shipped_knowledge, RiskAnswers()).strand} == {
        *("security", "privacy", "law", "vendor", "model operations", "incident", "roll-back"),
        *("communication", "steering"),
    }


def test_unasked_it_stands_at_the_middle_depth_and_says_so(shipped_knowledge: Knowledge) -> None:
    plan = plan_for(shipped_knowledge, RiskAnswers())
    efforts = {item.id: item.effort_days["medium"] for item in shipped_knowledge.strand.items}
    assert {item.id: item.effort_days for item in plan.strand} == efforts
    assert all(not item.asked and not item.relieved and item.tier is None for item in plan.strand)
    assert {item.why for item in plan.strand} == {NOT_ASKED}


@given(
    answers=st.builds(
        RiskAnswers, impact=st.none() | GRADE, autonomy=st.none() | GRADE, irreversibility=st.none() | GRADE
    )
)
def test_a_lower_tier_is_relieved_in_writing_and_of_nothing_it_needs(
    shipped_knowledge: Knowledge, answers: RiskAnswers
) -> None:
    library = {item.id: item for item in shipped_knowledge.strand.items}
    for item in plan_for(shipped_knowledge, answers).strand:
        own, tier = library[item.id], answers.tier
        assert (item.asked, item.tier) == (tier is not None, tier)
        assert item.relieved == (tier is not None and GRADES.index(tier) < GRADES.index(own.needed_from))
        assert item.effort_days == (0 if item.relieved else own.effort_days[tier or "medium"])
        assert item.why and (item.why == own.relief) == item.relieved
        assert item.due is None or not item.relieved


@pytest.mark.parametrize(("tier", "relieved"), [("low", True), ("medium", False), ("high", False)])
def test_the_lowest_tier_that_needs_a_control_has_it(shipped_knowledge: Knowledge, tier: str, relieved: bool) -> None:
    answers = RiskAnswers.model_validate({"impact": tier})
    items = {item.id: item for item in plan_for(shipped_knowledge, answers).strand}
    assert items["privacy_assessment"].relieved == relieved
    assert not items["security_injection"].relieved


def test_the_gravest_answer_counts_and_what_was_not_asked_is_said(shipped_knowledge: Knowledge) -> None:
    item = plan_for(shipped_knowledge, RiskAnswers(impact="low", people="high")).strand[0]
    assert (
        item.why == "Tier high, for people it touches. Not asked: how much it decides alone and how hard it is to undo."
    )


def test_it_is_due_with_its_gate_and_has_who_holds_its_role(shipped_knowledge: Knowledge) -> None:
    plan = plan_for(shipped_knowledge, RiskAnswers())
    gates = {phase.id: phase.gate.due for phase in plan.phases}
    assert all(item.due == gates[item.phase] for item in plan.strand)
    named = {action.role: action.person_name for action in plan.actions}
    assert all(item.person_name == named[item.role] for item in plan.strand if item.role in named)


def test_law_comes_with_its_days_and_is_marked_where_nobody_read_it_at_its_source(shipped_knowledge: Knowledge) -> None:
    items = {item.id: item for item in plan_for(shipped_knowledge, RiskAnswers()).strand}
    assert [(cite.since, cite.second_hand) for cite in items["law_class"].cites] == [
        ("2 December 2027", True),
        ("2 August 2028", True),
    ]
    assert [cite.since for cite in items["law_transparency"].cites] == ["2 August 2026"]


@pytest.mark.parametrize(
    ("tiers", "impact"),
    [
        (("low risk", "high"), "high"),
        (("mittel",), "medium"),
        (("風險低",), "low"),
        (("riesgo alto",), "high"),
        (("not high",), None),
        (("low to medium",), None),
        (("tier 2",), None),
        ((), None),
    ],
)
def test_a_tier_that_the_team_named_counts_for_the_harm(
    shipped_knowledge: Knowledge, tiers: tuple[str, ...], impact: str | None
) -> None:
    plan = plan_for(shipped_knowledge, RiskAnswers(), *tiers)
    assert plan.risk_answers.impact == impact
    assert {item.asked for item in plan.strand} == {impact is not None}


def test_an_answer_stands_before_what_was_said_in_passing(shipped_knowledge: Knowledge) -> None:
    assert plan_for(shipped_knowledge, RiskAnswers(impact="low"), "high").risk_answers.impact == "low"
