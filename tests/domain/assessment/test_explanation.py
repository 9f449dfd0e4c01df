"""What a rating is told to rest on: only what its quotes carry, and a gap as unsaid where nobody spoke of it."""

import pytest

from bot.domain.assessment.carried_sentence import SaidQuote, find_unsaid
from bot.domain.assessment.explanation import describe_unsaid_step, explain_ratings
from bot.domain.assessment.rating import Rating
from bot.domain.assessment.review import PillarReview, ProposedRating
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from tests.domain.talk import DANA
from tests.support.builders import an_interview

BUDGET = "We have 600k and the CFO's initials, for the pilot users in Graz."
TRAINED = "Pilot users had two days of training, the procedures nobody touched."
PLAIN = frozenset({"budget", "pilot", "user", "procedur", "train", "run", "cost", "schedul", "chang"})


def is_carried(sentence: str, quotes: list[str], plain: frozenset[str], language: str = "en") -> bool:
    return find_unsaid(sentence, [SaidQuote("Dana Reyes", said, language) for said in quotes], plain) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The pilot users in Graz have 600k.",
        "600k, with the CFO's initials.",
        "A budget of 600k has the CFO's initials.",
    ],
)
def test_a_sentence_in_the_quotes_words_is_carried(sentence: str) -> None:
    assert is_carried(sentence, [BUDGET], PLAIN)


@pytest.mark.parametrize(
    "sentence",
    [
        "The running cost has no budget.",
        "The pilot users in Linz have 600k.",
        "The pilot users in Graz have 700k.",
        "The pilot users in Graz have no 600k.",
        "The pilot users in Graz may have 600k.",
        "The CFO approved 600k.",
        "Pilot users are trained.",
        "",
    ],
)
def test_a_sentence_that_says_what_nobody_said_or_turns_it_is_not(sentence: str) -> None:
    assert not is_carried(sentence, [BUDGET], PLAIN)


def test_what_was_denied_is_not_told_as_done() -> None:
    assert is_carried("Nobody touched the procedures.", [TRAINED], PLAIN)
    assert not is_carried("The procedures were touched.", ["The procedures nobody touched."], PLAIN)


def test_half_of_what_a_sentence_claims_stands_in_the_quotes() -> None:
    assert is_carried("The initials change cost.", ["The CFO's initials change it."], PLAIN)
    assert is_carried("The CFO's initials run cost.", ["The CFO's initials."], PLAIN)
    assert not is_carried("The initials run cost.", ["The CFO's initials."], PLAIN)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Sechzig Einsprüche, seit Oktober.", "Sixty Einsprüche since October"),
        ("Son sesenta reclamaciones, desde octubre.", "Sixty reclamaciones since October"),
        ("Seit Montag zwölf Fälle.", "Twelve Fälle since Monday"),
        ("Sześćdziesiąt spraw.", "60 spraw"),
    ],
)
def test_numbers_and_months_are_the_same_in_every_language(said: str, told: str) -> None:
    assert is_carried(told, [said, "since"], frozenset())


def some_rating(knowledge: Knowledge, level: int, **proposed: str) -> Rating:
    item = Evidence(
        id="t1.adoption", criterion="adoption", level=2, quote=BUDGET, sentence=BUDGET, turn_id="t1", speaker=DANA.id
    )
    rated = Rating(criterion="adoption", level=level, evidence_ids=("t1.adoption",))
    review = PillarReview(ratings=(ProposedRating(criterion="adoption", level=level, **proposed),))
    return explain_ratings((rated,), review, an_interview(evidence=(item,)), knowledge.framework)[0]


def test_the_reviews_sentences_stand_where_the_quotes_carry_them(knowledge: Knowledge) -> None:
    rated = some_rating(
        knowledge, 2, there="The pilot users in Graz have 600k.", lacks="No support is planned.", unmet="support"
    )
    assert (rated.there, "No support" in rated.gap) == ("The pilot users in Graz have 600k.", False)
    assert rated.rationale == f"{rated.there} {rated.gap}"


def test_whoever_said_it_may_be_named(knowledge: Knowledge) -> None:
    assert some_rating(knowledge, 2, there="Dana has 600k for the pilot users in Graz.").there.startswith("Dana")
    assert some_rating(knowledge, 2, there="Paolo has 600k for the pilot users in Graz.").there == ""


def test_the_quote_stands_where_a_sentence_of_the_review_falls(knowledge: Knowledge) -> None:
    rated = some_rating(knowledge, 2, there="The running cost has no budget.")
    assert (rated.there, rated.rationale.startswith(f"“{BUDGET}”")) == ("", True)


def test_what_falls_is_kept_with_the_reason(knowledge: Knowledge) -> None:
    told, lacks = "The pilot users in Linz have 600k.", "Nobody has 600k."
    rated = some_rating(knowledge, 2, there=told, lacks=lacks)
    assert [(r.field, r.text, r.word) for r in rated.refused] == [("there", told, "Linz"), ("lacks", lacks, "Nobody")]
    assert "not all of this was said" in rated.gap
    assert some_rating(knowledge, 2, there="The pilot users in Graz have 600k.").refused == ()


def test_a_sentence_is_held_against_the_translation_of_what_was_said(knowledge: Knowledge) -> None:
    said = "Der Polier zeichnet jedes Blatt ab."
    item = Evidence(id="t1.audit", criterion="audit", level=2, quote=said, sentence=said, turn_id="t1", speaker=DANA.id)
    rated = Rating(criterion="audit", level=2, evidence_ids=(item.id,))
    told = ProposedRating(criterion="audit", level=2, there="The foreman signs every sheet.")

    def explain(item: Evidence) -> str:
        talk = an_interview(evidence=(item,))
        return explain_ratings((rated,), PillarReview(ratings=(told,)), talk, knowledge.framework)[0].there

    assert explain(item) == ""
    assert explain(item.model_copy(update={"translation": "The foreman signs each sheet."})) == told.there


def test_a_gap_that_nobody_spoke_of_is_told_as_unsaid(knowledge: Knowledge) -> None:
    adoption = knowledge.framework.get_criterion("adoption")
    step = adoption.ladder[3]
    assert (
        some_rating(knowledge, 2, unmet="training is scheduled").gap
        == "Rated at 2 because “training is scheduled” was not said."
    )
    assert some_rating(knowledge, 2, unmet="a lawyer").gap == f"Rated at 2 because not all of this was said: “{step}”"
    assert some_rating(knowledge, 4).gap == some_rating(knowledge, 0).gap == ""
    disputed = Rating(criterion="adoption", level=2, evidence_ids=("e",), disputed=True)
    assert describe_unsaid_step(disputed, adoption) == ""


def test_a_part_of_a_step_has_two_words(knowledge: Knowledge) -> None:
    assert "“is scheduled”" in some_rating(knowledge, 2, unmet="is scheduled").gap
    assert "not all of this" in some_rating(knowledge, 2, unmet="scheduled").gap
