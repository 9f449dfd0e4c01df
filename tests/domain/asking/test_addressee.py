"""Whom a question is for: by the form, by what somebody said of themselves, by their title; and how long it waits."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.asking.addressee import PATIENCE, Circle, Expertise, find_holder, list_stale_questions, select_for
from bot.domain.asking.next_candidate import AskingContext, select_in_shared_thread
from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.asking.reopened import list_reopened_candidates
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import ProposedProbe
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, QuestionKind, RequestedProbe, SkippedQuestion, Turn
from tests.support.builders import a_question, an_interview
from tests.support.teams import a_team

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
BOB = Person(id="U1", name="Bob Stone")
CARA = Person(id="U2", name="Cara Lind", role="Integration lead")
HEAD = Person(id="U3", name="Hana Ito", role="Warehouse")
PEOPLE = (BOB, CARA, HEAD)


def candidate(*criteria: str, kind: QuestionKind = "question") -> CandidateQuestion:
    return CandidateQuestion(key=f"topic:{criteria[0]}", kind=kind, criteria=criteria, text="?", why="")


def the_team() -> Team:
    return a_team(people=PEOPLE, participants=("U1", "U2", "U3"), owner="U3", channel=None)


def the_circle(knowledge: Knowledge, interview: Interview) -> Circle:
    return Circle(Expertise(the_team(), interview, knowledge), ("U1", "U2", "U3"), NOW)


def best(knowledge: Knowledge, *criteria: str, interview: Interview | None = None) -> str | None:
    return the_circle(knowledge, interview or an_interview(people=PEOPLE)).expertise.find_best(
        criteria, ("U1", "U2", "U3")
    )


def test_the_form_s_operational_leader_knows_of_ownership_whatever_their_title(shipped_knowledge: Knowledge) -> None:
    assert [best(shipped_knowledge, c) for c in ("owner", "decisions", "exceptions")] == ["U3"] * 3


@pytest.mark.parametrize("title", ["Integration lead", "SAP administrator", "Software developer", "IT systems manager"])
def test_a_title_tells_who_runs_the_systems(shipped_knowledge: Knowledge, title: str) -> None:
    people = (BOB, CARA.model_copy(update={"role": title}), HEAD)
    team = the_team().model_copy(update={"people": people})
    expertise = Expertise(team, an_interview(people=people), shipped_knowledge)
    assert expertise.find_best(("systems",), ("U1", "U2", "U3")) == "U2"


def test_their_own_word_outweighs_a_title(shipped_knowledge: Knowledge) -> None:
    said = Turn(id="t1", question_id=None, speaker="U1", text="I run the SAP interfaces.", at=NOW, state="mapped")
    assert best(shipped_knowledge, "systems", interview=an_interview(people=PEOPLE, turns=(said,))) == "U1"


def test_where_nobody_stands_out_it_is_nobody_s_in_particular(shipped_knowledge: Knowledge) -> None:
    assert best(shipped_knowledge, "profit") is None
    twice = (BOB.model_copy(update={"role": "Integration lead"}), CARA, HEAD)
    expertise = Expertise(
        the_team().model_copy(update={"people": twice}), an_interview(people=twice), shipped_knowledge
    )
    assert expertise.find_best(("systems",), ("U1", "U2")) is None


def test_each_is_asked_first_what_they_know_best_then_what_nobody_does(shipped_knowledge: Knowledge) -> None:
    interview = an_interview(people=PEOPLE)
    circle = the_circle(shipped_knowledge, interview)
    due = (candidate("systems"), candidate("profit"), candidate("owner"))
    asked = {p: select_for(p, due, interview, circle) for p in ("U1", "U2", "U3")}
    assert {p: one.criteria if one else None for p, one in asked.items()} == {
        "U1": ("profit",),
        "U2": ("systems",),
        "U3": ("owner",),
    }


def test_what_another_knows_waits_for_them_while_they_are_at_a_question_and_not_for_longer(
    shipped_knowledge: Knowledge,
) -> None:
    def left_for_bob(asked_at: datetime) -> CandidateQuestion | None:
        put = a_question("q1", key="criterion:data", to="U2", asked_at=asked_at)
        interview = an_interview(people=PEOPLE, questions=(put,))
        return select_for("U1", (candidate("systems"),), interview, the_circle(shipped_knowledge, interview))

    assert left_for_bob(NOW - PATIENCE) is None
    assert left_for_bob(NOW - PATIENCE - timedelta(seconds=1)) == candidate("systems")
    interview = an_interview(people=PEOPLE)
    assert select_for("U1", (candidate("systems"),), interview, the_circle(shipped_knowledge, interview)) is not None


def test_a_follow_up_is_for_whoever_said_what_it_follows_up(shipped_knowledge: Knowledge) -> None:
    put = a_question("q1", criteria=("systems",), to="U1")
    said = Turn(
        id="t1", question_id="q1", speaker="U1", text="It is going well.", at=NOW, state="mapped", intent="answer"
    )
    interview = an_interview(people=PEOPLE, questions=(put,), turns=(said,))
    circle, probe = the_circle(shipped_knowledge, interview), candidate("systems", kind="probe")
    assert select_for("U1", (probe,), interview, circle) == probe
    assert select_for("U2", (probe,), interview, circle) is None


def test_what_one_lets_go_or_leaves_waiting_is_asked_once_more_of_somebody_else(shipped_knowledge: Knowledge) -> None:
    guide = shipped_knowledge.guide
    put = a_question("q1", to="U1", asked_at=NOW)
    waiting = an_interview(people=PEOPLE, questions=(put,))
    let_go = waiting.skip_question("dont_know", by="U1", question="q1")
    assert [one.criteria for one in list_reopened_candidates(guide, let_go, "U2")] == [("data",)]
    assert list_reopened_candidates(guide, let_go, "U1") == ()
    again = let_go.add_question(a_question("q2", key="other:data", to="U2"))
    assert list_reopened_candidates(guide, again, "U3") == ()
    assert list_stale_questions(waiting, NOW + PATIENCE) == frozenset()
    stale = list_stale_questions(waiting, NOW + PATIENCE + timedelta(seconds=1))
    assert stale == {"q1"}
    assert [one.criteria for one in list_reopened_candidates(guide, waiting, "U2", stale)] == [("data",)]
    assert list_reopened_candidates(guide, waiting, "U2") == ()


def test_what_everybody_in_a_thread_could_read_is_not_asked_again(shipped_knowledge: Knowledge) -> None:
    shared = an_interview(people=PEOPLE, questions=(a_question("q1"),)).skip_question("skip", by="U1", question="q1")
    assert list_reopened_candidates(shipped_knowledge.guide, shared, "U2") == ()


def test_a_follow_up_is_not_for_whoever_left_it_to_a_colleague(shipped_knowledge: Knowledge) -> None:
    put = a_question("q1", key="topic:one_case", criteria=("systems", "data"))
    left = a_question("q2", key="left:systems:U2", criteria=("systems", "data"), to="U2")
    said = Turn(id="t1", question_id="q1", speaker="U1", text="No idea, ask Cara.", at=NOW, state="mapped")
    handed = SkippedQuestion(
        question_id="q1", criteria=("systems", "data"), how="handed_over", by="U1", to="U2", turn_id="t1"
    )
    wish = RequestedProbe(turn_id="t1", probe=ProposedProbe(criterion="data"))
    interview = an_interview(people=PEOPLE, questions=(put, left), turns=(said,), passes=(handed,), wishes=(wish,))
    follow_up = candidate("data", kind="probe").model_copy(update={"key": "probe:data"})
    assert find_holder(follow_up, interview, the_circle(shipped_knowledge, interview)) == "U2"


def test_in_a_thread_nobody_is_called_to_a_second_question_while_one_of_their_own_waits(
    shipped_knowledge: Knowledge,
) -> None:
    def called(*questions: Question) -> str | None:
        interview = an_interview(people=PEOPLE, questions=questions)
        asking = AskingContext(interview, the_team(), shipped_knowledge, NOW)
        chosen = select_in_shared_thread(asking, ("U1", "U2", "U3"))
        return chosen.likely if chosen else None

    assert called(a_question("q1", key="opening", criteria=())) == "U2"
    waiting = a_question("q2", key="left:data:U2", criteria=("data",), to="U2", asked_at=NOW)
    assert called(a_question("q1", key="opening", criteria=()), waiting) != "U2"
