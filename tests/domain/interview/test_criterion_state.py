"""Why a criterion is unknown, and who let it go: nobody is said not to know what they only put off."""

from bot.domain.interview.criterion_state import find_state, list_people_asked
from bot.domain.interview.turn import SkippedQuestion
from tests.support.builders import DANA, PAOLO, an_interview


def test_who_skipped_is_not_said_not_to_know() -> None:
    skipped = SkippedQuestion(question_id="q1", criteria=("data",), how="skip", by=DANA.id)
    unknown = SkippedQuestion(question_id="q2", criteria=("data",), how="dont_know", by=PAOLO.id)
    interview = an_interview(people=(DANA, PAOLO), passes=(skipped, unknown))
    assert (find_state(interview, "data"), list_people_asked(interview, "data")) == ("did_not_know", (PAOLO.id,))


def test_nobody_could_say_once_everybody_said_so() -> None:
    passes = tuple(
        SkippedQuestion(question_id=f"q{n}", criteria=("data",), how="dont_know", by=person.id)
        for n, person in enumerate((DANA, PAOLO))
    )
    assert find_state(an_interview(people=(DANA, PAOLO), passes=passes), "data") == "nobody_could_say"
    assert find_state(an_interview(people=(DANA, PAOLO), passes=passes[:1]), "data") == "did_not_know"
    assert find_state(an_interview(people=(DANA,), passes=passes[:1]), "data") == "did_not_know"
