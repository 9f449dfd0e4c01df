"""How a reply to two criteria is shared out, and when a later turn comes back to one, in a language made up for it.

It has two subjects: `apple` is a word of systems, `pear` of data, each worth two; `core` and `pip` tell something of
systems, `stone` of data, each worth one.
"""

from pathlib import Path

import pytest
import yaml

from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.turn import Turn
from bot.llm.offline import Cues, OfflineAnalyst, load_cues
from bot.llm.offline.topic_match import TopicMatcher
from tests.llm.offline.talk import START, TOM, Talk
from tests.llm.offline.test_cues import REAL

LEVELS = ("nought", "single", "double", "triple", "fourfold")


LADDER = [{"level": level, "when": [name]} for level, name in enumerate(LEVELS)]


def a_criterion(topic: str, *own: str) -> dict[str, object]:
    return {"topic": [topic], "facets": {name: {"cues": [name]} for name in own}, "ladder": LADDER}


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Cues:
    folder: Path = tmp_path_factory.mktemp("cues")
    own = {
        "facets": {name: {"cues": [name]} for name in LEVELS},
        "criteria": {"systems": a_criterion("apple", "core", "pip"), "data": a_criterion("pear", "stone")},
    }
    (folder / "cues.yaml").write_text(yaml.safe_dump({**REAL, **own}), encoding="utf-8")
    return load_cues(folder)


@pytest.fixture
def talk(made_up: Cues, knowledge: Knowledge) -> Talk:
    return Talk(OfflineAnalyst(knowledge, made_up), knowledge.framework)


def split(cues: Cues, talk: Talk, text: str) -> dict[str, list[str]]:
    """What of the reply goes to which criterion, the main one first."""
    question = talk.interview.questions[-1]
    turn = Turn(id="t9", question_id=question.id, speaker=TOM.id, text=text, at=START)
    parts = TopicMatcher(cues).split_reply(turn, question, talk.interview)
    return {criterion: [sentence.text for sentence in own] for criterion, own in parts.items()}


# --- a reply to two criteria -------------------------------------------------------------------------

BOTH = "Pear pear apple."


@pytest.mark.parametrize(
    ("text", "of_data"),
    [
        (f"Apple. Apple. {BOTH} {BOTH}", [BOTH, BOTH]),
        (f"Apple apple. {BOTH} {BOTH}", None),
        ("Apple. Apple. Apple. Pear pear pear pear apple.", None),
    ],
    ids=["four sentences, two of them its own", "three sentences", "four sentences, one of them its own"],
)
def test_a_reply_is_shared_out_from_four_sentences_on_two_of_them_about_the_second(
    made_up: Cues, talk: Talk, text: str, of_data: list[str] | None
) -> None:
    assert split(made_up, talk.ask("systems", "data"), text).get("data") == of_data


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("Apple. Well. Pear apple stone. Pear apple stone.", True),
        ("Apple apple. Apple apple. Pear pear apple stone. Pear pear apple stone.", False),
    ],
    ids=["six of seven and a half", "ten of thirteen and a half"],
)
def test_a_second_criterion_needs_four_fifths_of_the_first(made_up: Cues, talk: Talk, text: str, shared: bool) -> None:
    assert ("data" in split(made_up, talk.ask("systems", "data"), text)) == shared


@pytest.mark.parametrize(("text", "main"), [("Pear.", "data"), ("Stone.", "systems")])
def test_people_answer_in_the_order_in_which_they_were_asked_unless_they_speak_much_more_of_the_other(
    made_up: Cues, talk: Talk, text: str, main: str
) -> None:
    assert next(iter(split(made_up, talk.ask("systems", "data"), text))) == main


@pytest.mark.parametrize(
    ("pears", "main"), [("pear pear", "systems"), ("pear pear stone", "data")], ids=["5.5 to 6", "6.5 to 6"]
)
def test_what_was_answered_already_counts_half(made_up: Cues, talk: Talk, pears: str, main: str) -> None:
    talk.ask("systems", "data").say("Single apple.")
    assert set(talk.levels) == {"systems"}
    assert next(iter(split(made_up, talk, f"{'apple ' * 6}{pears}"))) == main


@pytest.mark.parametrize(
    ("text", "of_data"),
    [("Apple, stone.", None), ("Apple, stone, stone.", ["stone", "stone."]), ("Apple, pear.", ["pear."])],
)
def test_an_aside_counts_when_it_says_two_things_or_names_its_subject(
    made_up: Cues, talk: Talk, text: str, of_data: list[str] | None
) -> None:
    assert split(made_up, talk.ask("systems", "data"), text).get("data") == of_data


@pytest.mark.parametrize(("text", "read"), [("Apple core, single.", []), ("Apple core, pip, single.", [1])])
def test_what_nobody_answered_is_filled_later_by_two_things_that_tell_of_it(
    talk: Talk, text: str, read: list[int]
) -> None:
    talk.ask("systems").say("I don't know.")
    assert [reading.level for reading in talk.say(text, unasked=True).readings] == read


# --- coming back to what was said --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mentions", "text", "read"),
    [
        (0, "Correction: Guidewire, nought.", [0]),
        (1, "Correction: Guidewire, nought apple.", []),
        (1, "Correction: Guidewire, nought apple core.", [0]),
        (1, "Correction: Guidewire, nought.", []),
        (3, "Correction: Guidewire, nought apple apple.", [0]),
        (5, "Correction: Guidewire, nought apple apple.", []),
    ],
    ids=[
        "2 for a rare word",
        "1.8: a word of two turns and the subject",
        "2.2: that and a thing of it",
        "1",
        "2.1",
        "1.93",
    ],
)
def test_a_correction_reopens_what_it_shares_enough_words_with(
    talk: Talk, mentions: int, text: str, read: list[int]
) -> None:
    talk.ask("systems").say("Single Guidewire.")
    for _ in range(mentions):
        talk.say("Guidewire has been here for years.", unasked=True)
    assert [reading.level for reading in talk.say(text, unasked=True).readings] == read


@pytest.mark.parametrize(("claimed", "disputed"), [("double", False), ("triple", True)])
def test_a_denial_disputes_what_stands_two_levels_away(talk: Talk, claimed: str, disputed: bool) -> None:
    talk.ask("systems").say(f"The apple is {claimed} these days and this is how it stands with us.")
    (reading,) = talk.ask("systems").say("I see that differently, not so: single it is.", by=TOM).readings
    assert (reading.level, reading.disputes) == (1, disputed)
