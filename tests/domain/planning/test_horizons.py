"""Two horizons: what can be dated and what is only outlined, whatever a team said."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.core.days_off import DaysOff, Freeze
from bot.domain.framework.knowledge import Knowledge
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from tests.domain.plans import CRITERIA, MADE_AT, MONDAY, Levels, a_plan, all_at, an_assessment, some_levels

several = settings(max_examples=40, deadline=None)
GATING = CRITERIA[:12]


@several
@given(some_levels(), st.sets(st.sampled_from(CRITERIA), max_size=3))
def test_every_plan_has_the_four_steps_to_live_proof_in_order(
    knowledge: Knowledge, levels: Levels, disputed: set[str]
) -> None:
    contested = tuple(c for c in disputed if levels[c] is not None)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels, disputed=contested))
    assert [step.step for step in plan.rollout] == ["shadow", "limited", "full", "owner_review"]
    before = plan.start
    for step in plan.rollout:
        if step.action is None:
            assert step.there, "what lies behind a team is shown by its words"
            continue
        assert plan.get_action(step.action).exposure == step.step
        assert step.earliest is not None and step.latest is not None
        assert before <= step.earliest <= step.latest
        before = step.earliest


@several
@given(some_levels())
def test_what_is_dated_hangs_on_nothing_that_is_not(knowledge: Knowledge, levels: Levels) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels))
    committed = {action.id for action in plan.actions if action.is_committed}
    for action in plan.actions:
        if action.is_committed:
            assert set(action.depends_on) <= committed and action.latest is None
            assert levels[action.criterion] is not None or action.gap == "unknown"
        else:
            assert action.latest is not None and action.latest >= action.due
    assert {*plan.horizons.committed.actions, *plan.horizons.outline.actions} == {a.id for a in plan.actions}


@pytest.mark.parametrize(("unknown", "discovery"), [(4, False), (5, True)])
def test_with_more_than_four_unknown_the_plan_only_finds_out(
    knowledge: Knowledge, unknown: int, discovery: bool
) -> None:
    levels = all_at(2) | dict.fromkeys(GATING[:unknown], None)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels))
    assert plan.horizons.is_discovery is discovery
    assert all(action.gap == "unknown" for action in plan.actions if action.is_committed) is discovery


def test_the_less_is_known_the_later_live_proof_can_be_there(knowledge: Knowledge) -> None:
    ends = []
    for unknown in (0, 1, 4, 5, 12):
        levels = all_at(2) | dict.fromkeys(GATING[:unknown], None)
        outline = a_plan(knowledge, an_assessment(knowledge.framework, levels)).horizons.outline
        assert outline.latest is not None
        ends.append(outline.latest)
    assert ends == sorted(ends) and len(set(ends)) == len(ends)


def test_finding_out_takes_two_or_three_weeks(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(None)))
    assert plan.horizons.committed.until is not None
    assert timedelta(weeks=1.5) < plan.horizons.committed.until - plan.start < timedelta(weeks=3)


def test_a_candidate_of_whom_all_is_known_has_every_step_dated(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3)))
    assert not plan.horizons.outline.actions
    assert plan.horizons.line.startswith("Every step is dated")
    (shadow, *_) = plan.rollout
    assert shadow.action == "volume_shadow_again", "a shorter step, not a missing one"


@several
@given(some_levels(), st.integers(min_value=0, max_value=40), st.integers(min_value=1, max_value=50))
def test_nothing_begins_is_due_or_gated_in_a_freeze(
    knowledge: Knowledge, levels: Levels, after: int, days: int
) -> None:
    first = MONDAY + timedelta(days=after)
    frozen = Freeze(first=first, last=first + timedelta(days=days), name="Harvest")
    terms = PlanTerms(plan_id="x", made_at=MADE_AT, start=MONDAY, days_off=DaysOff(freezes=(frozen,)))
    plan = draft_plan(an_assessment(knowledge.framework, levels), knowledge, terms)

    def is_off(day: date | None) -> bool:
        return day is not None and frozen.first <= day <= frozen.last

    assert not any(is_off(day) for action in plan.actions for day in (action.start, action.due, action.latest))
    assert not any(is_off(day) for phase in plan.phases for day in (phase.gate.due, phase.gate.earliest))
    assert not any(is_off(day) for step in plan.rollout for day in (step.earliest, step.latest))


def test_the_line_names_what_the_outline_hangs_on_of_the_value_case_too(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2, profit=None)))
    assert "an answer on profit" in plan.horizons.outline.needs
    assert "an answer on profit" in plan.horizons.line


def test_whoever_has_still_to_run_at_full_volume_has_the_owners_review_still_ahead(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, owner=4)))
    review = plan.rollout[-1]
    assert review.action == "owner_review_live", "a shorter step, not a missing one"
    assert "volume_full_run" in plan.get_action(review.action).depends_on


def test_a_team_that_runs_at_full_volume_and_reviews_it_has_all_four_steps_behind_it(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, owner=4, volume=4)))
    assert [step.action for step in plan.rollout] == [None] * 4


@pytest.mark.parametrize(
    ("days", "headline"), [(4, "1 week dated, then"), (7, "2 weeks dated, then"), (14, "3 weeks dated, then")]
)
def test_the_dated_part_counts_one_week_as_one(knowledge: Knowledge, days: int, headline: str) -> None:
    levels = all_at(2) | dict.fromkeys(GATING[:2], None)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels))
    near = plan.horizons.committed.model_copy(update={"until": plan.start + timedelta(days=days)})
    shown = plan.model_copy(update={"horizons": plan.horizons.model_copy(update={"committed": near})})
    assert shown.duration_headline.startswith(headline)
