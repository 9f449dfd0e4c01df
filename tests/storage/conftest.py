"""A real database of its own for every test: of each kind, or a SQLite file where a test is about the file."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.queue import SqlEventQueue
from tests.storage.clock import StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def database(database_url: str, database_clock: Callable[[], datetime]) -> Iterator[Database]:
    with Database(database_url, now=database_clock) as opened:
        yield opened


@pytest.fixture
def queue(database: Database) -> SqlEventQueue:
    return database.operator_queue


@pytest.fixture
def acme(database: Database) -> WorkspaceTransactions:
    return database.in_workspace("acme")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "flightplan.db"


@pytest.fixture
def file_database(sqlite_url: str) -> Iterator[Database]:
    """Of the file that `file` names."""
    with Database(sqlite_url) as opened:
        yield opened


@pytest.fixture
def file_acme(file_database: Database) -> WorkspaceTransactions:
    return file_database.in_workspace("acme")
