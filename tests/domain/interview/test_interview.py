from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assessment.rating import standings
from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.people import Person
from bot.domain.interview.answer_mapping import Wording
from bot.domain.interview.turn import Fit, Heard
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.domain.talk import DANA, PAOLO, an_interview, asked, read, said, some_evidence
from tests.support.builders import MONDAY, a_question

FRAMEWORK = load_knowledge(ROOT / "knowledge").framework
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
    after = with_it.retract(f"t{gone}")
    assert after.turn(f"t{gone}").text == ""
    assert standings(FRAMEWORK, after.evidence) == standings(FRAMEWORK, without_it.evidence)


def test_an_amended_turn_counts_for_nothing_until_it_was_read_again() -> None:
    interview = read(said(an_interview(), "It writes to SAP"), some_evidence("systems", 3))
    amended = interview.amend("t1", "It only reads from SAP")
    assert amended.known == frozenset()
    assert [turn.text for turn in amended.unmapped] == ["It only reads from SAP"]


def test_an_edit_that_comes_after_a_later_one_changes_nothing_even_where_that_left_the_words_as_they_were() -> None:
    first, second = MONDAY + timedelta(seconds=10), MONDAY + timedelta(seconds=20)
    kept = said(an_interview(), "It reads SAP").amend("t1", "It reads SAP", second)
    assert kept.amend("t1", "It writes to SAP", first) == kept
    assert kept.amend("t1", "It writes to SAP", second + timedelta(seconds=1)).turn("t1").text == "It writes to SAP"
    assert kept.amend("t1", "By hand, in a form").turn("t1").changed_at == second


def test_a_question_that_could_not_be_read_yet_was_not_answered() -> None:
    asked = an_interview().ask(a_question("q1")).ask(a_question("q2"))
    answered = asked.put_to(DANA.id, unseen={"q2"})
    assert answered is not None and answered.id == "q1"
    assert asked.put_to(DANA.id, unseen={"q0", "q1", "q2"}) is None


def test_what_was_read_of_older_words_is_dropped() -> None:
    interview = said(an_interview(), "It writes to SAP")
    amended = interview.amend("t1", "It only reads from SAP")
    late = amended.take_in("t1", 0, Heard(evidence=(some_evidence("systems", 3),)))
    assert late.known == frozenset()
    assert late.unmapped


def test_what_was_read_of_a_retracted_turn_is_dropped() -> None:
    interview = said(an_interview(), "It writes to SAP").retract("t1")
    assert interview.take_in("t1", 0, Heard(evidence=(some_evidence("systems", 3),))).known == frozenset()


def test_the_same_message_delivered_twice_is_kept_once() -> None:
    interview = said(an_interview(), "Hello", source="C1:17.2")
    assert said(interview, "Hello", source="C1:17.2").turns == interview.turns


def test_reading_a_turn_twice_does_not_double_its_evidence() -> None:
    once = read(said(an_interview(), "x"), some_evidence("systems", 2))
    assert read(once, some_evidence("systems", 2)).evidence == once.evidence


def test_nothing_is_asked_in_a_pause() -> None:
    with pytest.raises(MoveRefused, match="resume"):
        asked(an_interview().pause(), "systems")
    assert asked(an_interview().pause().resume(), "systems").awaits_reply


def test_a_finished_interview_cannot_be_resumed() -> None:
    with pytest.raises(MoveRefused, match="finished"):
        an_interview().close().resume()


def test_an_interview_with_unread_answers_cannot_be_finished() -> None:
    with pytest.raises(MoveRefused, match="kept"):
        said(an_interview(), "40 a day").close()


def test_a_turn_that_does_not_exist_is_named() -> None:
    with pytest.raises(NotFound, match="t9"):
        an_interview().retract("t9")


def test_not_knowing_lets_go_of_what_is_still_unknown_and_keeps_what_wants_a_probe() -> None:
    interview = read(said(asked(an_interview(), "systems", "data"), "mostly"), vague=("systems",))
    assert interview.pass_on("dont_know", by=DANA.id).passed == {"data"}


def test_not_knowing_after_the_question_was_answered_takes_nothing_away() -> None:
    interview = read(said(asked(an_interview(), "systems"), "SAP"), some_evidence("systems", 2))
    after = interview.pass_on("dont_know", by=DANA.id)
    assert after.known == {"systems"}
    assert after.passed == frozenset()


def test_a_question_that_was_let_go_no_longer_waits_whatever_it_was_about() -> None:
    assert not an_interview().pass_on("dont_know", by=DANA.id).awaits_reply
    known = read(said(asked(an_interview(), "systems"), "SAP"), some_evidence("systems", 2))
    assert not asked(known, "systems", kind="probe").pass_on("dont_know", by=DANA.id).awaits_reply


def test_reading_an_old_turn_again_does_not_make_it_the_latest_word() -> None:
    first = read(said(asked(an_interview(), "systems"), "export cvs"), some_evidence("systems", 1))
    later = read(said(first, "API both ways"), some_evidence("systems", 3))
    mended = later.amend("t1", "export csv")
    again = mended.take_in("t1", 1, Heard(evidence=(some_evidence("systems", 1, "t1"),)))
    assert standings(FRAMEWORK, again.evidence)["systems"].level == 3


def test_an_old_correction_that_is_read_again_does_not_delete_what_came_later() -> None:
    first = read(said(asked(an_interview(), "systems"), "no: export"), some_evidence("systems", 1, corrects=True))
    later = read(said(first, "now both ways"), some_evidence("systems", 3))
    mended = later.amend("t1", "no, export")
    again = mended.take_in("t1", 1, Heard(evidence=(some_evidence("systems", 1, "t1", corrects=True),)))
    assert standings(FRAMEWORK, again.evidence)["systems"].level == 3


def test_saying_that_one_does_not_know_is_taken_back_with_its_turn() -> None:
    interview = read(said(asked(an_interview(), "systems"), "no idea")).pass_on("dont_know", by="U1", turn_id="t1")
    assert interview.passed == {"systems"}
    assert interview.amend("t1", "SAP, by REST").passed == frozenset()
    assert interview.retract("t1").passed == frozenset()


def test_a_question_worded_after_a_turn_that_was_taken_back_is_forgotten() -> None:
    fitted = Heard(wordings=(Wording(key="probe:data", text="You said Marta is on leave; who loads the data?"),))
    interview = said(an_interview(), "Marta is on leave").take_in("t1", 0, fitted)
    assert interview.wording("probe:data") is not None
    assert interview.retract("t1").wording("probe:data") is None


def test_an_answer_in_a_pause_is_kept_for_later() -> None:
    paused = an_interview().pause()
    assert [turn.text for turn in said(paused, "40 a day").unmapped] == ["40 a day"]


def test_a_message_that_comes_again_after_the_end_is_no_error() -> None:
    ended = read(said(an_interview(), "bye", source="C1:1")).close()
    assert said(ended, "bye", source="C1:1") == ended


def test_coming_back_without_saying_one_s_role_keeps_the_known_one() -> None:
    back = an_interview().join(Person(id="U1", name="Dana Reyes"))
    assert back.person("U1").role == "Head of payables"


def test_asking_back_is_no_answer() -> None:
    interview = said(asked(an_interview(), "systems"), "What do you mean by systems?")
    assert interview.take_in("t1", 0, Heard(), "ask_back").awaits_reply
    assert not interview.take_in("t1", 0, Heard(), "answer").awaits_reply


def test_a_later_judgement_replaces_the_earlier_one_of_the_same_person() -> None:
    judged = an_interview().judge(Fit(person="U1", score=2)).judge(Fit(person="U1", score=4))
    assert [fit.score for fit in judged.fits] == [4]


def test_a_question_whose_answer_was_taken_back_after_the_next_was_asked_waits_no_longer() -> None:
    interview = read(said(asked(an_interview(), "systems"), "It writes to SAP"), some_evidence("systems", 3))
    assert [question.id for question in interview.retract("t1").pending] == ["q1"]
    assert [question.id for question in asked(interview, "data").retract("t1").pending] == ["q2"]


def test_what_somebody_else_answered_meanwhile_waits_no_longer_unless_it_wants_more() -> None:
    interview = asked(said(asked(an_interview(), "systems"), "It writes to SAP"), "systems", kind="probe")
    assert read(interview, some_evidence("systems", 3)).pending == ()
    vague = read(interview, some_evidence("systems", 3), vague=("systems",))
    assert [question.id for question in vague.pending] == ["q2"]
