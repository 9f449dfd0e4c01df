"""What waits for a file's one thread is stored by one commit, and yet each step stands or falls alone."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.domain.core.errors import StorageFailed
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.session.transaction import Transaction


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'x.db'}", is_door=True) as opened:
        yield opened


def add(key: str) -> Callable[[UnitOfWork], bool]:
    return lambda uow: uow.requests.add(key)


def fail(uow: UnitOfWork) -> bool:
    uow.requests.add("of one that fails")
    raise ValueError("no good")


def count_keys(tx: Transaction) -> int:
    return int(tx.connection.execute(text("SELECT count(*) FROM requests")).scalar_one())


async def hold_up(database: Database) -> tuple["asyncio.Task[bool]", threading.Event]:
    """A step that is under way until it is told to go on."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_: Transaction) -> bool:
        begun.set()
        return go_on.wait(10)

    first = asyncio.create_task(database.run(wait))
    assert await asyncio.to_thread(begun.wait, 10)
    return first, go_on


async def run_together(database: Database, *steps: Callable[[UnitOfWork], bool]) -> list[Any]:
    """All of them wait behind one that is under way."""
    first, go_on = await hold_up(database)
    acme = database.in_workspace("acme")
    waiting = [asyncio.create_task(acme.run(step)) for step in steps]
    await asyncio.sleep(0)
    go_on.set()
    assert await first
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_what_comes_together_is_committed_once_and_what_fails_is_undone_alone(database: Database) -> None:
    commits: list[int] = []
    event.listen(database.engine, "commit", lambda _: commits.append(1))
    one, failed, again, other = await run_together(database, add("a"), fail, add("a"), add("b"))
    assert (one, again, other) == (True, False, True)
    assert isinstance(failed, ValueError)
    assert len(commits) == 2, "the first, and all that waited"
    assert await database.run(count_keys) == 2


async def test_more_than_are_committed_together_are_stored_too(database: Database) -> None:
    assert await run_together(database, *(add(f"key {number}") for number in range(101))) == [True] * 101
    assert await database.run(count_keys) == 101


async def test_where_nothing_is_stored_each_of_them_is_told_so(database: Database) -> None:
    def refuse(_: object) -> None:
        raise StorageFailed("The disk is full.")

    event.listen(database.engine, "commit", refuse)
    going = asyncio.gather(*(database.in_workspace("acme").run(add(key)) for key in "abc"), return_exceptions=True)
    assert [type(each) for each in await going] == [StorageFailed] * 3
    event.remove(database.engine, "commit", refuse)
    assert await database.run(count_keys) == 0


async def test_whoever_is_cancelled_meanwhile_does_not_undo_it(database: Database) -> None:
    first, go_on = await hold_up(database)
    acme = database.in_workspace("acme")
    leaving, staying = asyncio.create_task(acme.run(add("a"))), asyncio.create_task(acme.run(add("b")))
    await asyncio.sleep(0)
    leaving.cancel()
    go_on.set()
    assert await first and await staying
    assert await database.run(count_keys) == 2
