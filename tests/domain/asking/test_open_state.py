"""What an interview waits for, before whom, and why nothing is asked."""

import pytest

from bot.domain.asking.open_state import OpenState, find_interview_state, find_open_state
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import PutOff, Question, Turn
from tests.support.builders import DANA, a_question, a_turn, an_interview
from tests.support.teams import MARTA, STRANGER, a_team

TO_ALL = a_question("q1")
TO_DANA = a_question("q2", key="criterion:volume", criteria=("volume",), to=DANA.id)
TO_MARTA = a_question("q3", key="criterion:owner", criteria=("owner",), to=MARTA.id)
TO_STRANGER = a_question("q4", key=f"left:exceptions:{STRANGER}", criteria=("exceptions",), to=STRANGER)
TEAM = a_team(channel=None, lead=DANA.id, participants=(DANA.id, MARTA.id))


def held(*questions: Question, **fields: object) -> Interview:
    return an_interview().model_copy(update={"questions": questions, **fields})


def answer(question_id: str, speaker: str, state: str = "mapped") -> Turn:
    return a_turn(f"t-{question_id}", question_id=question_id, speaker=speaker, state=state, intent="answer")


def state_of(interview: Interview, person: str | None, team: Team = TEAM) -> tuple[str, str | None]:
    found = find_open_state(interview, team, person)
    return found.kind, found.question.id if found.question else None


def test_what_is_put_to_everybody_stands_before_each_who_takes_part_and_before_no_guest() -> None:
    interview = held(TO_ALL)
    assert state_of(interview, DANA.id) == state_of(interview, MARTA.id) == ("question", "q1")
    assert state_of(interview, None) == ("question", "q1")
    assert state_of(interview, STRANGER) == ("done", None)


def test_what_is_put_to_one_by_name_is_what_the_others_wait_for() -> None:
    interview = held(TO_ALL, TO_DANA, TO_STRANGER, turns=(answer("q1", DANA.id),))
    assert state_of(interview, DANA.id) == ("question", "q2")
    assert state_of(interview, STRANGER) == ("question", "q4")
    assert find_open_state(interview, TEAM, MARTA.id) == OpenState(
        person=MARTA.id, kind="waiting", waits_for=(DANA.id, STRANGER)
    )
    assert find_interview_state(interview).waits_for == (DANA.id, STRANGER)


def test_a_colleagues_answer_that_is_not_read_yet_takes_nobody_elses_question_away() -> None:
    interview = held(TO_ALL, TO_DANA, TO_MARTA, turns=(answer("q1", DANA.id), answer("q2", DANA.id, state="said")))
    assert state_of(interview, DANA.id) == ("reading", None)
    assert state_of(interview, MARTA.id) == ("question", "q3")


@pytest.mark.parametrize(("put_off", "kind"), [(None, "reading"), ("model_away", "model_away"), ("stopped", "stopped")])
def test_an_answer_that_waits_to_be_read_says_why(put_off: PutOff | None, kind: str) -> None:
    interview = held(TO_ALL, turns=(answer("q1", DANA.id, state="said"),)).put_off_turns({"t-q1"}, put_off or "stopped")
    if put_off is None:
        interview = interview.edit_turn("t-q1", "Said anew.")
    assert state_of(interview, DANA.id) == state_of(interview, None) == (kind, None)
    assert find_interview_state(interview) == OpenState(kind=kind, waits_for=(DANA.id,))
    assert find_open_state(interview, TEAM, MARTA.id).waits_for == (DANA.id,)


def test_a_pause_keeps_the_question_that_will_be_asked_again() -> None:
    interview = held(TO_ALL, status="paused")
    assert state_of(interview, DANA.id) == ("paused", "q1")
    assert state_of(interview, MARTA.id) == ("paused", "q1")
    assert find_interview_state(interview).kind == "paused"


def test_a_pause_concerns_a_colleague_who_was_asked_in_only_while_a_question_of_theirs_waits() -> None:
    assert state_of(held(TO_ALL, status="paused"), STRANGER) == ("done", None)
    assert state_of(held(TO_STRANGER, status="paused"), STRANGER) == ("paused", "q4")


def test_in_direct_messages_beside_a_channel_stands_what_was_asked_by_name() -> None:
    interview, team = held(TO_DANA, TO_ALL), a_team(lead=DANA.id, participants=(DANA.id, MARTA.id))
    assert team.channel is not None
    assert state_of(interview, DANA.id, team) == ("question", "q2")
    assert state_of(interview, MARTA.id, team) == state_of(interview, None, team) == ("question", "q1")


def test_where_nobody_is_asked_anything_the_summary_waits_and_guests_are_done() -> None:
    interview = held(TO_ALL, turns=(answer("q1", DANA.id),))
    assert state_of(interview, DANA.id) == state_of(interview, None) == ("summary", None)
    assert state_of(interview, STRANGER) == ("done", None)
    assert find_interview_state(interview).kind == "summary"


def test_nothing_is_open_once_it_is_over() -> None:
    interview = held(TO_ALL, status="closed")
    assert state_of(interview, DANA.id) == state_of(interview, STRANGER) == ("over", None)
    assert find_interview_state(interview).kind == "over"
