from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.assessment.review import PillarReview
from bot.domain.core.errors import AnalystUnavailable, MoveRefused, StaleWrite
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.services.assessment import assessing
from bot.services.assessment.assessing import AssessmentDependencies
from bot.services.interview import interview_commands, interviewing
from bot.services.interview.interviewing import AnswerMessage, InterviewDependencies
from bot.services.ports.core import AnalystResult
from bot.storage.engine.database import Database
from tests.support.fakes import CALL, FakeAnalyst, FakeClock, FakeRedactor

DANA = Person(id="U1", name="Dana Reyes")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    with Database(sqlite_url) as database:
        yield database


def owner_at_one(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(CriterionReading(criterion="owner", level=1, quotes=(turn.text,)),))


async def interviewed(database: Database, knowledge: Knowledge, *texts: str) -> AssessmentDependencies:
    transactions, clock = database.in_workspace("w1"), FakeClock()
    deps = InterviewDependencies(transactions, FakeAnalyst(owner_at_one), FakeRedactor(), clock, knowledge)
    await interviewing.begin_interview(deps, "i1", Pilot(id="p1", name="FreightMatch"), (DANA,))
    for text in texts:
        await interviewing.store_answer(deps, "i1", AnswerMessage(speaker=DANA, text=text))
        await interviewing.read_unread_turns(deps, "i1")
    return AssessmentDependencies(transactions, FakeAnalyst(), clock, knowledge)


async def test_an_assessment_rates_what_was_said_and_leaves_the_rest_unknown(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    made = await assessing.assess_pilot(deps, "i1")
    assert made.levels["owner"] == 1
    assert [c for c, level in made.levels.items() if level is not None] == ["owner"]
    assert made.stage == "lab"
    assert [trap.trap for trap in made.traps] == ["orphaned"]
    assert made.evidence[0].quote == "The lab runs it."


async def test_assessments_are_appended_never_overwritten(database: Database, knowledge: Knowledge) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    first = await assessing.assess_pilot(deps, "i1")
    await interview_commands.retract_answer(deps.transactions, "i1", "t1")
    second = await assessing.assess_pilot(deps, "i1")
    assert second.levels["owner"] is None
    assert await deps.transactions.run(lambda uow: uow.assessments.list_for_pilot("p1")) == (first, second)


async def test_nothing_is_rated_over_answers_that_nobody_has_read(database: Database, knowledge: Knowledge) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    await interview_commands.amend_answer(deps.transactions, "i1", "t1", "Operations run it.", FakeRedactor())
    with pytest.raises(MoveRefused, match="not been read"):
        await assessing.assess_pilot(deps, "i1")


async def test_an_answer_that_is_taken_back_during_the_review_is_not_rated(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")

    class TakenBackMeanwhile(FakeAnalyst):
        async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
            if pillar.id == "ownership":
                await interview_commands.retract_answer(deps.transactions, "i1", "t1")
            return await super().review_pillar(pillar, interview)

    with pytest.raises(StaleWrite, match="Nothing is lost"):
        await assessing.assess_pilot(replace(deps, analyst=TakenBackMeanwhile()), "i1")
    assert await deps.transactions.run(lambda uow: uow.assessments.list_for_pilot("p1")) == ()
    assert (await assessing.assess_pilot(deps, "i1")).levels["owner"] is None


async def test_a_review_that_fails_stores_no_half_assessment_and_keeps_the_cost(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await interviewed(database, knowledge, "The lab runs it.")
    deps.analyst.failures.append(AnalystUnavailable("down", (CALL,)))  # type: ignore[attr-defined]
    before = len(await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("i1")))
    with pytest.raises(AnalystUnavailable):
        await assessing.assess_pilot(deps, "i1")
    assert await deps.transactions.run(lambda uow: uow.assessments.list_for_pilot("p1")) == ()
    assert len(await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("i1"))) == before + 4
    assert (await assessing.assess_pilot(deps, "i1")).levels["owner"] == 1
