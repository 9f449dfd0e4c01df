import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.llm.offline import OfflineAnalyst
from tests.llm.offline.talk import Talk


@pytest.fixture
def talk(analyst: OfflineAnalyst, knowledge: Knowledge) -> Talk:
    return Talk(analyst, knowledge.framework).ask("escalation")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I don't know", "dont_know"),
        ("No idea, sorry.", "dont_know"),
        ("I'm not the money person, sorry.", "dont_know"),
        ("Skip this one", "skip"),
        ("Let's pause here and continue tomorrow", "pause"),
        ("Let's stop here", "finish"),
        ("let us go on", "other"),
        ("thanks!", "other"),
        ("Hello", "other"),
        (":thumbsup:", "other"),
        ("...", "other"),
        ("help", "ask_back"),
        ("Who sees what I say?", "ask_back"),
        ("Are you a bot?", "ask_back"),
        ("Ok, let's continue", "other"),
        ("What do you mean by escalation?", "ask_back"),
        ("Could you ask that in English?", "ask_back"),
        ("Why do you ask?", "ask_back"),
        ("Please ask Tom", "ask_colleague"),
        ("Ask Tom", "ask_colleague"),
        ("That is Tom's area, ask @tom", "ask_colleague"),
        ("Tom?", "ask_colleague"),
        ("Our risk people would know.", "ask_colleague"),
        ("Ask the lawyers.", "ask_colleague"),
        ("Someone in IT might know", "ask_colleague"),
    ],
)
def test_a_turn_that_only_makes_a_move_is_no_answer(talk: Talk, text: str, intent: str) -> None:
    mapping = talk.say(text)
    assert (mapping.intent, mapping.readings) == (intent, ())


def test_an_answer_that_mentions_not_knowing_is_still_an_answer(talk: Talk) -> None:
    mapping = talk.say("It lands in the duty manager's queue with the case history. How fast, nobody ever said.")
    assert mapping.intent == "answer"
    assert [reading.criterion for reading in mapping.readings] == ["escalation"]


def test_a_colleague_is_named_and_the_question_stays_open(talk: Talk) -> None:
    mapping = talk.say("Better ask Tom")
    assert mapping.colleague == "Tom"
    assert [probe.criterion for probe in mapping.probes] == ["escalation"]


@pytest.mark.parametrize(
    ("text", "named"), [("Ask Tom", "Tom"), ("Ask Tom Vance", "Tom Vance"), ("Ask Ines", "Ines"), ("Try @ines", "ines")]
)
def test_a_colleague_is_found_however_the_sentence_begins(talk: Talk, text: str, named: str) -> None:
    assert talk.say(text).colleague == named


def test_a_question_back_keeps_the_words(talk: Talk) -> None:
    assert talk.say("What do you mean by override?").question_back == "What do you mean by override?"
