"""Whoever waits long for a reading is told so, and that it is over: however the two meet."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from bot.domain.core.errors import StorageFailed
from bot.domain.framework.knowledge import Knowledge
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.put_off_reading import tell_slow_reading
from bot.services.ports.core import Transactions, UnitOfWork
from bot.storage.engine.database import Database
from tests.support.builders import DANA, a_turn
from tests.support.rooms import build_deps, open_room

T = TypeVar("T")
TURN = a_turn()
KEY = f"slow:p1-i1:{TURN.id}:{TURN.revision}"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


class HeldTransactions:
    """Its first one has begun, and is committed when it may be, whatever becomes of who asked for it."""

    def __init__(self, real: Transactions) -> None:
        self._real = real
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.fails = False

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        if self.begun.is_set():
            return await self._real.run(work)
        self.begun.set()
        return await asyncio.shield(self._commit(work))

    async def _commit(self, work: Callable[[UnitOfWork], T]) -> T:
        await self.go_on.wait()
        if self.fails:
            raise StorageFailed("The disk is full.")
        return await self._real.run(work)


async def load_told(deps: InterviewContext) -> str:
    posted = await deps.transactions.run(lambda uow: uow.messages.find(KEY))
    return "" if posted is None else posted.parts[0].text


async def test_a_reading_that_ends_while_it_is_told_that_it_is_slow_takes_that_back(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge), DANA)
    held = HeldTransactions(room.deps.transactions)
    deps = replace(room.deps, transactions=held, slow_reading_seconds=0.0)

    async def read() -> None:
        async with tell_slow_reading(deps, room.thread, TURN):
            await held.begun.wait()

    reading = asyncio.create_task(read())
    await asyncio.wait({reading}, timeout=0.05)
    assert not reading.done(), "what is being said can't be taken back yet"
    held.go_on.set()
    await reading
    assert await load_told(room.deps) == deps.formatter.format_slow_reading(over=True).text


async def test_a_reading_goes_on_where_it_could_not_be_told_that_it_is_slow(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge), DANA)
    held = HeldTransactions(room.deps.transactions)
    held.fails = True
    held.go_on.set()
    deps = replace(room.deps, transactions=held, slow_reading_seconds=0.0)
    with capture_logs() as logs:
        async with tell_slow_reading(deps, room.thread, TURN):
            await held.begun.wait()
    assert [line["event"] for line in logs] == ["nobody was told that a reading is slow"]
    assert await load_told(room.deps) == ""


@pytest.mark.parametrize("patience", [None, 1000.0])
async def test_nobody_is_told_of_one_that_ends_in_time(
    database: Database, knowledge: Knowledge, patience: float | None
) -> None:
    room = await open_room(build_deps(database, knowledge), DANA)
    deps = replace(room.deps, slow_reading_seconds=patience)
    async with tell_slow_reading(deps, room.thread, TURN):
        await asyncio.sleep(0)
    assert await load_told(room.deps) == ""
