"""Fixtures: an empty, migrated database of its own for every test, on SQLite and on PostgreSQL.

Whoever asks for `database_url` is run once with each. `postgres_url` is PostgreSQL alone.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.storage.engine.database import Database, utc_now
from tests.support.postgres_server import PostgresServer, name_of

__all__ = ["database_clock", "database_url", "migrated_template", "postgres", "postgres_url"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests of the run."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_template(postgres: PostgresServer) -> str:
    """Name of a database that was migrated once; copying it is quicker than migrating again."""
    url = postgres.create()
    Database(url).close()
    return name_of(url)


@pytest.fixture
def postgres_url(postgres: PostgresServer, migrated_template: str) -> Iterator[str]:
    url = postgres.create(migrated_template)
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'flightplan.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def database_clock() -> Callable[[], datetime]:
    """What a database takes for the time; tests that move it on put their own in its place."""
    return utc_now
