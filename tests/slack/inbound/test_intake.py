"""What comes while something is being stored is stored right after it, together; and each stands or falls alone."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event
from typing import Any

import pytest

from bot.domain.core.errors import StorageFailed
from bot.services.ports.core import UnitOfWork
from bot.slack.inbound.intake import Intake
from bot.storage.engine.database import WorkspaceTransactions

FIRST = "the first"


class Kept:
    """Keeps words in a database, and tells which were kept together. The first waits until it is let go."""

    def __init__(self) -> None:
        self.together: list[list[str]] = []
        self.begun, self.go_on = Event(), Event()

    def store(self, uow: UnitOfWork, words: Sequence[str]) -> None:
        if list(words) == [FIRST]:
            self.begun.set()
            self.go_on.wait(10)
        for word in words:
            if "wrong" in word:
                raise ValueError(word)
            uow.requests.add(word)
        self.together.append(list(words))

    async def hold_up(self, intake: Intake[str]) -> "asyncio.Task[None]":
        first = asyncio.create_task(intake.add(FIRST))
        assert await asyncio.to_thread(self.begun.wait, 10)
        return first


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def intake(acme: WorkspaceTransactions, kept: Kept) -> Intake[str]:
    return Intake(acme, kept.store, side_by_side=1)


async def add_all(intake: Intake[str], kept: Kept, *words: str) -> list[Any]:
    """While the first is being stored."""
    first = await kept.hold_up(intake)
    adding = [asyncio.create_task(intake.add(word)) for word in words]
    await asyncio.sleep(0)
    kept.go_on.set()
    return await asyncio.gather(first, *adding, return_exceptions=True)


async def is_known(acme: WorkspaceTransactions, word: str) -> bool:
    return not await acme.run(lambda uow: uow.requests.add(word))


async def test_what_comes_meanwhile_is_stored_together_in_its_order(
    intake: Intake[str], kept: Kept, acme: WorkspaceTransactions
) -> None:
    assert await add_all(intake, kept, "a", "b", "c") == [None] * 4
    assert kept.together == [[FIRST], ["a", "b", "c"]]
    await intake.add("d")
    assert kept.together[-1] == ["d"]
    assert await is_known(acme, "c")


async def test_a_hundred_go_together_at_most(intake: Intake[str], kept: Kept) -> None:
    await add_all(intake, kept, *(f"word {number}" for number in range(150)))
    assert [len(words) for words in kept.together] == [1, 100, 50]


async def test_of_a_transaction_that_waits_the_next_few_do_not_wait_for_the_end(
    kept: Kept, acme: WorkspaceTransactions
) -> None:
    intake = Intake(acme, kept.store, side_by_side=2)
    first = await kept.hold_up(intake)
    second = asyncio.create_task(intake.add("a"))
    await asyncio.sleep(0)
    kept.go_on.set()
    await asyncio.gather(first, second)
    assert sorted(kept.together) == [["a"], [FIRST]]


async def test_what_can_not_be_stored_keeps_no_other_from_it(
    intake: Intake[str], kept: Kept, acme: WorkspaceTransactions
) -> None:
    first, one, wrong, other = await add_all(intake, kept, "a", "wrong", "b")
    assert (first, one, other) == (None, None, None)
    assert isinstance(wrong, ValueError)
    assert await is_known(acme, "a") and await is_known(acme, "b")
    with pytest.raises(ValueError, match="wrong too"):
        await intake.add("wrong too")
    await intake.add("c")
    assert await is_known(acme, "c")


class Away:
    """Transactions of a database that does not answer before it is told to, and then fails."""

    def __init__(self) -> None:
        self.asked = 0
        self.answers = asyncio.Event()

    async def run(self, work: Callable[[UnitOfWork], Any]) -> Any:
        self.asked += 1
        await self.answers.wait()
        raise StorageFailed("It does not answer.")


async def test_where_nothing_can_be_stored_nobody_waits_for_the_one_before(kept: Kept) -> None:
    away = Away()
    intake = Intake(away, kept.store)
    away.answers.set()
    with pytest.raises(StorageFailed):
        await intake.add("a")
    away.answers.clear()
    beside = [asyncio.create_task(intake.add(word)) for word in "bc"]
    await asyncio.sleep(0)
    assert away.asked == 3
    away.answers.set()
    assert [type(each) for each in await asyncio.gather(*beside, return_exceptions=True)] == [StorageFailed] * 2


async def test_whoever_is_cancelled_is_stored_all_the_same(
    intake: Intake[str], kept: Kept, acme: WorkspaceTransactions
) -> None:
    first = await kept.hold_up(intake)
    leaving, staying = (asyncio.create_task(intake.add(word)) for word in "ab")
    await asyncio.sleep(0)
    leaving.cancel()
    first.cancel()
    kept.go_on.set()
    with suppress(asyncio.CancelledError):
        await first
    await staying
    assert [await is_known(acme, word) for word in (FIRST, "a", "b")] == [True] * 3
