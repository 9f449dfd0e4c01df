"""Use cases are tested on a real SQLite file."""

from collections.abc import Iterator

import pytest

from bot.storage.engine.database import Database, WorkspaceTransactions


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    with Database(sqlite_url) as opened:
        yield opened


@pytest.fixture
def acme(database: Database) -> WorkspaceTransactions:
    return database.in_workspace("acme")
