"""How long a text may be to be read as this or that: an example at each limit, and one a word beyond."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.llm.offline import OfflineAnalyst
from tests.llm.offline.talk import Talk, done


@pytest.fixture
def talk(analyst: OfflineAnalyst, knowledge: Knowledge) -> Talk:
    return Talk(analyst, knowledge.framework)


def in_words(begin: str, many: int) -> str:
    words = [*begin.split(), *["really"] * many]
    return f"{' '.join(words[:many])}."


@pytest.mark.parametrize(
    ("begin", "intent"),
    [
        ("I don't know that one", "dont_know"),
        ("Skip this one", "skip"),
        ("Let's pause here", "pause"),
        ("Better ask Tom", "ask_colleague"),
    ],
)
def test_a_move_is_made_in_fourteen_words_at_most(talk: Talk, begin: str, intent: str) -> None:
    talk.ask("escalation")
    assert [talk.say(in_words(begin, many)).intent for many in (14, 15)] == [intent, "answer"]


def test_a_wish_to_skip_counts_in_a_turn_of_fourteen_words(talk: Talk) -> None:
    talk.ask("escalation")
    assert [talk.say(f"Skip it. {in_words('Bye', many)}").intent for many in (12, 13)] == ["skip", "answer"]


@pytest.mark.parametrize(
    ("words", "levels", "probed"), [(6, [], True), (7, [3], True), (9, [3], True), (10, [3], False)]
)
def test_a_few_words_carry_no_high_level_and_some_more_are_asked_about(
    talk: Talk, words: int, levels: list[int], probed: bool
) -> None:
    mapping = talk.ask("systems").say(in_words("It reads and writes over SFTP", words))
    assert [reading.level for reading in mapping.readings] == levels
    assert bool(mapping.probes) == probed


@pytest.mark.parametrize(
    ("text", "level", "probed"),
    [
        ("It reads over the interface and our own people then go on with the work.", 2, False),
        ("It reads over the interface and it writes back over the interface, that was tested too.", 3, True),
        ("It reads over the interface and it writes back over the interface, that was tested in May.", 3, False),
    ],
)
def test_from_level_3_on_a_claim_without_a_name_a_number_or_a_date_is_asked_about(
    talk: Talk, text: str, level: int, probed: bool
) -> None:
    mapping = talk.ask("systems").say(text)
    assert [reading.level for reading in mapping.readings] == [level]
    assert bool(mapping.probes) == probed


@pytest.mark.parametrize(("between", "read"), [(4, []), (5, [2])])
def test_a_negation_reaches_seven_words(talk: Talk, between: int, read: list[int]) -> None:
    mapping = talk.ask("systems").say(f"It does not {'really ' * between}use the interface")
    assert [reading.level for reading in mapping.readings] == read


@pytest.mark.parametrize(("begin", "read"), [("Well, as to it", []), ("Well, as to it,", [1])])
def test_who_begins_by_not_knowing_tells_nothing_and_who_says_it_later_does(
    talk: Talk, begin: str, read: list[int]
) -> None:
    """After fifteen letters at most, or one more."""
    text = f"{begin} dunno, but what I do see is that somebody pastes the result back by hand every day"
    assert text.index("dunno") == (16 if read else 15)
    assert [reading.level for reading in talk.ask("systems").say(text).readings] == read


@pytest.mark.parametrize(("said", "quoted"), [(3, 3), (4, 3)])
def test_a_level_is_quoted_with_three_sentences_at_most(talk: Talk, said: int, quoted: int) -> None:
    sentences = [f"It pastes file {n} by hand." for n in range(said)]
    (reading,) = talk.ask("systems").say(" ".join(sentences)).readings
    assert list(reading.quotes) == sentences[:quoted]


@pytest.mark.parametrize(("letters", "dates"), [(90, ["12 March"]), (91, [])])
def test_a_date_is_noted_from_a_sentence_of_ninety_letters_at_most(talk: Talk, letters: int, dates: list[str]) -> None:
    said = "The whole department starts on 12 March with everybody in it who asks for it early ".ljust(letters - 1, "y")
    mapping = talk.ask("adoption").say(f"{said}.")
    assert [fact.name for fact in mapping.facts if fact.kind == "date"] == dates


@pytest.mark.parametrize(("asked", "cited"), [("parts low", ()), ("parts low rate", ("levels.reading",))])
def test_a_passage_answers_three_of_its_words_and_not_two(
    analyst: OfflineAnalyst, asked: str, cited: tuple[str, ...]
) -> None:
    assert done(analyst.answer_question(asked, None)).value.citations == cited
