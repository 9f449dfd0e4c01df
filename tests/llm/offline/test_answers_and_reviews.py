import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.wording import Tailoring
from bot.llm.offline import OfflineAnalyst
from bot.services.ports.core import Analyst
from tests.llm.offline.talk import Talk, done


def test_it_is_an_analyst_and_says_what_it_is(analyst: OfflineAnalyst) -> None:
    port: Analyst = analyst
    assert port.name == "offline"


def test_a_question_back_is_answered_from_the_passage_that_fits(analyst: OfflineAnalyst, knowledge: Knowledge) -> None:
    answer = done(analyst.answer_question("What do you mean by a proof of production?", None)).value
    passage = knowledge.find_passage("overview.proof_of_production")
    assert passage is not None
    assert (answer.text, answer.citations) == (passage.text, (passage.id,))


@pytest.mark.parametrize(
    ("asked", "cited"),
    [
        ("How does this work?", "interview.how_it_works"),
        ("Hi, what is this?", "interview.how_it_works"),
        ("Who are you?", "interview.how_it_works"),
        ("Do I have to answer this?", "interview.how_it_works"),
        ("Who sees what I say?", "interview.who_sees"),
        ("What happens with my answers?", "interview.who_sees"),
        ("Who will see this?", "interview.who_sees"),
        ("What do you mean by escalation?", "governance.escalation"),
    ],
)
def test_what_people_ask_about_the_interview_itself_is_answered(
    analyst: OfflineAnalyst, asked: str, cited: str
) -> None:
    assert done(analyst.answer_question(asked, None)).value.citations == (cited,)


def test_a_question_back_on_something_else_is_answered_honestly(analyst: OfflineAnalyst, knowledge: Knowledge) -> None:
    talk = Talk(analyst, knowledge.framework).ask("audit")
    answer = done(analyst.answer_question("Zebra xylophone?", talk.interview.open_question)).value
    assert answer.citations == ("governance.audit",)
    assert answer.text.startswith("I have nothing written on exactly that.")


def test_nothing_to_cite_is_said_without_guessing(analyst: OfflineAnalyst) -> None:
    assert done(analyst.answer_question("Zebra xylophone?", None)).value.citations == ()


def test_a_rating_rests_on_evidence_cites_the_framework_and_lets_the_quotes_speak(
    analyst: OfflineAnalyst, knowledge: Knowledge
) -> None:
    talk = Talk(analyst, knowledge.framework)
    talk.ask("systems").say("Somebody exports a CSV and pastes the result back by hand.")
    review = done(analyst.review_pillar(knowledge.framework.get_pillar("integration"), talk.interview)).value
    (rating,) = review.ratings
    assert (rating.criterion, rating.level, rating.citations) == ("systems", 1, ("integration.systems",))
    assert set(rating.evidence_ids) == {item.id for item in talk.interview.evidence}
    assert (rating.there, rating.lacks, rating.unmet) == ("", "", "")


def test_it_rewords_no_plan(analyst: OfflineAnalyst) -> None:
    assert done(analyst.tailor_plan(None, None, None)).value == Tailoring()  # type: ignore[arg-type]
