from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.errors import AnalystUnavailable
from bot.domain.interview import Turn
from bot.domain.knowledge import Knowledge
from bot.domain.mapping import AnswerMapping, Reading
from bot.domain.people import Person, Pilot
from bot.services import assessing, interviewing, moves
from bot.services.assessing import Assessing
from bot.services.interviewing import Interviewing, Message
from bot.storage.database import Database
from tests.fakes import CALL, FakeAnalyst, FakeClock, FakeRedactor

DANA = Person(id="U1", name="Dana Reyes")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


def owner_at_one(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(Reading(criterion="owner", level=1, quotes=(turn.text,)),))


async def interviewed(database: Database, knowledge: Knowledge, *texts: str) -> Assessing:
    transactions, clock = database.in_workspace("w1"), FakeClock()
    desk = Interviewing(transactions, FakeAnalyst(owner_at_one), FakeRedactor(), clock, knowledge)
    await interviewing.begin(desk, "i1", Pilot(id="p1", name="FreightMatch"), (DANA,))
    for text in texts:
        await interviewing.keep(desk, "i1", Message(speaker=DANA, text=text))
        await interviewing.read(desk, "i1")
    return Assessing(transactions, FakeAnalyst(), clock, knowledge)


async def test_an_assessment_rates_what_was_said_and_leaves_the_rest_unknown(
    database: Database, knowledge: Knowledge
) -> None:
    desk = await interviewed(database, knowledge, "The lab runs it.")
    made = await assessing.assess(desk, "i1")
    assert made.levels["owner"] == 1
    assert [c for c, level in made.levels.items() if level is not None] == ["owner"]
    assert made.stage == "lab"
    assert [trap.trap for trap in made.traps] == ["orphaned"]
    assert made.evidence[0].quote == "The lab runs it."


async def test_assessments_are_appended_never_overwritten(database: Database, knowledge: Knowledge) -> None:
    desk = await interviewed(database, knowledge, "The lab runs it.")
    first = await assessing.assess(desk, "i1")
    await moves.retract(desk.transactions, "i1", "t1")
    second = await assessing.assess(desk, "i1")
    assert second.levels["owner"] is None
    assert await desk.transactions.run(lambda uow: uow.assessments.history_of("p1")) == (first, second)


async def test_a_review_that_fails_stores_no_half_assessment_and_keeps_the_cost(
    database: Database, knowledge: Knowledge
) -> None:
    desk = await interviewed(database, knowledge, "The lab runs it.")
    desk.analyst.failures.append(AnalystUnavailable("down", (CALL,)))  # type: ignore[attr-defined]
    before = len(await desk.transactions.run(lambda uow: uow.calls.of("i1")))
    with pytest.raises(AnalystUnavailable):
        await assessing.assess(desk, "i1")
    assert await desk.transactions.run(lambda uow: uow.assessments.history_of("p1")) == ()
    assert len(await desk.transactions.run(lambda uow: uow.calls.of("i1"))) == before + 4
    assert (await assessing.assess(desk, "i1")).levels["owner"] == 1
