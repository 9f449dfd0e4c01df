"""Every number that an exit or a gate speaks of has a row, and stands there once it is known."""

import re
from datetime import date

import pytest
from hypothesis import given

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Fact
from bot.domain.plan.numbers import NumberToAgree
from bot.domain.plan.plan import ProductionPlan
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import DANA, PAOLO, Levels, a_plan, all_at, an_assessment, some_levels

VOLUME = a_fact("t5.f1", "cases", "metric", criterion="volume", baseline="400 a day", target="900 a day")


def saying(made: Assessment, criterion: str, *sentences: str, speaker: str = DANA.id) -> Assessment:
    """The same, with these sentences in place of the criterion's evidence."""
    first = next(item for item in made.evidence if item.criterion == criterion)
    said = tuple(
        first.model_copy(update={"id": f"{criterion}{n}", "quote": text, "sentence": text, "speaker": speaker})
        for n, text in enumerate(sentences)
    )
    others = tuple(item for item in made.evidence if item.criterion != criterion)
    ratings = tuple(
        rating.model_copy(update={"evidence_ids": tuple(item.id for item in said)})
        if rating.criterion == criterion
        else rating
        for rating in made.ratings
    )
    return made.model_copy(update={"evidence": (*others, *said), "ratings": ratings})


def plan_with(shipped_knowledge: Knowledge, levels: Levels, *facts: Fact) -> ProductionPlan:
    return a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, levels, facts=facts))


def row_of(plan: ProductionPlan, number: str) -> NumberToAgree:
    return next(row for row in plan.numbers_to_agree if row.id == number)


@given(levels=some_levels())
def test_whatever_an_exit_calls_agreed_has_its_row(shipped_knowledge: Knowledge, levels: Levels) -> None:
    plan = plan_with(shipped_knowledge, levels)
    rows = {row.id: row for row in plan.numbers_to_agree}
    for action in plan.actions:
        assert action.numbers or not re.search(r"\bagreed\b(?! to)", action.exit), action.exit
        for number in action.numbers:
            assert action.id in rows[number].actions
    gates = [phase.gate for phase in shipped_knowledge.framework.phases]
    at_gates = {number for gate in gates for number in (*gate.numbers, *gate.stop_numbers)}
    assert set(rows) == at_gates | {number for action in plan.actions for number in action.numbers}


@given(levels=some_levels())
def test_a_number_is_agreed_before_the_first_action_that_is_held_to_it_begins(
    shipped_knowledge: Knowledge, levels: Levels
) -> None:
    plan = plan_with(shipped_knowledge, levels)
    for row in plan.numbers_to_agree:
        starts = [action.start for action in plan.actions if action.id in row.actions and action.is_committed]
        if row.actions:
            assert (row.by is None) == (not starts)
        if row.by and starts:
            assert row.by < min(starts) or row.by == plan.start == min(starts)
            assert plan.calendar.is_working_day(row.by)


def test_a_number_that_nobody_named_is_open_and_has_who_agrees_to_it(shipped_knowledge: Knowledge) -> None:
    row = row_of(plan_with(shipped_knowledge, all_at(2)), "rollback_time")
    assert (row.today, row.agreed, row.quote, row.speaker) == (None, None, None, None)
    people = (DANA, Person(id="U3", name="Ines Roth", role="Finance controller"))
    plan = a_plan(shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(2), people=people))
    cost = row_of(plan, "running_cost")
    assert (cost.role, cost.role_name, cost.person_name) == ("finance_partner", "Finance partner", "Ines Roth")


def test_a_metric_tells_the_number_with_its_words(shipped_knowledge: Knowledge) -> None:
    row = row_of(plan_with(shipped_knowledge, all_at(2), VOLUME), "target_volume")
    assert (row.today, row.agreed) == ("400 a day", "900 a day")
    assert (row.quote, row.speaker, row.said_in) == (VOLUME.quote, VOLUME.speaker, VOLUME.turn_id)


def test_a_known_number_is_printed_in_exit_and_gate_with_who_named_it(shipped_knowledge: Knowledge) -> None:
    plan = plan_with(shipped_knowledge, all_at(2), VOLUME)
    assert "The agreed target volume (900 a day, Dana) and peak ran" in plan.get_action("volume_load_test").exit
    texts = [text for phase in plan.phases for text in phase.gate.criteria]
    assert "It held the target volume per day (900 a day, Dana) for the agreed number of working days." in texts


def test_a_known_number_is_printed_in_what_stops_a_phase(shipped_knowledge: Knowledge) -> None:
    wrong = a_fact("t1.f1", "wrong verdicts", "metric", criterion="predictability", target="2.5%")
    stops = [phase.gate.stop_when for phase in plan_with(shipped_knowledge, all_at(2), wrong).phases]
    assert any("errors the error target (2.5%, Dana): back to the step before" in stop for stop in stops)


def test_exits_and_gates_stay_as_they_are_while_nothing_is_known(shipped_knowledge: Knowledge) -> None:
    plan = plan_with(shipped_knowledge, all_at(2))
    own = {practice.id: practice.exit for practice in shipped_knowledge.practices.practices}
    assert all(action.exit == own[action.practice] for action in plan.actions)
    gates = {phase.id: phase.gate for phase in shipped_knowledge.framework.phases}
    assert all(set(phase.gate.criteria) <= set(gates[phase.id].texts) for phase in plan.phases)
    assert all(phase.gate.stop_when == gates[phase.id].stop_when for phase in plan.phases)


def test_two_metrics_of_one_criterion_are_not_mixed(shipped_knowledge: Knowledge) -> None:
    wrong = a_fact("t1.f1", "wrong verdicts", "metric", criterion="predictability", baseline="4.1%", target="2.5%")
    spread = a_fact("t2.f1", "spread between sites", "metric", criterion="predictability", target="4 points")
    plan = plan_with(shipped_knowledge, all_at(2), spread, wrong)
    assert (row_of(plan, "error_target").today, row_of(plan, "error_target").agreed) == ("4.1%", "2.5%")
    assert (row_of(plan, "variance_target").today, row_of(plan, "variance_target").agreed) == (None, "4 points")


def test_the_time_limit_of_the_decisions_is_what_they_have_in_common(shipped_knowledge: Knowledge) -> None:
    one = a_fact("t1.f1", "linehaul", "decision", time="4 minutes")
    other = a_fact("t2.f1", "fuel", "decision", time="2 hours")
    assert row_of(plan_with(shipped_knowledge, all_at(2), one), "escalation_time").today == "4 minutes"
    assert row_of(plan_with(shipped_knowledge, all_at(2), one, other), "escalation_time").today is None


@pytest.mark.parametrize(("level", "agreed"), [(2, None), (3, "4 minutes")])
def test_a_decision_s_time_limit_is_agreed_where_the_way_to_a_person_is_designed(
    shipped_knowledge: Knowledge, level: int, agreed: str | None
) -> None:
    one = a_fact("t1.f1", "linehaul", "decision", time="4 minutes")
    row = row_of(plan_with(shipped_knowledge, all_at(2, escalation=level), one), "escalation_time")
    assert (row.today, row.agreed) == ("4 minutes", agreed)


def test_a_named_peak_tells_its_load_and_two_tell_none(shipped_knowledge: Knowledge) -> None:
    storm = a_fact("t1.f1", "storm", "constraint", kind="peak", what="storm days")
    storm = storm.model_copy(update={"quote": "On storm days it is 900 tickets a day."})
    other = storm.model_copy(update={"id": "t2.f1", "name": "strike", "quote": "In a strike 1,200 tickets a day."})
    assert row_of(plan_with(shipped_knowledge, all_at(2), storm), "peak_volume").today == "900 tickets a day"
    assert row_of(plan_with(shipped_knowledge, all_at(2), storm, other), "peak_volume").today is None


def test_a_target_that_two_people_name_otherwise_is_open(shipped_knowledge: Knowledge) -> None:
    dana = a_fact("t1.f1", "cases", "metric", criterion="volume", baseline="400 a day", target="900 a day")
    paolo = a_fact("t2.f1", "cases", "metric", by=PAOLO, criterion="volume", baseline="300 a day", target="700 a day")
    row = row_of(plan_with(shipped_knowledge, all_at(2), dana, paolo), "target_volume")
    assert (row.today, row.agreed) == ("400 a day; Paolo: 300 a day", None)


# --- read from quotes -------------------------------------------------------------------------------


def test_where_no_fact_tells_it_the_quote_does(shipped_knowledge: Knowledge) -> None:
    made = saying(an_assessment(shipped_knowledge.framework, all_at(2)), "volume", "Today we take 400 cases a day.")
    row = row_of(a_plan(shipped_knowledge, made), "target_volume")
    assert (row.today, row.agreed, row.quote, row.speaker) == (
        "400 cases a day",
        None,
        "Today we take 400 cases a day.",
        DANA.id,
    )


def test_a_peak_is_not_the_ordinary_volume(shipped_knowledge: Knowledge) -> None:
    made = saying(an_assessment(shipped_knowledge.framework, all_at(2)), "volume", "The peak today is 900 cases a day.")
    plan = a_plan(shipped_knowledge, made)
    assert row_of(plan, "peak_volume").today == "900 cases a day"
    assert row_of(plan, "target_volume").today is None


def test_two_people_with_two_targets_leave_it_open(shipped_knowledge: Knowledge) -> None:
    made = saying(an_assessment(shipped_knowledge.framework, all_at(2)), "throughput", "The target is 900 cases a day.")
    other = made.evidence[-1].model_copy(
        update={"id": "x", "sentence": "The target is 700 cases a day.", "speaker": PAOLO.id}
    )
    ratings = tuple(
        rating.model_copy(update={"evidence_ids": (*rating.evidence_ids, "x")})
        if rating.criterion == "throughput"
        else rating
        for rating in made.ratings
    )
    both = made.model_copy(update={"evidence": (*made.evidence, other), "ratings": ratings})
    assert row_of(a_plan(shipped_knowledge, made), "capacity_target").agreed == "900 cases a day"
    assert row_of(a_plan(shipped_knowledge, both), "capacity_target").agreed is None


@pytest.mark.parametrize(("level", "agreed"), [(2, None), (3, "4 minutes in 99%")])
def test_a_limit_in_time_is_agreed_where_the_service_level_is(
    shipped_knowledge: Knowledge, level: int, agreed: str | None
) -> None:
    levels = all_at(2, volume=level, owner=None)
    made = saying(
        an_assessment(shipped_knowledge.framework, levels), "volume", "A reply within 4 minutes in 99% of cases."
    )
    assert row_of(a_plan(shipped_knowledge, made), "service_level").agreed == agreed


def test_a_disputed_figure_is_nobodys(shipped_knowledge: Knowledge) -> None:
    made = an_assessment(shipped_knowledge.framework, all_at(2), disputed=("throughput",))
    said = saying(made, "throughput", "The target is 900 cases a day.")
    assert row_of(a_plan(shipped_knowledge, said), "capacity_target").agreed is None


def test_the_day_before_the_first_of_its_actions(shipped_knowledge: Knowledge) -> None:
    plan = plan_with(shipped_knowledge, all_at(2))
    row = row_of(plan, "rollback_time")
    start = plan.get_action("audit_rollback").start
    assert row.by is not None
    assert [d for d in (row.by, start) if plan.calendar.is_working_day(d)] == [row.by, start]
    assert plan.calendar.get_day_index(start) - plan.calendar.get_day_index(row.by) == 1
    assert isinstance(row.by, date)


def test_a_time_limit_that_was_said_of_the_exceptions_is_no_service_level_of_the_whole(
    shipped_knowledge: Knowledge,
) -> None:
    said = "The list has a limit of twenty-four hours."
    limit = a_fact("t-exceptions-U1.f1", "limit", "metric", criterion="service_level", target="twenty-four hours")
    told = limit.model_copy(update={"quote": said, "turn_id": f"t-exceptions-{DANA.id}"})
    made = saying(an_assessment(shipped_knowledge.framework, all_at(2), facts=(told,)), "exceptions", said)
    assert row_of(a_plan(shipped_knowledge, made), "service_level").agreed is None


def test_a_figure_of_what_is_in_dispute_is_not_agreed(shipped_knowledge: Knowledge) -> None:
    said = "Every exception is closed within 4 hours, that is agreed."
    made = an_assessment(shipped_knowledge.framework, all_at(2), disputed=("exceptions",))
    assert row_of(a_plan(shipped_knowledge, saying(made, "exceptions", said)), "exception_time").agreed is None
