"""The newest of each of many pilots: the right ones, with as many queries for many as for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.domain.core.errors import NotFound
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import MONDAY, a_plan, a_rich_interview, an_assessment, an_interview

PILOTS = ("one", "two", "three")


def a_history(uow: UnitOfWork, count: int = 3) -> None:
    """Of each pilot some interviews, assessments and plans; what was made first is stored last."""
    for pilot in PILOTS:
        for number in range(count):
            interview = a_rich_interview(f"{pilot}{number}")
            made_at = MONDAY - timedelta(days=number)
            of = an_interview(interview.id, pilot).pilot
            uow.interviews.add(interview.model_copy(update={"pilot": of}))
            uow.assessments.add(an_assessment(f"a-{pilot}{number}", of=interview.id, pilot=pilot, made_at=made_at))
            uow.plans.add(a_plan(f"p-{pilot}{number}", of=f"a-{pilot}{number}", pilot=of, made_at=made_at))


async def test_the_newest_interview_of_each_is_the_one_begun_last(acme: WorkspaceTransactions) -> None:
    await acme.run(a_history)
    found = await acme.run(lambda uow: uow.interviews.find_latest_by_pilot(["one", "three", "nobody"]))
    assert {pilot: interview.id for pilot, interview in found.items()} == {"one": "one2", "three": "three2"}
    assert found["one"].turns == a_rich_interview().turns


async def test_the_newest_assessments_of_each_come_oldest_first(acme: WorkspaceTransactions) -> None:
    await acme.run(a_history)
    found = await acme.run(lambda uow: uow.assessments.list_latest_by_pilot(["one", "two", "nobody"]))
    made = {pilot: [assessment.id for assessment in newest] for pilot, newest in found.items()}
    assert made == {"one": ["a-one1", "a-one0"], "two": ["a-two1", "a-two0"]}
    (last,) = (await acme.run(lambda uow: uow.assessments.list_latest_by_pilot(["one"], most=1)))["one"]
    assert last == await acme.run(lambda uow: uow.assessments.get("a-one0"))


async def test_the_newest_plan_of_each_is_the_one_made_last(acme: WorkspaceTransactions) -> None:
    await acme.run(a_history)
    found = await acme.run(lambda uow: uow.plans.find_latest_by_pilot(["three", "two"]))
    assert {pilot: plan.id for pilot, plan in found.items()} == {"three": "p-three0", "two": "p-two0"}


Asks = Callable[[UnitOfWork, list[str]], object]


@pytest.mark.parametrize(
    "ask",
    [
        lambda uow, pilots: uow.interviews.find_latest_by_pilot(pilots),
        lambda uow, pilots: uow.assessments.list_latest_by_pilot(pilots),
        lambda uow, pilots: uow.plans.find_latest_by_pilot(pilots),
    ],
    ids=["interviews", "assessments", "plans"],
)
async def test_many_pilots_take_as_many_queries_as_one(
    database: Database, acme: WorkspaceTransactions, ask: Asks
) -> None:
    await acme.run(a_history)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))
    await acme.run(lambda uow: ask(uow, ["one"]))
    for_one = len(statements)
    await acme.run(lambda uow: ask(uow, list(PILOTS)))
    assert len(statements) == 2 * for_one


async def test_nothing_is_asked_of_no_pilots(acme: WorkspaceTransactions) -> None:
    await acme.run(a_history)
    assert await acme.run(lambda uow: uow.interviews.find_latest_by_pilot([])) == {}
    assert await acme.run(lambda uow: uow.plans.find_latest_by_pilot([])) == {}


async def test_an_assessment_and_a_plan_are_found_by_their_ids(acme: WorkspaceTransactions) -> None:
    await acme.run(a_history)
    assert (await acme.run(lambda uow: uow.plans.get("p-two1"))).pilot.id == "two"
    with pytest.raises(NotFound, match="assessment a9"):
        await acme.run(lambda uow: uow.assessments.get("a9"))
    with pytest.raises(NotFound, match="plan p9"):
        await acme.run(lambda uow: uow.plans.get("p9"))


async def test_the_newest_are_those_of_this_workspace(database: Database, acme: WorkspaceTransactions) -> None:
    await acme.run(a_history)
    other = database.in_workspace("other")
    assert await other.run(lambda uow: uow.interviews.find_latest_by_pilot(PILOTS)) == {}
    assert await other.run(lambda uow: uow.assessments.list_latest_by_pilot(PILOTS)) == {}
    assert await other.run(lambda uow: uow.plans.find_latest_by_pilot(PILOTS)) == {}
    with pytest.raises(NotFound):
        await other.run(lambda uow: uow.plans.get("p-two1"))
