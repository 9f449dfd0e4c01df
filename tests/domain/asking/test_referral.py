import pytest

from bot.domain.asking.referral import MOST_WORDS, MOST_WORDS_BESIDE, ReferralContext, find_referral
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, Intent

PEOPLE = (Person(id="U1", name="Bob Stone"), Person(id="U2", name="Cara Lind"), Person(id="U3", name="Müller, Anna"))


@pytest.fixture
def around(shipped_knowledge: Knowledge) -> ReferralContext:
    return ReferralContext(PEOPLE, shipped_knowledge.person_words, shipped_knowledge.guide)


def named(around: ReferralContext, text: str, intent: Intent = "answer", colleague: str | None = None) -> str | None:
    return find_referral(text, AnswerMapping(intent=intent, colleague=colleague), intent, around)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("No idea, ask Cara", "Cara"),
        ("No idea. Ask Cara.", "Cara"),
        ("no idea, ask cara", "cara"),
        ("I'd have to ask Cara about that", "Cara"),
        ("You'd better ask @Cara Lind", "Cara Lind"),
        ("I don't know. Cara from integration will know.", "Cara"),
        ("honestly no clue - Cara can answer this", "Cara"),
        ("That's a question for Anna", "Anna"),
        ("Ask Anna Müller please", "Anna Müller"),
        ("ask Samira", "Samira"),
        ("Keine Ahnung, frag am besten Cara", "Cara"),
        ("ni idea, pregúntale a Cara", "Cara"),
        ("Demande plutôt à Cara", "Cara"),
        ("Non lo so, chiedi a Cara", "Cara"),
        ("Sem ideia, pergunta à Cara", "Cara"),
        ("geen idee, vraag het aan Cara", "Cara"),
        ("Nie wiem, zapytaj Carę", "Carę"),
    ],
)
def test_a_question_is_sent_on_in_whatever_words_and_languages_people_have(
    around: ReferralContext, text: str, name: str
) -> None:
    assert named(around, text, "dont_know") == name


@pytest.mark.parametrize(
    "text",
    [
        "We ask Cara to sign it off",
        "don't ask Cara",
        "The clerks try Cara first",
        "Cara does",
        "It is Cara",
        "Ask the SAP team",
        "Cara knows the whole thing because she built the interface last year",
        "It reads from SAP, for the rest ask Cara",
    ],
)
def test_whoever_tells_how_the_work_goes_sends_nobody_on(around: ReferralContext, text: str) -> None:
    assert named(around, text) is None


def test_a_name_alone_counts_where_the_analyst_hears_no_answer(around: ReferralContext) -> None:
    assert named(around, "Cara Lind maybe", "dont_know", "Lind") == "Cara Lind"
    assert named(around, "It is Cara Lind", "answer", "Cara") is None


def test_the_name_is_the_one_that_stands_there(around: ReferralContext) -> None:
    assert named(around, "Better ask Cara", "ask_colleague", "Cara Lind") == "Cara"


def test_whoever_says_more_than_that_is_heard_out(around: ReferralContext) -> None:
    at_it = "No idea, ask Cara" + " please" * (MOST_WORDS - 4)
    assert named(around, at_it, "dont_know") == "Cara"
    assert named(around, f"{at_it} now", "dont_know") is None
    beside = " ".join(["so"] * MOST_WORDS_BESIDE)
    assert named(around, f"Ask Cara, {beside}") == "Cara"
    assert named(around, f"Ask Cara, {beside} so") is None
