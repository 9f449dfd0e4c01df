from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.assessment.rating import build_standings
from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.people import Person
from bot.domain.interview.answer_mapping import QuestionWording
from bot.domain.interview.turn import SummaryFeedback, TurnFindings
from bot.knowledge import load_knowledge
from tests.conftest import FIXED_KNOWLEDGE
from tests.domain.talk import DANA, PAOLO, an_interview, asked, read, said, some_evidence
from tests.support.builders import MONDAY, a_question

FRAMEWORK = load_knowledge(FIXED_KNOWLEDGE).framework
CRITERIA = st.sampled_from(FRAMEWORK.criterion_ids)
TURNS = st.lists(st.tuples(CRITERIA, st.integers(0, 4), st.sampled_from([DANA, PAOLO])), min_size=1, max_size=8)


@given(TURNS, st.data())
def test_a_retracted_turn_leaves_no_trace_in_the_ratings(
    turns: list[tuple[str, int, object]], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(1, len(turns)))
    with_it = an_interview()
    without_it = an_interview()
    for number, (criterion, level, by) in enumerate(turns, 1):
        person = DANA if by is DANA else PAOLO
        with_it = read(said(with_it, "words", by=person), some_evidence(criterion, level, by=person))
        kept = () if number == gone else (some_evidence(criterion, level, by=person),)
        without_it = read(said(without_it, "words", by=person), *kept)
    after = with_it.retract_turn(f"t{gone}")
    assert after.get_turn(f"t{gone}").text == ""
    assert build_standings(FRAMEWORK, after.evidence) == build_standings(FRAMEWORK, without_it.evidence)


def test_an_amended_turn_counts_for_nothing_until_it_was_read_again() -> None:
    interview = read(said(an_interview(), "It writes to SAP"), some_evidence("systems", 3))
    amended = interview.edit_turn("t1", "It only reads from SAP")
    assert amended.known_criteria == frozenset()
    assert [turn.text for turn in amended.unread_turns] == ["It only reads from SAP"]


def test_an_edit_that_comes_after_a_later_one_changes_nothing_even_where_that_left_the_words_as_they_were() -> None:
    first, second = MONDAY + timedelta(seconds=10), MONDAY + timedelta(seconds=20)
    kept = said(an_interview(), "It reads SAP").edit_turn("t1", "It reads SAP", second)
    assert kept.edit_turn("t1", "It writes to SAP", first) == kept
    assert (
        kept.edit_turn("t1", "It writes to SAP", second + timedelta(seconds=1)).get_turn("t1").text
        == "It writes to SAP"
    )
    assert kept.edit_turn("t1", "By hand, in a form").get_turn("t1").changed_at == second


def test_each_edit_and_a_retraction_is_one_revision_more_and_the_same_edit_told_twice_is_none() -> None:
    first = MONDAY + timedelta(seconds=10)
    interview = said(an_interview(), "It reads SAP")
    assert (interview.version, interview.get_turn("t1").revision) == (0, 0)
    edited = interview.edit_turn("t1", "It writes to SAP", first)
    assert edited.get_turn("t1").revision == 1
    assert edited.edit_turn("t1", "It writes to Oracle", first) == edited
    assert edited.edit_turn("t1", "It reads both").get_turn("t1").revision == 2
    assert edited.retract_turn("t1").get_turn("t1").revision == 2


def test_a_question_asked_at_the_very_moment_was_asked_and_a_later_one_was_not() -> None:
    questions = (a_question("q1", asked_at=MONDAY), a_question("q2", asked_at=MONDAY + timedelta(seconds=1)))
    interview = an_interview().model_copy(update={"questions": questions})
    found = interview.find_question_for(DANA.id, at=MONDAY)
    assert found is not None and found.id == "q1"


@pytest.mark.parametrize("score", [1, 2, 3, 4])
def test_a_summary_is_judged_from_1_to_4(score: int) -> None:
    assert SummaryFeedback.model_validate({"person": DANA.id, "score": score}).score == score


@pytest.mark.parametrize("score", [0, 5])
def test_a_judgement_below_1_or_above_4_is_none(score: int) -> None:
    with pytest.raises(ValidationError):
        SummaryFeedback.model_validate({"person": DANA.id, "score": score})


def test_a_question_that_could_not_be_read_yet_was_not_answered() -> None:
    asked = an_interview().add_question(a_question("q1")).add_question(a_question("q2"))
    answered = asked.find_question_for(DANA.id, unseen={"q2"})
    assert answered is not None and answered.id == "q1"
    assert asked.find_question_for(DANA.id, unseen={"q0", "q1", "q2"}) is None


def test_what_was_read_of_older_words_is_dropped() -> None:
    interview = said(an_interview(), "It writes to SAP")
    amended = interview.edit_turn("t1", "It only reads from SAP")
    late = amended.record_findings("t1", 0, TurnFindings(evidence=(some_evidence("systems", 3),)))
    assert late.known_criteria == frozenset()
    assert late.unread_turns


def test_what_was_read_of_a_retracted_turn_is_dropped() -> None:
    interview = said(an_interview(), "It writes to SAP").retract_turn("t1")
    assert (
        interview.record_findings("t1", 0, TurnFindings(evidence=(some_evidence("systems", 3),))).known_criteria
        == frozenset()
    )


def test_the_same_message_delivered_twice_is_kept_once() -> None:
    interview = said(an_interview(), "Hello", source="C1:17.2")
    assert said(interview, "Hello", source="C1:17.2").turns == interview.turns


def test_reading_a_turn_twice_does_not_double_its_evidence() -> None:
    once = read(said(an_interview(), "x"), some_evidence("systems", 2))
    assert read(once, some_evidence("systems", 2)).evidence == once.evidence


def test_nothing_is_asked_in_a_pause() -> None:
    with pytest.raises(MoveRefused, match="resume"):
        asked(an_interview().pause(), "systems")
    assert asked(an_interview().pause().resume(), "systems").is_awaiting_reply


def test_a_finished_interview_cannot_be_resumed() -> None:
    with pytest.raises(MoveRefused, match="finished"):
        an_interview().close().resume()


def test_an_interview_with_unread_answers_cannot_be_finished() -> None:
    with pytest.raises(MoveRefused, match="kept"):
        said(an_interview(), "40 a day").close()


def test_a_turn_that_does_not_exist_is_named() -> None:
    with pytest.raises(NotFound, match="t9"):
        an_interview().retract_turn("t9")


def test_not_knowing_lets_go_of_what_is_still_unknown_and_keeps_what_wants_a_probe() -> None:
    interview = read(said(asked(an_interview(), "systems", "data"), "mostly"), vague=("systems",))
    assert interview.skip_question("dont_know", by=DANA.id).skipped_criteria == {"data"}


def test_not_knowing_after_the_question_was_answered_takes_nothing_away() -> None:
    interview = read(said(asked(an_interview(), "systems"), "SAP"), some_evidence("systems", 2))
    after = interview.skip_question("dont_know", by=DANA.id)
    assert after.known_criteria == {"systems"}
    assert after.skipped_criteria == frozenset()


def test_a_question_that_was_let_go_no_longer_waits_whatever_it_was_about() -> None:
    assert not an_interview().skip_question("dont_know", by=DANA.id).is_awaiting_reply
    known = read(said(asked(an_interview(), "systems"), "SAP"), some_evidence("systems", 2))
    assert not asked(known, "systems", kind="probe").skip_question("dont_know", by=DANA.id).is_awaiting_reply


def test_reading_an_old_turn_again_does_not_make_it_the_latest_word() -> None:
    first = read(said(asked(an_interview(), "systems"), "export cvs"), some_evidence("systems", 1))
    later = read(said(first, "API both ways"), some_evidence("systems", 3))
    mended = later.edit_turn("t1", "export csv")
    again = mended.record_findings("t1", 1, TurnFindings(evidence=(some_evidence("systems", 1, "t1"),)))
    assert build_standings(FRAMEWORK, again.evidence)["systems"].level == 3


def test_an_old_correction_that_is_read_again_does_not_delete_what_came_later() -> None:
    first = read(said(asked(an_interview(), "systems"), "no: export"), some_evidence("systems", 1, corrects=True))
    later = read(said(first, "now both ways"), some_evidence("systems", 3))
    mended = later.edit_turn("t1", "no, export")
    again = mended.record_findings("t1", 1, TurnFindings(evidence=(some_evidence("systems", 1, "t1", corrects=True),)))
    assert build_standings(FRAMEWORK, again.evidence)["systems"].level == 3


def test_saying_that_one_does_not_know_is_taken_back_with_its_turn() -> None:
    interview = read(said(asked(an_interview(), "systems"), "no idea")).skip_question(
        "dont_know", by="U1", turn_id="t1"
    )
    assert interview.skipped_criteria == {"systems"}
    assert interview.edit_turn("t1", "SAP, by REST").skipped_criteria == frozenset()
    assert interview.retract_turn("t1").skipped_criteria == frozenset()


def test_a_question_worded_after_a_turn_that_was_taken_back_is_forgotten() -> None:
    fitted = TurnFindings(
        wordings=(QuestionWording(key="probe:data", text="You said Marta is on leave; who loads the data?"),)
    )
    interview = said(an_interview(), "Marta is on leave").record_findings("t1", 0, fitted)
    assert interview.find_adapted_wording("probe:data") is not None
    assert interview.retract_turn("t1").find_adapted_wording("probe:data") is None


def test_an_answer_in_a_pause_is_kept_for_later() -> None:
    paused = an_interview().pause()
    assert [turn.text for turn in said(paused, "40 a day").unread_turns] == ["40 a day"]


def test_a_message_that_comes_again_after_the_end_is_no_error() -> None:
    ended = read(said(an_interview(), "bye", source="C1:1")).close()
    assert said(ended, "bye", source="C1:1") == ended


def test_coming_back_without_saying_one_s_role_keeps_the_known_one() -> None:
    back = an_interview().add_person(Person(id="U1", name="Dana Reyes"))
    assert back.get_person("U1").role == "Head of payables"


def test_asking_back_is_no_answer() -> None:
    interview = said(asked(an_interview(), "systems"), "What do you mean by systems?")
    assert interview.record_findings("t1", 0, TurnFindings(), "ask_back").is_awaiting_reply
    assert not interview.record_findings("t1", 0, TurnFindings(), "answer").is_awaiting_reply


def test_a_later_judgement_replaces_the_earlier_one_of_the_same_person() -> None:
    judged = (
        an_interview()
        .record_feedback(SummaryFeedback(person="U1", score=2))
        .record_feedback(SummaryFeedback(person="U1", score=4))
    )
    assert [fit.score for fit in judged.fits] == [4]


def test_a_question_whose_answer_was_taken_back_after_the_next_was_asked_waits_no_longer() -> None:
    interview = read(said(asked(an_interview(), "systems"), "It writes to SAP"), some_evidence("systems", 3))
    assert [question.id for question in interview.retract_turn("t1").pending_questions] == ["q1"]
    assert [question.id for question in asked(interview, "data").retract_turn("t1").pending_questions] == ["q2"]


def test_what_somebody_else_answered_meanwhile_waits_no_longer_unless_it_wants_more() -> None:
    interview = asked(said(asked(an_interview(), "systems"), "It writes to SAP"), "systems", kind="probe")
    assert read(interview, some_evidence("systems", 3)).pending_questions == ()
    vague = read(interview, some_evidence("systems", 3), vague=("systems",))
    assert [question.id for question in vague.pending_questions] == ["q2"]


@pytest.mark.parametrize(("about", "waits"), [("throughput", True), ("systems", False)])
def test_what_is_said_in_a_pause_of_something_else_leaves_the_question_open(about: str, waits: bool) -> None:
    paused = said(asked(an_interview(), "systems").pause(), "People are quicker now.")
    marked = paused.model_copy(update={"turns": (paused.turns[0].model_copy(update={"in_pause": True}),)})
    resumed = read(marked, some_evidence(about, 1)).resume()
    assert [question.criteria for question in resumed.pending_questions] == ([("systems",)] if waits else [])
    assert resumed.known_criteria == {about}
