"""The register: what stands against a plan, how likely and grave, how it shows, who watches it, what is done."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.framework.framework import Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.strand import Grade
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Risk, RiskAnswers
from bot.domain.plan_contents.risks import build_risks, grade_likelihood
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import (
    CRITERIA,
    DANA,
    MADE_AT,
    MONDAY,
    PAOLO,
    Levels,
    a_plan,
    all_at,
    an_assessment,
    an_owner_claim,
    some_levels,
)

several = settings(max_examples=60, deadline=None)
POINTS = {"high": 3, "medium": 2, "low": 1}


@pytest.fixture(scope="module")
def knowledge(shipped_knowledge: Knowledge) -> Knowledge:
    """The register's rows ship with the product."""
    return shipped_knowledge


def risk_of(plan: ProductionPlan, risk_id: str) -> Risk | None:
    return next((risk for risk in plan.risks if risk.id == risk_id), None)


def get_points(risk: Risk) -> int:
    return POINTS[risk.likelihood or "low"] * POINTS[risk.impact or "low"]


@several
@given(some_levels(), st.sets(st.sampled_from(CRITERIA)))
def test_every_risk_has_likelihood_impact_first_sign_answer_and_who_watches_it(
    knowledge: Knowledge, levels: Levels, disputed: set[str]
) -> None:
    contested = tuple(c for c in CRITERIA if c in disputed and levels[c] is not None)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels, disputed=contested))
    assert 1 <= len(plan.risks) <= 12
    assert len({risk.id for risk in plan.risks}) == len(plan.risks)
    for risk in plan.risks:
        assert all((risk.likelihood, risk.impact, risk.first_sign, risk.answer, risk.owner_role, risk.title, risk.why))
        assert risk.quote or risk.why
    points = [get_points(risk) for risk in plan.risks]
    assert points == sorted(points, reverse=True)


@several
@given(some_levels())
def test_every_criterion_of_the_stage_that_is_not_designed_stands_in_the_register(
    knowledge: Knowledge, levels: Levels
) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels))
    told = " ".join(risk.title for risk in plan.risks)
    trapped = {
        rule.criterion for risk in plan.risks if risk.trap for rule in knowledge.framework.get_trap(risk.trap).shown_at
    }
    ids = {risk.id for risk in plan.risks}
    for criterion in knowledge.framework.gating_criteria:
        level = levels[criterion.id]
        if len(plan.risks) < 12 and (level is None or level < 3) and criterion.id != "owner":
            assert criterion.id in ids | trapped or criterion.name in told


@pytest.mark.parametrize(
    ("level", "likelihood"), [(None, "high"), (0, "high"), (1, "high"), (2, "medium"), (3, "low"), (4, "low")]
)
def test_how_likely_follows_from_the_level(level: Level | None, likelihood: Grade) -> None:
    assert grade_likelihood(level) == likelihood


def test_a_trap_says_it_for_the_criteria_that_show_it(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, data=1, boundary=2)))
    trap, boundary = risk_of(plan, "clean_data"), risk_of(plan, "boundary")
    assert risk_of(plan, "data") is None
    assert trap and (trap.likelihood, trap.quote) == ("high", "This is how data stands with us.")
    assert boundary and (boundary.likelihood, boundary.impact, boundary.speaker) == ("medium", "high", DANA.id)
    assert boundary.actions == ("boundary_tested",)


def test_what_is_not_known_says_whether_it_was_asked(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, audit=None)))
    unknown = risk_of(plan, "unknown")
    assert unknown and unknown.title == "Not known: Audit trail"
    assert unknown.why.startswith(("Not asked", "Nobody could say"))
    assert unknown.actions == ("audit_unknown",)


@pytest.mark.parametrize(
    ("stance", "risk_id"), [("proposed", "owner_not_asked"), ("refused", "no_owner"), (None, "no_owner")]
)
def test_an_owner_who_is_not_there_is_a_risk(knowledge: Knowledge, stance: str | None, risk_id: str) -> None:
    made = an_assessment(knowledge.framework, all_at(2))
    if stance == "proposed":
        made = made.with_owner_claims((an_owner_claim(PAOLO, "proposed", speaker=DANA.id),))
    elif stance == "refused":
        made = made.with_owner_claims((an_owner_claim(PAOLO, "refused"),))
    assert risk_of(a_plan(knowledge, made), risk_id)
    accepted = made.with_owner_claims((an_owner_claim(PAOLO),))
    assert not {"no_owner", "owner_not_asked"} & {risk.id for risk in a_plan(knowledge, accepted).risks}


def test_a_ban_is_a_risk_with_its_words(knowledge: Knowledge) -> None:
    ban = a_fact("t1.f1", "no cloud", "constraint", kind="ban", what="no data in the cloud")
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=(ban,)))
    [found] = [risk for risk in plan.risks if risk.id.startswith("ban:")]
    assert found.title == "Something is forbidden: no data in the cloud"
    assert (found.quote, found.speaker) == (ban.quote, ban.speaker)


def test_the_one_who_watches_a_risk_is_named_where_the_role_is_held(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(2)).with_owner_claims((an_owner_claim(PAOLO),))
    decisions = risk_of(a_plan(knowledge, made), "decisions")
    assert decisions and (decisions.owner_role, decisions.owner) == ("Operational owner", "Paolo Greco")


def test_only_a_team_that_proved_everything_and_can_do_no_grave_harm_has_no_risk(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(4)).with_owner_claims((an_owner_claim(PAOLO),))

    def draft(risk: RiskAnswers) -> list[str]:
        terms = PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY, risk=risk)
        return [one.id for one in draft_plan(made, knowledge, terms).risks]

    assert draft(RiskAnswers()) == ["harm_not_asked"]
    assert draft(RiskAnswers(impact="high")) == ["grave_decisions"]
    assert draft(RiskAnswers(impact="low")) == []
    designed = an_assessment(knowledge.framework, all_at(3)).with_owner_claims((an_owner_claim(PAOLO),))
    assert len(a_plan(knowledge, designed).risks) == 3


def test_the_words_in_english_stand_with_the_quote(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(3, boundary=2))
    evidence = tuple(item.model_copy(update={"translation": "In English."}) for item in made.evidence)
    boundary = risk_of(a_plan(knowledge, made.model_copy(update={"evidence": evidence})), "boundary")
    assert boundary and boundary.translation == "In English."


def test_a_register_without_rows_still_tells_traps_disputes_and_unknowns(framework_only: Knowledge) -> None:
    made = an_assessment(framework_only.framework, all_at(3, data=1, audit=None), disputed=("owner",))
    plan = a_plan(framework_only, made)
    assert {risk.id for risk in build_risks(plan, made, framework_only, {})} == {
        "clean_data",
        "owner_disagreement",
        "unknown",
    }


@pytest.fixture
def framework_only(knowledge: Knowledge) -> Knowledge:
    return knowledge.model_copy(update={"risks": type(knowledge.risks)()})
