"""What the tests on PostgreSQL stand on: a database that served one of them is as good as new for the next."""

import asyncio

import psycopg

from bot.storage.engine.database import Database
from tests.support.builders import an_interview
from tests.support.databases import PostgresPool


def test_who_comes_next_finds_no_row_and_no_connection_of_whoever_was_there(postgres_pool: PostgresPool) -> None:
    url = postgres_pool.take()
    with Database(url) as database, psycopg.connect(url) as left_open:
        acme = database.in_workspace("acme")
        asyncio.run(acme.run(lambda uow: uow.interviews.add(an_interview())))
        left_open.execute("SELECT * FROM interviews FOR UPDATE")
        postgres_pool.give_back(url)
        assert is_cut_off(left_open)
    assert postgres_pool.take() == url
    with Database(url) as database:
        assert asyncio.run(database.in_workspace("acme").run(lambda uow: uow.interviews.list_all())) == ()
        asyncio.run(database.in_workspace("acme").run(lambda uow: uow.interviews.add(an_interview())))
    postgres_pool.give_back(url)


def is_cut_off(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False


def test_one_whose_tables_were_changed_is_not_used_again(postgres_pool: PostgresPool) -> None:
    url = postgres_pool.take()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE interviews ADD COLUMN mood text")
    postgres_pool.give_back(url)
    other = postgres_pool.take()
    assert other != url
    postgres_pool.give_back(other)
