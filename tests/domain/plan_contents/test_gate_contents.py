"""A gate holds what this team still owes, with its words and what brings it; what holds already stands beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.core.people import Person
from bot.domain.framework.framework import GateCriterion, PhaseGate
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan_contents.gate_contents import is_met
from tests.domain.plans import CRITERIA, DANA, PAOLO, Levels, a_plan, all_at, an_assessment, an_owner_claim, some_levels

several = settings(max_examples=60, deadline=None)
RISK = Person(id="U7", name="Femi Adeyemi", role="Head of risk")


@pytest.fixture(scope="module")
def knowledge(shipped_knowledge: Knowledge) -> Knowledge:
    """What a gate is about ships with the product."""
    return shipped_knowledge


def phase_of(plan: ProductionPlan, phase: str) -> PlannedPhase:
    return next(one for one in plan.phases if one.id == phase)


@several
@given(some_levels(), st.sets(st.sampled_from(CRITERIA)))
def test_a_gate_owes_what_is_below_its_level_unknown_or_in_dispute_and_nothing_else(
    knowledge: Knowledge, levels: Levels, disputed: set[str]
) -> None:
    contested = tuple(c for c in CRITERIA if c in disputed and levels[c] is not None)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels, disputed=contested))
    known = {c.text: c for phase in knowledge.framework.phases for c in phase.gate.criteria}
    said = {f"e-{criterion}-{DANA.id}" for criterion in CRITERIA} | {f"e-{c}-{PAOLO.id}" for c in CRITERIA}
    for phase in plan.phases:
        assert phase.gate.criteria == tuple(owed.text for owed in phase.gate.owed)
        for owed in phase.gate.owed:
            of = known[owed.text]
            short = [c for c in of.criteria if c in contested or (level := levels[c]) is None or level < of.level]
            assert short or any(gap.kind == of.about for gap in plan.gaps)
            assert {reason.evidence_id for reason in owed.evidence} <= said
            assert owed.actions or not plan.list_phase_actions(phase.id)
            assert all(plan.get_action(action) for action in owed.actions)
        for met in phase.gate.met:
            assert met.criterion and f" is at {levels[met.criterion]}, " in met.text, "no claim that nobody made"
            assert met.evidence
        assert phase.gate.stop_when


def test_what_is_owed_names_the_actions_that_bring_it_and_what_was_said(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, boundary=2)))
    [owed] = phase_of(plan, "govern").gate.owed
    assert (owed.criterion, owed.actions) == ("boundary", ("boundary_tested",))
    assert [reason.evidence_id for reason in owed.evidence] == ["e-boundary-U1"]


@pytest.mark.parametrize(("level", "met"), [(2, False), (3, True)])
def test_a_gate_criterion_holds_from_its_level_on(knowledge: Knowledge, level: int, met: bool) -> None:
    made = an_assessment(knowledge.framework, all_at(3, data=level))
    plan = a_plan(knowledge, made)
    assert is_met(GateCriterion(text="t", criteria=("data",), level=3), made, plan) == met


def test_whoever_approves_is_not_the_owner(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(2), people=(DANA, RISK))
    gate = phase_of(a_plan(knowledge, made), "govern").gate
    assert (gate.approver_role, gate.approver) == ("Risk and compliance partner", RISK.name)
    owned = made.with_owner_claims((an_owner_claim(RISK),))
    own = phase_of(a_plan(knowledge, owned), "govern").gate
    assert (own.approver_role, own.approver) == ("Risk and compliance partner", None)


def test_a_gate_of_a_framework_from_before_is_read_as_it_was_written() -> None:
    gate = PhaseGate.model_validate({"name": "go", "ends_with": "x", "criteria": ["It runs.", {"text": "It holds."}]})
    assert gate.texts == ("It runs.", "It holds.")
    assert (gate.criteria[0].criteria, gate.stop_when, gate.approvers) == ((), "", ())
    written = gate.model_dump(mode="json", exclude_defaults=True)
    assert PhaseGate.model_validate(written) == gate


# --- phases without actions ---------------------------------------------------------------------------


@several
@given(some_levels())
def test_no_phase_is_silent(knowledge: Knowledge, levels: Levels) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels))
    for phase in plan.phases:
        assert bool(phase.why) != bool(plan.list_phase_actions(phase.id))
        assert phase.why.startswith(("Already there: ", "Not planned", "")) and "nothing to do" not in phase.why.lower()


def test_a_phase_that_is_behind_the_team_says_so_in_its_words(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, owner=2)))
    govern = phase_of(plan, "govern")
    assert govern.why == "Already there: “This is how proportionality stands with us.” (Dana)"
    assert {reason.evidence_id for reason in govern.there} >= {"e-proportionality-U1"}


def test_a_phase_that_hangs_on_questions_names_their_numbers(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, workflow_fit=None)))
    number = next(n for n, q in enumerate(plan.open_questions, start=1) if q.startswith("Daily work: "))
    assert phase_of(plan, "wire").why == f"Not planned: hangs on question {number}."
