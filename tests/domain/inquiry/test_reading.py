"""Whether somebody asks instead of telling, and what for, in the languages that are known."""

import pytest

from bot.domain.framework.inquiry_words import InquiryWords
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.reading import is_about_the_record, is_question, read_inquiry


@pytest.fixture(scope="module")
def words(shipped_knowledge: Knowledge) -> InquiryWords:
    return shipped_knowledge.inquiry_words


@pytest.mark.parametrize(
    "asked",
    [
        "who owns the exceptions?",
        "Where do we stand",
        "Compare my pilots",
        "Help",
        "wie geht das",
        "Was hält uns auf?",
        "Qui est responsable des exceptions ?",
        "¿Qué falta?",
        "谁负责例外？",
        "Danaさんは何と言いましたか",
        "Is SAP connected?",
        "Hi, please tell me who owns it",
    ],
)
def test_questions_and_short_wishes_ask(asked: str, words: InquiryWords) -> None:
    assert is_question(asked, words)


@pytest.mark.parametrize(
    "told",
    [
        "Marta's team works the exceptions.",
        "Who owns it? Nobody.",
        "We are blocked by IT.",
        "Wir exportieren jeden Morgen eine Datei.",
        "What we do every morning is that we export a file and paste all results back in",
        "",
    ],
)
def test_whoever_tells_something_does_not_ask(told: str, words: InquiryWords) -> None:
    assert not is_question(told, words)


def test_without_a_question_mark_a_wish_has_eight_words_and_a_question_twelve(words: InquiryWords) -> None:
    wish = "compare my pilots and tell me all now"
    assert len(wish.split()) == 8 and is_question(wish, words) and not is_question(f"{wish} here", words)
    asked = "who of us has it in the numbers of the next year"
    assert len(asked.split()) == 12 and is_question(asked, words) and not is_question(f"{asked} again", words)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("what holds us back?", "held_back"),
        ("Was bremst uns?", "held_back"),
        ("Who is responsible for escalations?", "owner"),
        ("¿Quién se encarga de las excepciones?", "owner"),
        ("what did Dana say?", "said"),
        ("Co powiedziała Dana?", "said"),
        ("what should I do first?", "first_steps"),
        ("Par où commencer ?", "first_steps"),
        ("how do you rate ownership?", "measuring"),
        ("vergleiche meine Piloten", "comparison"),
        ("what has changed?", "changes"),
        ("when is the next gate?", "gates"),
        ("where do we disagree?", "disagreements"),
        ("where do we stand?", "standing"),
        ("what can you do?", "help"),
        ("is the SAP client there?", "search"),
    ],
)
def test_what_is_asked_for_is_told_by_its_phrase(asked: str, kind: str, words: InquiryWords) -> None:
    assert read_inquiry(asked, words).kind == kind


def test_of_several_phrases_the_one_that_says_most_counts(words: InquiryWords) -> None:
    assert read_inquiry("what is the status of the next step?", words).kind == "standing"
    assert read_inquiry("Help: what should I do first?", words).kind == "first_steps"


def test_what_names_something_is_left_of_a_question(words: InquiryWords) -> None:
    found = read_inquiry("what did Dana say about the exceptions and the budget?", words)
    assert found.topics == ("exceptions",)
    assert found.terms == ("Dana", "budget")


def test_only_the_record_answers_where_we_stand_and_not_what_we_mean(words: InquiryWords) -> None:
    assert is_about_the_record("where do we stand?", words)
    assert not is_about_the_record("what do you mean by owner?", words)
    assert not is_about_the_record("Is it connected?", words)
    assert not is_about_the_record("what can you do?", words)
    assert not is_about_the_record("Where do we stand? We stand well.", words)


def test_without_words_nothing_but_a_question_mark_asks() -> None:
    assert is_question("Who owns it?", InquiryWords()) and not is_question("Help", InquiryWords())
    assert read_inquiry("Who owns it?", InquiryWords()).kind == "search"


def test_a_framework_of_ones_own_brings_its_own_topics(shipped_knowledge: Knowledge) -> None:
    kept = shipped_knowledge.framework.pillars[:1]
    words = shipped_knowledge.inquiry_words.fit_to(shipped_knowledge.framework.model_copy(update={"pillars": kept}))
    assert set(words.topics) == {kept[0].id, *(criterion.id for criterion in kept[0].criteria)}
