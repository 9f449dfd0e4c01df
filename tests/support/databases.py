"""Fixtures: an empty, migrated database of its own for every test, on SQLite and on PostgreSQL.

Whoever asks for `database_url` is run once with each; `sqlite_url` and `postgres_url` are of one kind alone. Each
process migrates once: every other database is a copy of that one.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.storage.engine.database import Database, utc_now
from tests.support.postgres_server import PostgresServer, name_of

__all__ = ["database_clock", "database_url", "migrated_template", "postgres", "postgres_url", "sqlite_url"]


def create_sqlite(folder: Path) -> str:
    """A new, migrated file there, or the one that stands there already; its URL."""
    file = folder / "flightplan.db"
    if not file.exists():
        file.write_bytes(_migrate_file())
    return f"sqlite:///{file}"


@cache
def _migrate_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "flightplan.db")
        Database(f"sqlite:///{file}").close()
        return file.read_bytes()


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


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return create_sqlite(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database_clock() -> Callable[[], datetime]:
    """What a database takes for the time; tests that move it on put their own in its place."""
    return utc_now
