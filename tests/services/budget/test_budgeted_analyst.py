"""A budget around an analyst: every call counts, also those that came to nothing; beyond it nobody is asked."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.domain.core.budget import ModelBudget
from bot.domain.core.errors import AnalystUnavailable, BudgetSpent
from bot.services.budget.budgeted_analyst import BudgetedAnalyst
from bot.storage.engine.database import Database
from tests.storage.engine.test_races import in_threads
from tests.support.fakes import CALL, FakeAnalyst

PRICED = CALL.model_copy(update={"cost": 0.25})


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def budgeted(database: Database, clock: Clock, analyst: FakeAnalyst, **limits: float) -> BudgetedAnalyst:
    return BudgetedAnalyst(analyst, database.in_workspace("acme"), clock, ModelBudget.model_validate(limits))


async def test_beyond_the_budget_nobody_is_asked_and_it_is_told_when_it_renews(database_url: str, clock: Clock) -> None:
    with Database(database_url) as database:
        analyst = budgeted(database, clock, FakeAnalyst(), calls_per_day=2)
        for _ in range(2):
            await analyst.answer_question("Why?", None)
        with pytest.raises(BudgetSpent, match=r"2 of 2 calls a day.*1 December 2026") as told:
            await analyst.answer_question("Why?", None)
        assert (told.value.renews.isoformat(), told.value.calls) == ("2026-12-01", ())
        clock.at = datetime(2026, 12, 1, tzinfo=UTC)
        await analyst.answer_question("Why?", None)


async def test_money_that_came_to_nothing_was_spent_too(database_url: str, clock: Clock) -> None:
    with Database(database_url) as database:
        away = FakeAnalyst(failures=[AnalystUnavailable("slow", (PRICED, PRICED))])
        analyst = budgeted(database, clock, away, cost_per_month=0.5)
        with pytest.raises(AnalystUnavailable, match="slow"):
            await analyst.answer_question("Why?", None)
        with pytest.raises(BudgetSpent, match=r"0\.5 of 0\.5 US dollars a month"):
            await analyst.answer_question("Why?", None)
        spent = await database.in_workspace("acme").run(lambda uow: uow.spending.load(clock.at.date()))
        assert (spent.day.calls, spent.day.cost, spent.day.unpriced) == (2, 0.5, 0)


async def test_what_nobody_lists_a_price_of_is_counted_as_such(database_url: str, clock: Clock) -> None:
    with Database(database_url) as database:
        await budgeted(database, clock, FakeAnalyst()).answer_question("Why?", None)
        spent = await database.in_workspace("acme").run(lambda uow: uow.spending.load(clock.at.date()))
        assert (spent.month.calls, spent.month.unpriced) == (1, 1)


async def test_one_workspace_does_not_spend_what_another_may(database_url: str, clock: Clock) -> None:
    with Database(database_url) as database:
        await budgeted(database, clock, FakeAnalyst(), calls_per_day=1).answer_question("Why?", None)
        other = BudgetedAnalyst(FakeAnalyst(), database.in_workspace("globex"), clock, ModelBudget(calls_per_day=1))
        await other.answer_question("Why?", None)


async def test_whoever_runs_it_is_warned_once_at_four_fifths(
    database_url: str, clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    with Database(database_url) as database:
        analyst = budgeted(database, clock, FakeAnalyst(), calls_per_day=5)
        warned = []
        for _ in range(5):
            await analyst.answer_question("Why?", None)
            warned.append("4 of 5 calls a day" in capfd.readouterr().out)
    assert warned == [False, False, False, True, False]


def test_all_who_call_at_once_are_counted(database_url: str, clock: Clock) -> None:
    with Database(database_url) as database:
        analyst = budgeted(database, clock, FakeAnalyst())
        in_threads(8, lambda number: asyncio.run(analyst.answer_question("Why?", None)) and None)
        spent = asyncio.run(database.in_workspace("acme").run(lambda uow: uow.spending.load(clock.at.date())))
    assert spent.day.calls == 8
