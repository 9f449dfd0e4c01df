"""What a pilot brings and costs is told in the team's own figures, and what is missing has a name and a day."""

import pytest
from hypothesis import given

from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.value_case import ValueEntry
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plan_contents.test_numbers import saying
from tests.domain.plans import DANA, MADE_AT, MONDAY, PAOLO, Levels, a_plan, all_at, an_assessment, some_levels

SAVED = "It brings £910,000 a year in fees, less £205,000 to keep it running."


def plan_saying(knowledge: Knowledge, criterion: str, sentence: str, **levels: int) -> ProductionPlan:
    return a_plan(knowledge, saying(an_assessment(knowledge.framework, all_at(2, **levels)), criterion, sentence))


def entry_of(plan: ProductionPlan, criterion: str) -> ValueEntry:
    return next(entry for entry in plan.value_case.shifts if entry.criterion == criterion)


def missing_in(plan: ProductionPlan) -> tuple[str, ...]:
    return tuple(missing.what for missing in plan.value_case.missing)


def test_the_quote_that_carries_the_number_is_the_one_shown(shipped_knowledge: Knowledge) -> None:
    made = an_assessment(shipped_knowledge.framework, all_at(2))
    said = saying(made, "throughput", "It helps us a lot.", "Today we clear 1,150 reviews a week.")
    entry = entry_of(a_plan(shipped_knowledge, said), "throughput")
    assert (entry.unit, entry.baseline, entry.target, entry.measured) == (
        "reviews a week",
        "1,150 reviews a week",
        None,
        None,
    )
    assert (entry.quote, entry.speaker) == ("Today we clear 1,150 reviews a week.", DANA.id)


def test_figures_of_two_metrics_never_share_a_row(shipped_knowledge: Knowledge) -> None:
    spread = a_fact("t2.f1", "spread between sites", "metric", criterion="predictability", measured="6 points")
    wrong = a_fact("t1.f1", "wrong verdicts", "metric", criterion="predictability", baseline="4.1%", target="2.5%")
    made = an_assessment(shipped_knowledge.framework, all_at(2), facts=(spread, wrong))
    entry = entry_of(a_plan(shipped_knowledge, made), "predictability")
    assert (entry.unit, entry.baseline, entry.target, entry.measured) == ("wrong verdicts", "4.1%", "2.5%", None)
    assert entry.quote == wrong.quote


def test_two_people_with_two_figures_both_stand_there_by_name(shipped_knowledge: Knowledge) -> None:
    dana = a_fact("t1.f1", "wrong verdicts", "metric", criterion="predictability", target="2.5%")
    paolo = a_fact("t2.f1", "wrong verdicts", "metric", by=PAOLO, criterion="predictability", target="4%")
    made = an_assessment(shipped_knowledge.framework, all_at(2), facts=(dana, paolo))
    assert entry_of(a_plan(shipped_knowledge, made), "predictability").target == "2.5%; Paolo: 4%"


@pytest.mark.parametrize(
    ("level", "baseline", "measured"), [(3, "760 wafers a day", None), (4, None, "760 wafers a day")]
)
def test_what_it_does_now_is_measured_only_where_it_was_measured_live(
    shipped_knowledge: Knowledge, level: int, baseline: str | None, measured: str | None
) -> None:
    plan = plan_saying(shipped_knowledge, "throughput", "We now do 760 wafers a day.", throughput=level)
    entry = entry_of(plan, "throughput")
    assert (entry.baseline, entry.measured) == (baseline, measured)


@pytest.mark.parametrize(
    ("level", "target", "measured"), [(2, None, None), (3, "£910,000 a year", None), (4, None, "£910,000 a year")]
)
def test_value_and_running_cost_are_told_apart_and_as_said(
    shipped_knowledge: Knowledge, level: int, target: str | None, measured: str | None
) -> None:
    plan = plan_saying(shipped_knowledge, "profit", SAVED, profit=level)
    case = plan.value_case
    assert case.value_a_year and case.running_cost_a_year
    assert (case.value_a_year.text, case.running_cost_a_year.text) == ("£910,000 a year", "£205,000")
    assert case.value_a_year.quote == case.running_cost_a_year.quote == SAVED
    entry = entry_of(plan, "profit")
    assert (entry.target, entry.measured, entry.unit) == (target, measured, "£ a year")


@pytest.mark.parametrize(
    "sentence",
    [
        "The pilot costs us £38,000 a year all in.",
        "My gut says 6 to 8 million a year.",
        "It could bring £910,000 a year.",
        "£500,000 a year in fees, and £400,000 a year in claims.",
    ],
)
def test_a_pilots_cost_an_estimate_or_one_sum_of_several_is_no_value(
    shipped_knowledge: Knowledge, sentence: str
) -> None:
    assert plan_saying(shipped_knowledge, "profit", sentence).value_case.value_a_year is None


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("At 600 a month, £910,000 a year in fees, less £205,000 to keep it running.", "£910,000 a year"),
        ("It is 2.9m less leakage, against 700k a year to operate it.", "2.9m"),
        ("R41 million in the first half of the year, after R6.2 million running cost.", None),
        ("We finish 600 a month.", None),
    ],
)
def test_a_sum_is_yearly_by_its_words_or_its_sentence_s(
    shipped_knowledge: Knowledge, sentence: str, value: str | None
) -> None:
    said = plan_saying(shipped_knowledge, "profit", sentence).value_case.value_a_year
    assert (said.text if said else None) == value


def test_a_baseline_by_the_week_is_not_held_against_a_target_by_the_month(shipped_knowledge: Knowledge) -> None:
    made = an_assessment(shipped_knowledge.framework, all_at(2))
    said = saying(made, "throughput", "Today we clear 100 reviews a week.", "The target is 900 reviews a month.")
    entry = entry_of(a_plan(shipped_knowledge, said), "throughput")
    assert (entry.baseline, entry.target, entry.unit) == (None, "900 reviews a month", "reviews a month")


def test_how_errors_spread_is_not_how_many_there_are(shipped_knowledge: Knowledge) -> None:
    made = an_assessment(shipped_knowledge.framework, all_at(2))
    said = saying(made, "predictability", "Clerks today: 7.8% wrong.", "Not more than 4 points between two sites.")
    entry = entry_of(a_plan(shipped_knowledge, said), "predictability")
    assert (entry.baseline, entry.target) == ("7.8%", None)
    assert entry.quote == "Clerks today: 7.8% wrong."


def test_a_shift_of_which_nobody_said_a_number_shows_what_was_said(shipped_knowledge: Knowledge) -> None:
    entry = entry_of(a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2))), "throughput")
    assert (entry.unit, entry.baseline, entry.quote) == (None, None, "This is how throughput stands with us.")


# --- what the plan costs, and what is missing -------------------------------------------------------


@given(levels=some_levels())
def test_the_plan_costs_the_days_of_all_that_it_asks_for(shipped_knowledge: Knowledge, levels: Levels) -> None:
    plan = a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, levels))
    days = sum(action.effort_days for action in plan.actions) + sum(item.effort_days for item in plan.strand)
    assert plan.value_case.person_days == days
    assert plan.value_case.plan_cost is None


def test_a_day_rate_makes_money_of_the_days(shipped_knowledge: Knowledge) -> None:
    made = an_assessment(shipped_knowledge.framework, all_at(2))
    terms = PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY, day_rate=800, currency="EUR")
    plan = draft_plan(made, shipped_knowledge, terms)
    case = plan.value_case
    assert (case.day_rate, case.currency, case.plan_cost) == (800, "EUR", case.person_days * 800)
    assert not any("person's day" in what for what in missing_in(plan))
    assert any("person's day" in what for what in missing_in(a_plan(shipped_knowledge, made)))


def test_what_is_missing_has_who_says_it_before_the_first_gate(shipped_knowledge: Knowledge) -> None:
    people = (DANA, Person(id="U3", name="Ines Roth", role="Finance controller"))
    plan = a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2), people=people))
    first = plan.value_case.missing[0]
    assert (first.what, first.person_name) == ("What it brings a year at target volume", "Ines Roth")
    assert {missing.by for missing in plan.value_case.missing} == {plan.phases[0].gate.due}
    assert "Throughput: baseline and target, with the unit" in missing_in(plan)


@pytest.mark.parametrize(("level", "estimate"), [(2, True), (3, False)])
def test_an_estimate_still_needs_finances_yes(shipped_knowledge: Knowledge, level: int, estimate: bool) -> None:
    plan = plan_saying(shipped_knowledge, "profit", SAVED, profit=level)
    assert any("so far it is an estimate" in what for what in missing_in(plan)) == estimate
    assert "What it costs a year to run at target volume" not in missing_in(plan)


@pytest.mark.parametrize(("level", "asked"), [(2, False), (3, True)])
def test_an_agreed_target_without_its_number_is_asked_for(
    shipped_knowledge: Knowledge, level: int, asked: bool
) -> None:
    plan = a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2, throughput=level)))
    question = "Throughput: which target was agreed, as a number, and where does it stand?"
    assert (question in plan.open_questions) == asked
    said = plan_saying(shipped_knowledge, "throughput", "The target is 900 cases a day.", throughput=3)
    assert question not in said.open_questions


def test_a_measured_gain_without_its_number_is_asked_for(shipped_knowledge: Knowledge) -> None:
    plan = a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2, throughput=4)))
    assert (
        "Throughput: what was measured, over which period, as a number, and where does it stand?" in plan.open_questions
    )
