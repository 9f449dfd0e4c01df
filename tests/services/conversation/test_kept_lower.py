"""A level that is held lower than it was read says in the receipt what would raise it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.console.render import render_turn_outcome
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading
from bot.domain.interview.turn import Turn
from bot.slack.blocks.interview import noted
from bot.storage.engine.database import Database
from tests.support.fakes import FakeAnalyst
from tests.support.rooms import build_deps, open_room, say

DANA = Person(id="U1", name="Dana Reyes")
SHOW = "is kept at 2 until a name, a number, a date or a document shows it."


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


def reads(level: int, *criteria: str, language: str | None = None) -> FakeAnalyst:
    def read(turn: Turn) -> AnswerMapping:
        readings = (CriterionReading(criterion=c, level=level, quotes=(turn.text,)) for c in criteria)
        return AnswerMapping(readings=tuple(readings), language=language)

    return FakeAnalyst(read)


async def receipt(database: Database, knowledge: Knowledge, analyst: FakeAnalyst, text: str) -> list[str]:
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    [heard] = await say(room, text)
    message = noted.build_answer_recorded_message(heard, knowledge.framework)
    assert message is not None
    rendered = render_turn_outcome(heard, knowledge.framework)
    assert rendered is not None
    return str(message.blocks[0]["elements"][0]["text"]).replace("*", "").replace("`", "").split("\n")


@pytest.mark.parametrize(
    ("level", "criteria", "text", "told"),
    [
        (3, ("systems",), "It all works both ways and was tested.", [f"Systems {SHOW}"]),
        (3, ("systems",), "It writes to SAP both ways, tested on 3 May.", []),
        (2, ("systems",), "It all works one way.", []),
        (
            *(4, ("systems",), "It is live in SAP and Ivo watches it."),
            ["Systems is kept at 3 until a measured figure or a second person shows it."],
        ),
        (
            *(3, ("systems", "data", "audit"), "SAP feeds it live and Ivo reads the log, with rules for each mess."),
            ["Audit trail is kept at 2 until a sentence of its own says it."],
        ),
    ],
)
async def test_what_would_raise_it_is_one_short_sentence(
    database: Database, knowledge: Knowledge, level: int, criteria: tuple[str, ...], text: str, told: list[str]
) -> None:
    lines = await receipt(database, knowledge, reads(level, *criteria), text)
    assert [line for line in lines if "is kept at" in line] == told


async def test_in_the_language_of_who_said_it(database: Database, knowledge: Knowledge) -> None:
    lines = await receipt(
        database, knowledge, reads(3, "systems", language="de"), "ja, es geht in beide richtungen und ist getestet"
    )
    assert f"[de] Systems {SHOW}" in lines
