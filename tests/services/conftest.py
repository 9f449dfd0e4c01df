"""Use cases are tested on a real SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.engine.database import Database, WorkspaceTransactions


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as opened:
        yield opened


@pytest.fixture
def acme(database: Database) -> WorkspaceTransactions:
    return database.in_workspace("acme")
