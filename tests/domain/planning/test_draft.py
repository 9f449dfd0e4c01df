from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.assessment.gap import list_gaps
from bot.domain.core.days_off import DaysOff, Holiday
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Detail, Fact
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanOptions, PlanTerms
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

several = settings(max_examples=30, deadline=None)


@pytest.fixture(scope="module")
def pilot_plan(knowledge: Knowledge) -> ProductionPlan:
    """A team in the middle of a pilot, with one unknown and one disagreement."""
    levels = all_at(2, volume=1, owner=1, audit=None, throughput=3, escalation=1, boundary=3)
    made = an_assessment(knowledge.framework, levels, disputed=("owner",))
    return a_plan(knowledge, made.with_owner_claims((an_owner_claim(PAOLO),)))


# --- gaps and actions ---------------------------------------------------------------------------


@several
@given(some_levels(), st.sets(st.sampled_from(CRITERIA)), st.integers(min_value=1, max_value=4))
def test_every_gap_has_an_action_and_every_action_a_gap_and_a_reason(
    knowledge: Knowledge, levels: Levels, disputed: set[str], team_size: int
) -> None:
    contested = tuple(c for c in CRITERIA if c in disputed and levels[c] is not None)
    assessment = an_assessment(knowledge.framework, levels, disputed=contested)
    plan = a_plan(knowledge, assessment, team_size=team_size)
    gaps = {(gap.criterion, gap.kind) for gap in list_gaps(assessment, knowledge.framework)}
    assert {(gap.criterion, gap.kind) for gap in plan.gaps} == gaps
    assert all(gap.actions for gap in plan.gaps)
    live = {(a.criterion, "level") for a in plan.actions if a.target == 4}
    assert gaps <= {(action.criterion, action.gap) for action in plan.actions} <= gaps | live
    said = {item.id: item.sentence for item in assessment.evidence}
    for action in plan.actions:
        assert action.because
        for reason in action.because:
            if action.gap == "unknown":
                assert reason.text.startswith(("Nobody could say", "Not asked yet"))
            else:
                assert reason.text == said[reason.evidence_id or ""]
                assert reason.turn_id and reason.speaker


@several
@given(some_levels(), st.integers(min_value=1, max_value=4))
def test_no_action_begins_before_what_it_depends_on_is_due(
    knowledge: Knowledge, levels: Levels, team_size: int
) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels), team_size=team_size)
    assert len({action.id for action in plan.actions}) == len(plan.actions)
    for action in plan.actions:
        for other in map(plan.get_action, action.depends_on):
            assert other.due <= action.start


@several
@given(some_levels(), st.integers(min_value=1, max_value=4))
def test_a_plan_that_takes_more_than_twelve_weeks_says_so(knowledge: Knowledge, levels: Levels, team_size: int) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels), team_size=team_size)
    assert (plan.weeks > 12) == any("longer than the 8 to 12 weeks" in note for note in plan.notes)
    assert plan.end == max(phase.end for phase in plan.phases)
    assert all(plan.start <= action.start <= action.due <= plan.end for action in plan.actions)
    assert all(action.due.weekday() < 5 and action.start.weekday() < 5 for action in plan.actions)


@several
@given(some_levels())
def test_the_same_assessment_gives_the_same_plan(knowledge: Knowledge, levels: Levels) -> None:
    assessment = an_assessment(knowledge.framework, levels)
    assert a_plan(knowledge, assessment) == a_plan(knowledge, assessment)


@pytest.mark.parametrize("level", [1, 2])
def test_a_team_in_the_pilot_gets_a_plan_of_a_size_it_can_work_with(knowledge: Knowledge, level: int) -> None:
    levels = all_at(2, volume=level, audit=level, boundary=3, predictability=3)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, levels))
    assert plan.stage == "pilot"
    assert 12 <= len(plan.actions) <= 30


def test_a_level_gap_takes_every_step_up_to_the_target(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, systems=1)))
    wanted = {p.id for p in knowledge.practices.practices if p.criterion == "systems" and p.from_level in (1, 2)}
    assert plan.stage == "pilot"
    assert wanted <= {action.id for action in plan.actions}
    live = {action.id for action in plan.actions} - wanted
    assert all(plan.get_action(action).exposure for action in live - {"systems_go_live"})


def test_a_practice_gives_way_to_the_one_that_absorbs_it(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, owner=0)))
    assert [a.id for a in plan.actions if a.criterion == "owner"] == ["owner_acceptance", "owner_reviews"]


def test_what_nobody_could_say_is_found_out_before_any_of_its_steps(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2, volume=None)))
    finding_out, *steps = [action for action in plan.actions if action.criterion == "volume"]
    assert finding_out.id == "volume_unknown"
    assert not finding_out.provisional
    live = {"volume_limited_run", "volume_full_run"}
    assert {step.id for step in steps} == {"volume_fallback", "volume_load_test", *live}
    assert all(step.provisional and finding_out.id in step.depends_on for step in steps)
    assert any("provisional" in note for note in plan.notes)


def test_when_nothing_is_known_the_plan_commits_to_finding_out_and_no_more(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(None)))
    committed = {action.id for action in plan.actions if action.is_committed}
    assert committed == {f"{criterion}_unknown" for criterion in CRITERIA} == set(plan.horizons.committed.actions)
    assert plan.horizons.is_discovery and plan.horizons.committed.ends_with == "a new assessment"
    assert all(phase.gate.due is None for phase in plan.phases)


def test_a_disagreement_quotes_both_and_is_settled_before_the_criterions_steps(pilot_plan: ProductionPlan) -> None:
    settling = pilot_plan.get_action("owner_disagreement")
    assert [reason.speaker for reason in settling.because] == [DANA.id, PAOLO.id]
    assert settling.id in pilot_plan.get_action("owner_acceptance").depends_on


def test_two_disagreements_of_one_pillar_are_two_actions(knowledge: Knowledge) -> None:
    disputed = ("owner", "exceptions")
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3), disputed=disputed))
    assert {action.id for action in plan.actions if action.gap == "disagreement"} == {
        "owner_disagreement",
        "exceptions_disagreement",
    }


def test_a_prerequisite_that_is_behind_the_pilot_is_not_waited_for(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(3, exceptions=2)))
    assert plan.get_action("exceptions_queue").depends_on == ()


def test_the_gaps_of_the_weakest_pillar_come_first_and_the_value_case_last(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2, audit=0, profit=0)))
    assert plan.gaps[0].criterion == "audit"
    assert plan.gaps[-1].criterion in {"throughput", "predictability"}


def test_nothing_to_close_is_a_plan_without_actions(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(4)))
    assert (plan.actions, plan.gaps) == ((), ())
    assert "no gap" in plan.summary[-1]


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "beyond"), [(1, 0), (20, 21)])
def test_a_team_is_one_to_twenty_people_and_three_where_nobody_says(most: int, beyond: int) -> None:
    terms = PlanTerms(plan_id="p", made_at=MADE_AT, start=MONDAY)
    assert terms.team_size == PlanOptions(start=MONDAY).team_size == 3
    assert PlanOptions(start=MONDAY, team_size=most).team_size == most
    with pytest.raises(ValidationError):
        PlanOptions(start=MONDAY, team_size=beyond)


@pytest.mark.parametrize(("level", "target"), [(2, "candidate"), (3, "production")])
def test_a_plan_leads_to_the_stage_that_its_gaps_are_closed_for(knowledge: Knowledge, level: int, target: str) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(level)))
    assert plan.target_stage == target
    assert [phase.gate.allowed for phase in plan.phases] == [phase.weeks[1] for phase in knowledge.framework.phases]


def test_the_value_case_quotes_what_tells_most(knowledge: Knowledge) -> None:
    made = an_assessment(knowledge.framework, all_at(2))
    old = next(item for item in made.evidence if item.criterion == "profit")
    new = old.model_copy(update={"id": "new", "sentence": "It is in the budget.", "speaker": PAOLO.id})
    rated = made.get_rating("profit").model_copy(update={"evidence_ids": ("new", old.id)})
    ratings = tuple(rated if rating.criterion == "profit" else rating for rating in made.ratings)
    later = made.model_copy(update={"evidence": (*made.evidence, new), "ratings": ratings})
    entry = next(one for one in a_plan(knowledge, later).value_case.shifts if one.criterion == "profit")
    assert (entry.quote, entry.speaker) == ("It is in the budget.", PAOLO.id)


def test_a_start_on_a_saturday_begins_on_monday(knowledge: Knowledge) -> None:
    assessment = an_assessment(knowledge.framework, all_at(2))
    assert a_plan(knowledge, assessment, start=MONDAY - timedelta(days=2)).start == MONDAY


def test_one_person_takes_longer_and_the_notes_name_gate_and_reason(knowledge: Knowledge) -> None:
    assessment = an_assessment(knowledge.framework, all_at(2))
    alone = a_plan(knowledge, assessment, team_size=1)
    assert alone.weeks > a_plan(knowledge, assessment).weeks
    assert alone.notes[0].startswith("Gate align moves from week 2 to week ")


def test_every_phase_ends_with_its_gate_and_its_actions_count_there(pilot_plan: ProductionPlan) -> None:
    assert [phase.id for phase in pilot_plan.phases] == ["align", "wire", "govern", "prove", "hand_over"]
    for phase in pilot_plan.phases:
        assert phase.gate.criteria
        assert phase.gate.actions == tuple(action.id for action in pilot_plan.list_phase_actions(phase.id))
        assert phase.end == (phase.gate.due or phase.gate.earliest)
        assert phase.end >= max(action.due for action in pilot_plan.list_phase_actions(phase.id))


# --- people -------------------------------------------------------------------------------------


def test_a_person_is_named_only_where_their_role_fits(pilot_plan: ProductionPlan) -> None:
    named = {action.role: action.person for action in pilot_plan.actions}
    assert named["operational_owner"] == PAOLO.id
    assert named["security_partner"] is None
    assert "Who takes the" in pilot_plan.open_questions[-1]


def test_the_only_person_there_does_not_get_a_role_that_is_not_theirs(knowledge: Knowledge) -> None:
    clerk = Person(id="U9", name="Sam Ito", role="Payables clerk")
    assert (
        a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), people=(clerk,)))
        .get_action("owner_acceptance")
        .person
        is None
    )


def test_a_title_makes_nobody_the_operational_owner(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), people=(DANA, PAOLO)))
    assert plan.get_action("owner_acceptance").accountable_name == "Operational owner"


def test_two_who_fit_equally_well_leave_the_role_open(knowledge: Knowledge) -> None:
    people = tuple(
        Person(id=f"U{n}", name=name, role="Data steward") for n, name in ((3, "Anke Holst"), (4, "Bo Lind"))
    )
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), people=people))
    assert plan.get_action("data_mess_rules").accountable_name == "Data steward"


def test_somebody_named_with_a_role_who_takes_no_part_can_fit(knowledge: Knowledge) -> None:
    ruud = _fact("person", "Ruud", role="data steward")
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), people=(DANA,), facts=(ruud,)))
    assert plan.get_action("data_mess_rules").person_name == "Ruud"


# --- tables, risks, questions -------------------------------------------------------------------


def test_a_system_named_twice_is_one_line_and_the_later_detail_stands(knowledge: Knowledge) -> None:
    facts = (
        _fact("system", "SAP", direction="none", owner="Paolo"),
        _fact("system", "sap", direction="reads"),
        _fact("system", "Transporeon"),
    )
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=facts))
    assert [(s.system, s.direction, s.owner, s.interface) for s in plan.systems] == [
        ("SAP", "reads", "Paolo", None),
        ("Transporeon", None, None, None),
    ]
    assert "SAP: through which interface?" in plan.open_questions


def test_what_was_said_of_all_decisions_is_asked_of_none_again(knowledge: Knowledge) -> None:
    facts = (
        _fact("decision", "refund", tier="low", decider="Paolo"),
        _fact("decision", "all decisions", boundary="500 euro", escalation="shift lead", time="two hours"),
    )
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=facts))
    assert [(d.decision, d.boundary, d.escalation) for d in plan.decisions] == [("refund", "500 euro", "shift lead")]
    assert [question for question in plan.open_questions if "stop" in question or "the case" in question] == []


def test_a_decision_keeps_only_what_was_said_of_it(knowledge: Knowledge) -> None:
    facts = (_fact("decision", "standard linehaul", boundary="under 25 euro"),)
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=facts))
    (entry,) = plan.decisions
    assert (entry.boundary, entry.tier, entry.decider) == ("under 25 euro", None, None)


def test_a_number_stands_in_the_value_case_only_under_what_it_measures(knowledge: Knowledge) -> None:
    facts = (
        _fact("metric", "wrong verdicts", criterion="predictability", baseline="4.1%", target="2.5%"),
        _fact("metric", "somewhere", baseline="7"),
    )
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=facts))
    by_criterion = {entry.criterion: (entry.baseline, entry.target) for entry in plan.value_case.shifts}
    assert by_criterion == {"throughput": (None, None), "profit": (None, None), "predictability": ("4.1%", "2.5%")}


def test_traps_disputes_and_unknown_gate_criteria_become_risks_with_their_answers(pilot_plan: ProductionPlan) -> None:
    titles = [risk.title for risk in pilot_plan.risks]
    assert titles == ["Orphaned", "Happy-path demo", "Two views of Owner", "Not known: Audit trail"]
    assert all(risk.actions for risk in pilot_plan.risks)
    assert pilot_plan.risks[0].actions == ("owner_disagreement", "owner_acceptance")


def test_what_nobody_could_say_is_asked_in_the_guides_words(knowledge: Knowledge, pilot_plan: ProductionPlan) -> None:
    assert f"Audit trail: {knowledge.guide.get_criterion_guide('audit').question}" in pilot_plan.open_questions
    assert "Owner: Dana and Paolo see this differently. What holds, and who says so?" in pilot_plan.open_questions


def test_the_summary_says_stage_hindrance_length_and_first_decision(pilot_plan: ProductionPlan) -> None:
    told = " ".join(pilot_plan.summary)
    assert 4 <= len(pilot_plan.summary) <= 6
    assert told.startswith("FreightMatch is ")
    for part in ("governance", "What follows is an outline", "Paolo Greco (operational owner)"):
        assert part in told


def _fact(kind: str, name: str, **details: str) -> Fact:
    return Fact.model_validate(
        {
            "kind": kind,
            "name": name,
            "quote": f"About {name}.",
            "turn_id": "t1",
            "speaker": DANA.id,
            "details": [Detail(key=key, value=value) for key, value in details.items()],
        }
    )


def test_a_holiday_is_no_day_of_work(knowledge: Knowledge) -> None:
    off = frozenset({date(2026, 11, 11), date(2026, 12, 25)})
    holidays = tuple(Holiday(day=day, name="Off") for day in sorted(off))
    terms = PlanTerms(plan_id="x", made_at=MADE_AT, start=MONDAY, days_off=DaysOff(holidays=holidays))
    plan = draft_plan(an_assessment(knowledge.framework, all_at(2)), knowledge, terms)
    assert not off & {day for action in plan.actions for day in (action.start, action.due)}
    assert all(phase.gate.due not in off for phase in plan.phases)


def test_where_the_weekend_is_friday_and_saturday_people_work_on_sundays(knowledge: Knowledge) -> None:
    terms = PlanTerms(plan_id="x", made_at=MADE_AT, start=date(2026, 11, 8), days_off=DaysOff(weekend=(4, 5)))
    plan = draft_plan(an_assessment(knowledge.framework, all_at(2)), knowledge, terms)
    assert plan.start == date(2026, 11, 8)
    days = {day.weekday() for action in plan.actions for day in (action.start, action.due)}
    assert 6 in days and not days & {4, 5}
    assert {phase.end.weekday() for phase in plan.phases} == {3}


def test_a_gate_that_moves_says_what_its_last_action_waited_for(knowledge: Knowledge) -> None:
    alone = a_plan(knowledge, an_assessment(knowledge.framework, all_at(1)), team_size=1)
    assert alone.weeks > 12
    moved = [note for note in alone.notes if note.startswith("Gate ")]
    late = [p for p in alone.phases if p.gate.week > (p.gate.allowed or 0) and p.gate.due is not None]
    assert len(moved) == len(late) > 1
    for note, phase in zip(moved, late, strict=True):
        assert f"from week {phase.gate.allowed} to week {phase.gate.week}: " in note
        assert "as early as one person can get to it" in note or "waits for “" in note or "follows gate" in note
