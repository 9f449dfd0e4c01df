"""In a line about a pilot it is told whose move its interview is."""

import pytest

from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.portfolio.overview import PilotOverview
from bot.slack.blocks.pilots.overview import format_interview_state
from tests.support.builders import DANA, a_question, a_turn, an_interview

TO_ALL = a_question("q1")
TO_DANA = a_question("q2", key="criterion:volume", criteria=("volume",), to=DANA.id)
SAID = a_turn("t1", question_id="q1", speaker=DANA.id, state="said", intent="answer")


def held(*questions: Question, **fields: object) -> Interview:
    return an_interview().model_copy(update={"questions": questions, **fields})


@pytest.mark.parametrize(
    ("interview", "end"),
    [
        (held(TO_ALL), "15 known"),
        (held(TO_DANA), "15 known, waits for Dana"),
        (held(TO_DANA).pause(), "15 known"),
        (held(), "15 known, its summary waits to be judged"),
        (held(TO_ALL, turns=(SAID,)).put_off_turns({"t1"}, "model_away"), "known, answers wait for the language model"),
    ],
)
def test_a_pilot_s_line_says_whom_its_interview_waits_for(interview: Interview, end: str, framework: Framework) -> None:
    told = format_interview_state(PilotOverview(pilot=interview.pilot, interview=interview), framework)
    assert told.startswith("interview ") and told.endswith(end)


def test_whoever_it_waits_for_is_spoken_to(framework: Framework) -> None:
    interview = held(TO_DANA)
    told = format_interview_state(PilotOverview(pilot=interview.pilot, interview=interview, viewer=DANA.id), framework)
    assert told.endswith("15 known, waits for you")
