"""Without a model, whoever answered settles the level; with one, and of a recorded team, nobody is asked to."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.console.interview.chat_commands import handle_line
from bot.console.interview.room import Room
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.llm.offline.analyst import OfflineAnalyst
from bot.storage.engine.database import Database
from bot.wording.level_words import BY_RULE, ONLY_ENGLISH
from tests.support.fakes import FakeAnalyst
from tests.support.once import load_shipped_cues
from tests.support.rooms import build_deps, say, waiting

DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
OPENING = "It checks invoices."


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


class Screen(io.StringIO):
    @property
    def unfolded(self) -> str:
        return " ".join(self.getvalue().split())


async def a_room(
    database: Database,
    knowledge: Knowledge,
    screen: Screen,
    by_rule: bool = True,
    shown: frozenset[str] | None = None,
    opening: str = OPENING,
) -> Room:
    analyst = OfflineAnalyst(knowledge, load_shipped_cues()) if by_rule else FakeAnalyst()
    room = Room(
        build_deps(database, knowledge, analyst), Console(file=screen, width=100), Pilot(id="p1", name="F"), shown
    )
    await room.open_interview([DANA])
    await say(room, opening)
    return room


async def test_a_number_settles_what_was_asked_and_its_question_is_not_asked_again(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    asked = await waiting(room)
    assert asked is not None
    await say(room, "Somehow.")
    ladder = knowledge.framework.get_criterion(asked.criteria[0]).ladder
    assert all(step.split(",")[0] in screen.unfolded for step in ladder)
    assert "no step could be read by rule" in screen.unfolded
    await handle_line(room, " ".join("1" for _ in asked.criteria))
    interview = await room.load_interview()
    chosen = [item for item in interview.evidence if item.basis == "chosen"]
    assert [(item.criterion, item.level, item.quote) for item in chosen] == [(c, 1, "Somehow.") for c in asked.criteria]
    assert "level chosen by Dana" in screen.unfolded
    following = await waiting(room)
    assert following is not None
    assert not set(following.criteria) & set(asked.criteria)


async def test_a_high_level_is_held_until_the_command_says_what_shows_it(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    asked = await waiting(room)
    assert asked is not None
    await say(room, "Somehow.")
    await handle_line(room, f"/level {asked.criteria[0]} 3")
    assert "level 3 chosen by Dana, held at 2" in screen.unfolded
    await handle_line(room, f"/level {asked.criteria[0]} 3 hunter2, contract of 3 March with Basware")
    [item] = [item for item in (await room.load_interview()).evidence if item.criterion == asked.criteria[0]]
    assert (item.level, item.claimed) == (3, None)
    assert item.shows == "[redacted: password], contract of 3 March with Basware"


async def test_the_rating_says_that_the_level_was_chosen_and_is_that_level(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    asked = await waiting(room)
    assert asked is not None
    await say(room, "Somehow.")
    await handle_line(room, " ".join("1" for _ in asked.criteria))
    await handle_line(room, "/finish")
    [made] = await room.run(lambda uow: uow.assessments.list_for_pilot("p1"))
    ratings = [made.get_rating(criterion) for criterion in asked.criteria]
    assert [(r.level, r.basis) for r in ratings] == [(1, "chosen")] * len(ratings)
    assert all("Chosen by Dana" in r.rationale for r in ratings)
    assert "levels were chosen by Dana" in screen.unfolded


async def test_a_recorded_team_is_offered_no_ladder(database: Database, knowledge: Knowledge) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen, shown=frozenset({"noted", "question"}))
    await say(room, "Somehow.")
    assert "to choose the level" not in screen.unfolded


async def test_with_a_model_a_number_is_an_answer(database: Database, knowledge: Knowledge) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen, by_rule=False)
    await handle_line(room, "3")
    assert (await room.load_interview()).turns[-1].text == "3"
    await handle_line(room, "/level 3")
    assert "A model reads here" in screen.unfolded


async def test_what_can_not_be_followed_is_told_and_changes_nothing(database: Database, knowledge: Knowledge) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    before = await room.load_interview()
    for line in ("/level", "/level 9", "/level owner", "/level owner 2"):
        await handle_line(room, line)
    assert await room.load_interview() == before
    assert screen.unfolded.count("Type /level N") == 4


async def test_what_answers_the_question_before_counts_there_and_the_open_one_stays_open(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    before = await waiting(room)
    assert before is not None
    assert "systems" in before.criteria
    await handle_line(room, "/skip")
    following = await waiting(room)
    await say(room, "It comes out of SAP by a nightly export, and Marta pastes the result back by hand.")
    interview = await room.load_interview()
    assert interview.turns[-1].question_id == before.id
    assert "systems" in interview.known_criteria
    assert await waiting(room) == following
    assert "that answers what I asked before" in screen.unfolded


async def test_a_correction_of_something_earlier_leaves_the_open_question_open(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    while (asked := await waiting(room)) is not None and "owner" not in asked.criteria:
        await handle_line(room, "/skip")
    await say(room, "I own the claims budget, so its profit and loss is mine; I have accepted it for the pilot.")
    await handle_line(room, "/skip")  # the probe
    following = await waiting(room)
    assert following is not None
    assert "owner" in (await room.load_interview()).known_criteria
    await say(room, "actually, I only own the claims budget, not the pilot's")
    assert await waiting(room) == following
    assert (await room.load_interview()).turns[-1].question_id != following.id


@pytest.mark.parametrize("by_rule", [True, False])
@pytest.mark.parametrize(
    "said",
    ["yes", "https://wiki.example/page", "the password is hunter2", "By the way, who is in the office on Thursday?"],
)
async def test_talk_leaves_the_question_open_and_says_so_once(
    said: str, by_rule: bool, database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen, by_rule=by_rule)
    asked = await waiting(room)
    for _ in range(3):
        await say(room, said)
    assert await waiting(room) == asked
    assert asked is not None
    assert screen.unfolded.count(asked.text) == 1


GERMAN = "Die Rechnungen kommen aus SAP und wir haben nicht geprüft, ob die Daten stimmen."


async def test_only_english_is_read_by_rule_and_the_bot_says_so_at_the_opening_and_once_more(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    assert BY_RULE in screen.unfolded
    asked = await waiting(room)
    assert asked is not None
    await say(room, GERMAN)
    await say(room, GERMAN)
    assert screen.unfolded.count(ONLY_ENGLISH) == 1
    assert await waiting(room) == asked
    assert "no step could be read by rule" in screen.unfolded
    await handle_line(room, " ".join("1" for _ in asked.criteria))
    interview = await room.load_interview()
    assert {(item.criterion, item.level, item.quote) for item in interview.evidence} == {
        (criterion, 1, GERMAN) for criterion in asked.criteria
    }
    following = await waiting(room)
    assert following is not None
    assert not set(following.criteria) & set(asked.criteria)


async def test_an_opening_in_another_language_is_kept_as_the_story(database: Database, knowledge: Knowledge) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen, opening=GERMAN)
    asked = await waiting(room)
    assert asked is not None
    assert asked.kind == "question"
    assert ONLY_ENGLISH in screen.unfolded
