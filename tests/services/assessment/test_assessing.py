from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.domain.assessment.review import PillarReview
from bot.domain.core.errors import AnalystUnavailable, MoveRefused, StaleWrite
from bot.domain.core.people import Person
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.assessment import assessing
from bot.services.ports.core import AnalystResult
from bot.services.ports.dependencies import Dependencies
from bot.storage.engine.database import Database
from tests.support.fakes import CALL, FakeAnalyst
from tests.support.rooms import build_deps, open_room, say

DANA = Person(id="U1", name="Dana Reyes")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    with Database(sqlite_url) as database:
        yield database


def owner_at_one(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(CriterionReading(criterion="owner", level=1, quotes=(turn.text,)),))


async def interviewed(database: Database, knowledge: Knowledge, *texts: str) -> Dependencies:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(owner_at_one)), DANA)
    for text in texts:
        await say(room, text)
    return replace(build_deps(database, knowledge), clock=room.deps.clock)


async def change(deps: Dependencies, move: Callable[[Interview], Interview]) -> None:
    await deps.transactions.run(lambda uow: uow.interviews.save(move(uow.interviews.get("p1-i1"))))


async def test_an_assessment_rates_what_was_said_and_leaves_the_rest_unknown(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    made = await assessing.assess_pilot(deps, "p1-i1")
    assert made.levels["owner"] == 1
    assert [c for c, level in made.levels.items() if level is not None] == ["owner"]
    assert made.stage == "lab"
    assert [trap.trap for trap in made.traps] == ["orphaned"]
    assert made.evidence[0].quote == "The lab runs it."


async def test_assessments_are_appended_never_overwritten(database: Database, knowledge: Knowledge) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    first = await assessing.assess_pilot(deps, "p1-i1")
    await change(deps, lambda interview: interview.retract_turn("t1"))
    second = await assessing.assess_pilot(deps, "p1-i1")
    assert second.levels["owner"] is None
    assert await deps.transactions.run(lambda uow: uow.assessments.list_for_pilot("p1")) == (first, second)


async def test_nothing_is_rated_over_answers_that_nobody_has_read(database: Database, knowledge: Knowledge) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    await change(deps, lambda interview: interview.edit_turn("t1", "Operations run it."))
    with pytest.raises(MoveRefused, match="not been read"):
        await assessing.assess_pilot(deps, "p1-i1")


async def test_an_answer_that_is_taken_back_during_the_review_is_not_rated(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")

    class TakenBackMeanwhile(FakeAnalyst):
        async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
            if pillar.id == "ownership":
                await change(deps, lambda interview: interview.retract_turn("t1"))
            return await super().review_pillar(pillar, interview)

    with pytest.raises(StaleWrite, match="Nothing is lost"):
        await assessing.assess_pilot(replace(deps, analyst=TakenBackMeanwhile()), "p1-i1")
    assert await deps.transactions.run(lambda uow: uow.assessments.list_for_pilot("p1")) == ()
    assert (await assessing.assess_pilot(deps, "p1-i1")).levels["owner"] is None


async def test_a_review_that_fails_stores_no_half_assessment_and_keeps_the_cost(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    deps.analyst.failures.append(AnalystUnavailable("down", (CALL,)))  # type: ignore[attr-defined]
    before = len(await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("p1-i1")))
    with pytest.raises(AnalystUnavailable):
        await assessing.assess_pilot(deps, "p1-i1")
    assert await deps.transactions.run(lambda uow: uow.assessments.list_for_pilot("p1")) == ()
    assert len(await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("p1-i1"))) == before + 4
    assert (await assessing.assess_pilot(deps, "p1-i1")).levels["owner"] == 1
