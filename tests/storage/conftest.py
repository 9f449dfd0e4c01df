"""A real database of its own for every test: of each kind, or a SQLite file where a test is about the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database, WorkspaceTransactions


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


@pytest.fixture
def acme(database: Database) -> WorkspaceTransactions:
    return database.in_workspace("acme")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "flightplan.db"


@pytest.fixture
def file_database(file: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{file}") as opened:
        yield opened


@pytest.fixture
def file_acme(file_database: Database) -> WorkspaceTransactions:
    return file_database.in_workspace("acme")
