"""Fixtures: an empty, migrated database of its own for every test, on SQLite and on PostgreSQL.

Whoever asks for `database_url` is run once with each; `sqlite_url` and `postgres_url` are of one kind alone. Each
process migrates once: every other database is a copy of that one, and on PostgreSQL serves one test after the other.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from bot.storage.engine.database import Database, utc_now
from tests.support.postgres_server import PostgresServer, name_of

__all__ = ["database_clock", "database_url", "postgres", "postgres_pool", "postgres_url", "sqlite_url"]

_SHAPE = """
SELECT string_agg(c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull, '; '
    ORDER BY c.relname, a.attnum), (SELECT string_agg(version_num, ' ') FROM alembic_version)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
"""
"""The columns of each table and index, and how far the database is migrated."""
_EMPTY = """
DO $$
DECLARE name text; used boolean; filled text[] := '{}';
BEGIN
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO used;
        IF used AND name <> 'alembic_version' THEN filled := filled || name; END IF;
    END LOOP;
    IF filled <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE'; END IF;
    PERFORM setval(quote_ident(sequencename)::regclass, start_value, false) FROM pg_sequences WHERE last_value > 0;
END $$
"""


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


OWNER = "walled"
"""Owns the database and its tables, and is neither superuser nor past row-level security."""


class PostgresPool:
    """Migrated databases without a row, of one server: to empty one costs a tenth of copying one. Whoever is given one
    owns it and is no more, so that row-level security binds them as it should where people run it."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        migrated = server.create(owner=OWNER)
        Database(migrated).close()
        self._template = name_of(migrated)
        self._shape = self._reset(migrated)
        self._idle: list[str] = []

    def take(self) -> str:
        return self._idle.pop() if self._idle else self._server.create(self._template, OWNER)

    def give_back(self, url: str) -> None:
        """Whoever is still connected is cut off. One that a test has rebuilt is not used again."""
        if self._reset(url) == self._shape:
            self._idle.append(url)
        else:
            self._server.drop(url)

    def _reset(self, url: str) -> object:
        """The shape it had; None where it is not migrated any more."""
        self._server.cut_off(url)
        with psycopg.connect(url, autocommit=True) as connection, suppress(psycopg.errors.UndefinedTable):
            shape = connection.execute(_SHAPE).fetchone()
            connection.execute(_EMPTY)
            return shape
        return None


@pytest.fixture(scope="session")
def postgres_pool(postgres: PostgresServer) -> PostgresPool:
    return PostgresPool(postgres)


@pytest.fixture
def postgres_url(postgres_pool: PostgresPool) -> Iterator[str]:
    url = postgres_pool.take()
    yield url
    postgres_pool.give_back(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return create_sqlite(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    return url_of_kind(request)


BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""For a journey in a folder of such that is tried on both each day all the same."""
RARELY_POSTGRES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)]
"""For whole journeys whose every statement has a test of its own on PostgreSQL."""


def url_of_kind(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database_clock() -> Callable[[], datetime]:
    """What a database takes for the time; tests that move it on put their own in its place."""
    return utc_now
