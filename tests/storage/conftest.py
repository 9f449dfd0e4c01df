"""A real SQLite file of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import Database, WorkspaceTransactions


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "flightplan.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{file}") as opened:
        yield opened


@pytest.fixture
def acme(database: Database) -> WorkspaceTransactions:
    return database.in_workspace("acme")
