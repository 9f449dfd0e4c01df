from datetime import timedelta

import pytest

from bot.domain.actions.progress import ActionStatus, Progress, Step
from bot.domain.asking.questioning import list_candidates, to_question
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import RecheckedCriterion
from bot.domain.plan.plan import ProductionPlan
from bot.domain.reassessment.reassessment import (
    begin_reassessment,
    build_reassessment_opening,
    build_recorded_statements,
    is_recorded_statement,
    select_rechecks,
)
from tests.domain.newer import newer
from tests.domain.plans import DANA, MADE_AT, PAOLO, all_at, an_assessment
from tests.domain.talk import read, said, some_evidence
from tests.support.builders import a_plan as a_small_plan
from tests.support.builders import an_action

LATER = MADE_AT + timedelta(hours=1)


PROOF = "The runbook is in the wiki, five cases were worked by it."
SIGNED = "I signed the acceptance in March."


def done(criterion: str = "exceptions", note: str = PROOF) -> ActionStatus:
    plan: ProductionPlan = a_small_plan(actions=(an_action("a1", criterion=criterion),))
    step = Step(
        id="s1", root=plan.root_id, pilot_id="p1", action_id="a1", kind="done", at=LATER, by=PAOLO.id, note=note
    )
    return Progress.from_steps(plan, (step,)).get_status("a1")


def a_challenge(criterion: str = "owner") -> Challenge:
    return Challenge(
        id="c1",
        assessment_id="i1-a1",
        pilot_id="p1",
        criterion=criterion,
        level=3,
        reason=SIGNED,
        by=PAOLO.id,
        at=LATER + timedelta(hours=1),
    )


@pytest.fixture(scope="module")
def made(knowledge: Knowledge) -> Assessment:
    """Everything is where production needs it, but for four things."""
    levels = all_at(3, owner=2, data=None, exceptions=3, audit=1)
    return an_assessment(knowledge.framework, levels, disputed=("audit",))


def a_follow_up(
    knowledge: Knowledge, made: Assessment, *challenges: Challenge, proofs: tuple[ActionStatus, ...] = ()
) -> Interview:
    empty = Interview(
        id="i2",
        pilot=Pilot(id="p1", name="FreightMatch"),
        people=(DANA,),
        follows="i1",
        rechecks=select_rechecks(made, knowledge.framework, challenges, proofs),
    )
    started = begin_reassessment(empty, build_recorded_statements(challenges, proofs, (DANA, PAOLO)))
    return started.add_question(to_question(build_reassessment_opening(made), started))


# --- what is asked again ------------------------------------------------------------------------------


def test_what_may_have_changed_is_asked_each_with_its_strongest_reason(knowledge: Knowledge, made: Assessment) -> None:
    found = select_rechecks(made, knowledge.framework, [a_challenge()], [done(), done("audit")])
    assert {item.criterion: item.reason for item in found} == {
        "owner": "challenged",
        "audit": "done",
        "data": "unknown",
        "exceptions": "done",
    }


def test_a_disagreement_is_asked_about_before_it_is_a_gap(knowledge: Knowledge, made: Assessment) -> None:
    found = select_rechecks(made, knowledge.framework, (), ())
    assert [(item.criterion, item.reason) for item in found] == [
        ("data", "unknown"),
        ("audit", "disagreement"),
        ("owner", "gap"),
    ]


def test_what_a_new_framework_asks_for_is_asked_and_what_it_dropped_is_not(
    knowledge: Knowledge, made: Assessment
) -> None:
    found = select_rechecks(made, newer(knowledge.framework), [a_challenge("audit")], ())
    assert {"drills"} <= {item.criterion for item in found}
    assert "audit" not in {item.criterion for item in found}


def test_the_interview_asks_first_what_has_changed_then_only_what_is_open(
    knowledge: Knowledge, made: Assessment
) -> None:
    interview = a_follow_up(knowledge, made)
    assert interview.open_question is not None
    assert interview.open_question.text == "What has changed since Monday 2 November 2026, and what shows it?"
    told = read(said(interview, "Nothing much."))
    asked = []
    while upnext := list_candidates(knowledge.guide, told, 1):
        asked.append(upnext[0])
        told = read(said(told.add_question(to_question(upnext[0], told)), "As before."))
    assert {criterion for candidate in asked for criterion in candidate.criteria} == {"owner", "data", "audit"}
    assert all(candidate.kind == "question" for candidate in asked), "saying nothing new is an answer"
    (about_data,) = [candidate for candidate in asked if "data" in candidate.criteria]
    assert about_data.why.startswith("Last time there was no answer to go by. ")


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        ({"owner": None, "decisions": 1}, "Last time there was no answer to go by."),
        ({"owner": 1, "decisions": None}, "Last time it was"),
    ],
)
def test_a_question_about_several_says_why_the_first_of_them_is_asked_again(
    knowledge: Knowledge, levels: dict[str, int | None], why: str
) -> None:
    interview = a_follow_up(knowledge, an_assessment(knowledge.framework, all_at(3, **levels)))
    (both,) = list_candidates(knowledge.guide, read(said(interview, "Nothing much.")), 9)
    assert both.criteria == ("owner", "decisions")
    assert both.why.startswith(why)


def test_what_the_first_answer_covers_is_not_asked_again(knowledge: Knowledge, made: Assessment) -> None:
    told = read(said(a_follow_up(knowledge, made), "Paolo accepted it."), some_evidence("owner", 3))
    left = {criterion for candidate in list_candidates(knowledge.guide, told, 9) for criterion in candidate.criteria}
    assert left == {"data", "audit"}


def test_how_far_it_is_counts_what_was_looked_at_again(knowledge: Knowledge, made: Assessment) -> None:
    interview = a_follow_up(knowledge, made)
    assert interview.rechecked_criteria == frozenset()
    told = read(said(interview, "Paolo accepted it."), some_evidence("owner", 3))
    assert told.rechecked_criteria == {"owner"}
    asking = told.add_question(to_question(list_candidates(knowledge.guide, told, 1)[0], told))
    assert asking.rechecked_criteria == {"owner"}
    assert len(read(said(asking, "As before.")).rechecked_criteria) == 2


# --- what stands on record ----------------------------------------------------------------------------


def test_proofs_and_challenges_are_their_authors_statements_word_by_word(
    knowledge: Knowledge, made: Assessment
) -> None:
    interview = a_follow_up(knowledge, made, a_challenge(), proofs=(done(),))
    assert [(turn.speaker, turn.text) for turn in interview.turns] == [(PAOLO.id, PROOF), (PAOLO.id, SIGNED)]
    assert all(is_recorded_statement(interview, turn) and turn.state == "said" for turn in interview.turns)
    proof, challenge = (interview.find_question(turn.question_id) for turn in interview.turns)
    assert proof is not None and challenge is not None
    assert "Wire the data" in proof.text and "It runs" in proof.text
    assert (proof.criteria, challenge.criteria) == (("exceptions",), ("owner",))
    assert interview.get_person(PAOLO.id) == PAOLO


def test_nobody_is_asked_for_what_stands_on_record(knowledge: Knowledge, made: Assessment) -> None:
    interview = a_follow_up(knowledge, made, a_challenge(), proofs=(done(),))
    assert [question.key for question in interview.pending_questions] == ["opening"]
    asked = interview.find_question_for(PAOLO.id)
    assert asked is not None and asked.key == "opening"
    assert interview.find_question_for(PAOLO.id, unseen={asked.id}) is None


def test_statements_on_record_are_numbered_like_any_interview() -> None:
    recorded = build_recorded_statements((a_challenge("owner"), a_challenge("data")), (), ())
    assert [(one.question.id, one.turn.id, one.turn.question_id) for one in recorded] == [
        ("q0", "t1", "q0"),
        ("q1", "t2", "q1"),
    ]


def test_a_proof_that_is_only_a_link_tells_nothing_to_read() -> None:
    assert build_recorded_statements((), [done(note="")], (PAOLO,)) == ()


def test_whoever_proved_it_and_takes_no_part_is_known_by_the_name_they_had(knowledge: Knowledge) -> None:
    (record,) = build_recorded_statements((), [done()], ())
    assert record.person == Person(id=PAOLO.id, name=PAOLO.id)


def test_what_a_proof_tells_is_not_asked_again_but_a_challenge_is_put_to_the_others(
    knowledge: Knowledge, made: Assessment
) -> None:
    interview = a_follow_up(knowledge, made, a_challenge(), proofs=(done(),))
    for turn, criterion in zip(interview.turns, ("exceptions", "owner"), strict=True):
        heard = some_evidence(criterion, 3, by=PAOLO).model_copy(update={"turn_id": turn.id, "id": f"{turn.id}.1"})
        interview = interview.model_copy(
            update={
                "evidence": (*interview.evidence, heard),
                "turns": tuple(t.model_copy(update={"state": "mapped"}) for t in interview.turns),
            }
        )
    told = read(said(interview, "Nothing much."))
    left = {criterion for candidate in list_candidates(knowledge.guide, told, 9) for criterion in candidate.criteria}
    assert left == {"owner", "data", "audit"}
    answered = read(said(told, "He signed."), some_evidence("owner", 3))
    left = {
        criterion for candidate in list_candidates(knowledge.guide, answered, 9) for criterion in candidate.criteria
    }
    assert left == {"data", "audit"}


def test_a_recheck_names_one_of_the_reasons_that_are_told() -> None:
    assert RecheckedCriterion(criterion="owner", reason="challenged").reason == "challenged"
