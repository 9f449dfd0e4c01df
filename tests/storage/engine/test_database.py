"""Transactions, workspaces, files: all or nothing, each to its own, and one clear line when a file is not fit."""

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.core.errors import MoveRefused, StaleWrite, StorageFailed
from bot.domain.interview.interview import Interview
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import a_rich_interview, a_turn, an_interview

ROOT = Path(__file__).parents[3]


async def test_a_transaction_that_raises_leaves_nothing_behind(acme: WorkspaceTransactions) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(a_rich_interview())
        raise MoveRefused("changed my mind")

    with pytest.raises(MoveRefused, match="changed my mind"):
        await acme.run(work)
    assert await acme.run(lambda uow: uow.interviews.list_all()) == ()


async def test_a_transaction_that_cannot_be_undone_halfway_is_refused_whole(acme: WorkspaceTransactions) -> None:
    await acme.run(lambda uow: uow.interviews.add(an_interview()))

    def work(uow: UnitOfWork) -> None:
        uow.interviews.save(an_interview().add_turn(a_turn()))
        uow.interviews.save(an_interview(status="closed"))

    with pytest.raises(StaleWrite):
        await acme.run(work)
    assert await acme.run(lambda uow: uow.interviews.get("i1")) == an_interview()


@pytest.mark.parametrize(("times", "done"), [(4, True), (5, False)])
async def test_who_has_to_give_way_tries_again_four_times(
    acme: WorkspaceTransactions, *, times: int, done: bool
) -> None:
    tries = []

    def give_way(uow: UnitOfWork) -> None:
        tries.append(uow)
        if len(tries) <= times:
            raise StaleWrite("somebody was quicker")

    with contextlib.nullcontext() if done else pytest.raises(StaleWrite):
        await acme.run(give_way)
    assert len(tries) == 5


async def test_nothing_in_a_transaction_can_wait(acme: WorkspaceTransactions) -> None:
    async def waiting(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())

    work: Callable[[UnitOfWork], object] = waiting
    with pytest.raises(TypeError, match="plain function"):
        await acme.run(work)


async def test_transactions_on_a_file_run_in_the_one_thread_of_the_database(file_acme: WorkspaceTransactions) -> None:
    threads = await asyncio.gather(*(file_acme.run(lambda uow: threading.get_ident()) for _ in range(8)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_a_transaction_may_write_from_its_first_moment(file_acme: WorkspaceTransactions, file: Path) -> None:
    """A transaction that begins by reading and writes later could fail halfway because somebody else came first."""

    def work(uow: UnitOfWork) -> None:
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        with contextlib.closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")

    await file_acme.run(work)


async def test_a_file_is_set_up_to_lose_nothing_and_to_keep_no_traces(file_database: Database) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    with file_database.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_many_at_once_get_their_turn_and_none_is_lost(acme: WorkspaceTransactions) -> None:
    """On a file they take turns; elsewhere they meet, and whoever comes second decides again."""
    await acme.run(lambda uow: uow.interviews.add(an_interview()))

    def say(number: int) -> Callable[[UnitOfWork], Interview]:
        return lambda uow: uow.interviews.save(uow.interviews.get("i1").add_turn(a_turn(f"t{number}")))

    async def insist(number: int) -> None:
        try:
            await acme.run(say(number))
        except StaleWrite:
            await insist(number)

    await asyncio.gather(*(insist(number) for number in range(30)))
    interview = await acme.run(lambda uow: uow.interviews.get("i1"))
    assert {turn.id for turn in interview.turns} == {f"t{number}" for number in range(30)}
    assert interview.version == 30


async def test_memory_serves_as_a_database_for_a_replay() -> None:
    with Database("sqlite:///:memory:") as database:
        acme = database.in_workspace("acme")
        await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
        assert await acme.run(lambda uow: uow.interviews.get("i1")) == a_rich_interview()


def test_closing_waits_for_the_work_under_way(database_url: str) -> None:
    """Though whoever asked for it is gone."""
    begun, go_on = threading.Event(), threading.Event()

    def work(uow: UnitOfWork) -> None:
        begun.set()
        go_on.wait()
        uow.interviews.add(an_interview())

    async def ask_and_go(acme: WorkspaceTransactions) -> None:
        asked = [
            asyncio.create_task(acme.run(work)),
            asyncio.create_task(acme.run(lambda uow: uow.interviews.list_all())),
        ]
        await asyncio.to_thread(begun.wait)
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)

    database = Database(database_url)
    asyncio.run(ask_and_go(database.in_workspace("acme")))
    closing = threading.Thread(target=database.close)
    closing.start()
    go_on.set()
    closing.join()
    with Database(database_url) as again:
        assert asyncio.run(again.in_workspace("acme").run(lambda uow: uow.interviews.list_all())) == (an_interview(),)


def test_closing_twice_does_no_harm(database_url: str) -> None:
    database = Database(database_url)
    database.close()
    database.close()


def test_only_one_at_a_time_opens_a_file(file: Path, file_database: Database) -> None:
    with pytest.raises(StorageFailed, match=f"{file} is in use by another Flightplan"):
        Database(f"sqlite:///{file}")


def test_another_path_to_the_same_file_is_the_same_file(tmp_path: Path, file: Path, file_database: Database) -> None:
    (tmp_path / "link.db").symlink_to(file)
    with pytest.raises(StorageFailed, match="in use"):
        Database(f"sqlite:///{tmp_path / 'link.db'}")


@pytest.mark.parametrize("url", ["", "flightplan.db", "mysql://u:hunter2@h/db", "sqlite:/x"])
def test_what_is_no_address_of_a_database_is_told_without_its_password(url: str) -> None:
    with pytest.raises(StorageFailed, match="sqlite:///") as failed:
        Database(url)
    assert "hunter2" not in str(failed.value)


def test_a_file_that_is_no_database_is_left_as_it_is(file: Path) -> None:
    file.write_text("Dear diary, " * 500)
    with pytest.raises(StorageFailed, match=f"{file} is not a database file"):
        Database(f"sqlite:///{file}")
    assert file.read_text() == "Dear diary, " * 500


@pytest.mark.parametrize(
    "tables", [("recipes",), ("alembic_version",), ("alembic_version", "recipes"), ("interviews",)]
)
def test_the_database_of_another_program_is_left_as_it_is(file: Path, tables: tuple[str, ...]) -> None:
    with sqlite3.connect(file) as connection:
        for table in tables:
            connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
            connection.execute(f"INSERT INTO {table} VALUES ('4f9b2c')")
    connection.close()
    with pytest.raises(StorageFailed, match=f"{file} belongs to another program"):
        Database(f"sqlite:///{file}")


def test_a_directory_is_made_when_its_parent_is_there(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path}/data/f.db").close()
    assert (tmp_path / "data" / "f.db").is_file()
    with pytest.raises(StorageFailed, match="no such file or directory"):
        Database(f"sqlite:///{tmp_path}/no/such/f.db")


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed, match="cannot be opened"):
        Database(f"sqlite:///{tmp_path}/file/f.db")


def test_a_directory_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match="cannot be opened"):
        Database(f"sqlite:///{tmp_path}")


async def test_a_file_that_another_program_holds_is_told_and_works_again_afterwards(file: Path) -> None:
    with Database(f"sqlite:///{file}", patience=0.05) as database:
        acme = database.in_workspace("acme")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFailed, match=f"{file} is locked by another program"):
            await acme.run(lambda uow: uow.interviews.add(an_interview()))
        other.execute("ROLLBACK")
        other.close()
        await acme.run(lambda uow: uow.interviews.add(an_interview()))
        assert await acme.run(lambda uow: uow.interviews.get("i1")) == an_interview()


def test_a_read_only_directory_is_told() -> None:
    with tempfile.TemporaryDirectory() as closed:
        Path(closed).chmod(0o555)
        # In a process of its own, as nobody: root may write anywhere.
        code = f"""
import os
from bot.storage.engine.database import Database
if os.geteuid() == 0:
    os.setuid(65534)
Database("sqlite:///{closed}/f.db")
"""
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert f"StorageFailed: The database {closed}/f.db cannot be opened: permission denied." in ended.stderr


def test_a_full_disk_is_told_and_what_was_stored_before_stays(file: Path) -> None:
    code = f"""
import asyncio, resource, signal
from bot.storage.engine.database import Database
from tests.support.builders import an_interview, a_turn
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = Database("sqlite:///{file}")
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
acme = database.in_workspace("acme")
asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview("small"))))
print("stored", flush=True)
big = an_interview("big", turns=(a_turn(text="x" * 3_000_000),))
asyncio.run(acme.run(lambda uow: uow.interviews.add(big)))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ended.stdout == "stored\n"
    assert f"StorageUnavailable: The database {file} cannot" in ended.stderr
    with Database(f"sqlite:///{file}") as database:
        there = asyncio.run(database.in_workspace("acme").run(lambda uow: uow.interviews.list_all()))
    assert there == (an_interview("small"),)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:hush@host:port/db",
        "postgresql://u:hu@sh@host/db",
        "postgresql://u:hush:1@host:5432x/db",
        "mysql://u:hush@host/db",
        "hush",
    ],
)
def test_an_address_that_is_none_is_told_in_one_line_without_its_password(url: str) -> None:
    with pytest.raises(StorageFailed) as told:
        Database(url)
    words = str(told.value)
    assert "\n" not in words and "hush" not in words and "sh@" not in words
    assert url == "mysql://u:hush@host/db" or "%40" in words


async def test_a_driver_that_an_address_names_is_left_aside(tmp_path: Path) -> None:
    with Database(f"sqlite+aiosqlite:///{tmp_path}/kept.db") as database:
        await database.run(lambda tx: None)
    assert (tmp_path / "kept.db").exists()
