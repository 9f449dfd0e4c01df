"""PostgreSQL: any way of writing its address, one clear line when it cannot be used, and no password in it."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.core.errors import StorageFailed, StorageUnavailable
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from tests.support.builders import an_interview
from tests.support.databases import OWNER
from tests.support.postgres_server import PostgresServer, name_of

PASSWORD = "hunter2"


@pytest.fixture
def guarded_url(postgres: PostgresServer, postgres_url: str) -> Iterator[str]:
    """As a role that needs a password; the right one is written into it."""
    postgres.execute(f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
    yield postgres_url.replace(f"{OWNER}@", f"guarded:{PASSWORD}@")
    postgres.execute("DROP ROLE guarded")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_an_address_may_be_written_in_any_of_the_usual_ways(postgres_url: str, scheme: str) -> None:
    with Database(postgres_url.replace("postgresql", scheme, 1)) as database:
        assert asyncio.run(database.in_workspace("acme").run(lambda uow: uow.interviews.list_all())) == ()
        assert database.display_location == f"postgresql://{OWNER}@/{name_of(postgres_url)}"


def test_the_right_password_opens_and_is_told_to_nobody(
    guarded_url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with Database(guarded_url) as database:
        assert database.operator_queue is database.operator_queue
        assert PASSWORD not in database.display_location + repr(database.engine) + str(vars(database))
    assert PASSWORD not in caplog.text + "".join(capfd.readouterr())


def failure(url: str) -> str:
    """What is told of a database that cannot be opened, causes included; never the password."""
    with pytest.raises(StorageFailed) as failed:
        Database(url, patience=2)
    assert PASSWORD not in f"{failed.value} {failed.value.__cause__!r}"
    return str(failed.value)


def test_a_wrong_password_is_told(guarded_url: str) -> None:
    for wrong in (guarded_url.replace(PASSWORD, "wrong"), guarded_url.replace("guarded", "nobody_we_know")):
        assert "refused the user or the password. Check DATABASE_URL." in failure(wrong)


def test_a_missing_password_is_told(guarded_url: str) -> None:
    assert "wants a password" in failure(guarded_url.replace(f":{PASSWORD}", ""))


def test_a_database_that_is_not_there_is_told(postgres: PostgresServer) -> None:
    assert failure(postgres.url("nope")) == (
        "The database postgresql://postgres@/nope does not exist on this server. Create it, or check DATABASE_URL."
    )


@pytest.mark.parametrize("host", ["u:hunter2@127.0.0.1:1", "u:hunter2@localhost:1"])
def test_a_server_that_does_not_answer_is_told(host: str) -> None:
    told = failure(f"postgresql://{host}/db")
    assert told.startswith(f"The database postgresql://{host.replace(':hunter2', '')}/db cannot be reached")


def test_a_socket_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be reached" in failure(f"postgresql://u:hunter2@/db?host={tmp_path}")


def test_the_database_of_another_program_is_left_as_it_is(postgres: PostgresServer) -> None:
    url = postgres.create()
    with Database(url) as ours, ours.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert "belongs to another program" in failure(url)
    postgres.drop(url)


def test_a_connection_that_was_cut_between_transactions_is_made_anew(
    postgres: PostgresServer, postgres_url: str
) -> None:
    with Database(postgres_url) as database:
        acme = database.in_workspace("acme")
        asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview())))
        postgres.cut_off(postgres_url)
        assert asyncio.run(acme.run(lambda uow: uow.interviews.list_all())) == (an_interview(),)


def test_a_connection_that_is_cut_within_a_transaction_is_told_and_leaves_nothing(
    postgres: PostgresServer, postgres_url: str
) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())
        postgres.cut_off(postgres_url)
        uow.interviews.list_all()

    with Database(postgres_url) as database:
        acme = database.in_workspace("acme")
        with pytest.raises(StorageUnavailable, match="lost the connection"):
            asyncio.run(acme.run(work))
        assert asyncio.run(acme.run(lambda uow: uow.interviews.list_all())) == ()


def test_rows_that_something_else_holds_for_too_long_are_told(postgres_url: str) -> None:
    with Database(postgres_url, patience=0.05) as database, database.engine.connect() as other:
        acme = database.in_workspace("acme")
        asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview())))
        other.exec_driver_sql("SET flightplan.workspace = 'acme'")
        other.exec_driver_sql("SELECT 1 FROM interviews FOR UPDATE")
        with pytest.raises(StorageUnavailable, match="is busy"):
            asyncio.run(acme.run(lambda uow: uow.interviews.save(an_interview())))


def test_transactions_run_side_by_side(postgres_url: str) -> None:
    """Each waits for the other to have begun."""
    with Database(postgres_url) as database:
        acme, events = database.in_workspace("acme"), [asyncio.Event(), asyncio.Event()]

        async def meet() -> None:
            loop = asyncio.get_running_loop()

            def work(mine: int) -> None:
                loop.call_soon_threadsafe(events[mine].set)
                asyncio.run_coroutine_threadsafe(events[1 - mine].wait(), loop).result(timeout=30)

            await asyncio.gather(*(acme.run(lambda uow, n=n: work(n)) for n in (0, 1)))  # type: ignore[misc]

        asyncio.run(meet())
