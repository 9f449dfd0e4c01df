"""The audit trail in a real database: what is appended is read as it was, pruned, and never forks."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.domain.audit.chain import verify_chain
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.domain.audit.test_chain import an_act
from tests.storage.engine.test_races import in_threads
from tests.support.builders import MONDAY

A_DAY = timedelta(days=1)


async def append(workspace: WorkspaceTransactions, *days: int) -> None:
    for day in days:
        await workspace.run(lambda uow, day=day: uow.audit.append(an_act(at=MONDAY + day * A_DAY)))  # type: ignore[misc]


async def test_what_was_appended_is_read_in_order_and_fits(acme: WorkspaceTransactions) -> None:
    await append(acme, 0, 1, 2)
    rows = await acme.run(lambda uow: uow.audit.list_after(0, 9))
    assert [(row.number, row.act.at) for row in rows] == [(n + 1, MONDAY + n * A_DAY) for n in range(3)]
    assert verify_chain(rows).broken_at is None
    assert await acme.run(lambda uow: uow.audit.list_after(1, 1)) == rows[1:2]


async def test_each_workspace_has_a_trail_of_its_own(database: Database) -> None:
    acme, globex = (database.in_workspace(one) for one in ("acme", "globex"))
    await append(acme, 0, 1)
    await append(globex, 0)
    assert [row.number for row in await globex.run(lambda uow: uow.audit.list_after(0, 9))] == [1]


async def test_an_act_is_kept_with_the_change_or_not_at_all(acme: WorkspaceTransactions) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.audit.append(an_act())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await acme.run(fail)
    assert await acme.run(lambda uow: uow.audit.list_after(0, 9)) == ()


async def test_what_is_older_than_it_is_kept_goes_and_the_rest_can_be_verified(acme: WorkspaceTransactions) -> None:
    await append(acme, 0, 1, 2, 3)
    for limit, gone in ((MONDAY, 0), (MONDAY + 2 * A_DAY, 2), (MONDAY + 2 * A_DAY, 0), (MONDAY + 2.5 * A_DAY, 1)):
        assert await acme.run(lambda uow, limit=limit: uow.audit.prune(limit, MONDAY + 9 * A_DAY)) == gone  # type: ignore[misc]
        assert verify_chain(await acme.run(lambda uow: uow.audit.list_after(0, 99))).broken_at is None
    rows = await acme.run(lambda uow: uow.audit.list_after(0, 99))
    assert [row.act.name for row in rows] == ["assessment_why", "audit_pruned", "audit_pruned"]


async def test_where_all_is_old_only_the_pruning_itself_is_left(acme: WorkspaceTransactions) -> None:
    await append(acme, 0, 1)
    assert await acme.run(lambda uow: uow.audit.prune(MONDAY + 5 * A_DAY, MONDAY + 5 * A_DAY)) == 2
    await append(acme, 6)
    rows = await acme.run(lambda uow: uow.audit.list_after(0, 99))
    assert [row.number for row in rows] == [3, 4]
    assert verify_chain(rows).broken_at is None


def test_two_who_append_at_once_take_turns_and_the_chain_does_not_fork(database: Database) -> None:
    acme, turns = database.in_workspace("acme"), 12

    def work(number: int) -> None:
        for _ in range(turns):
            asyncio.run(acme.run(lambda uow: uow.audit.append(an_act(by=f"U{number}"))))

    in_threads(6, work)
    rows = asyncio.run(acme.run(lambda uow: uow.audit.list_after(0, 999)))
    assert len(rows) == 6 * turns
    assert verify_chain(rows).broken_at is None


def test_workers_of_two_processes_append_to_the_same_chain(postgres_url: str) -> None:
    with Database(postgres_url) as one, Database(postgres_url) as other:

        def work(number: int) -> None:
            acme = (one, other)[number % 2].in_workspace("acme")
            for _ in range(10):
                asyncio.run(acme.run(lambda uow: uow.audit.append(an_act(by=f"U{number}"))))

        in_threads(4, work)
        rows = asyncio.run(one.in_workspace("acme").run(lambda uow: uow.audit.list_after(0, 999)))
    assert (len(rows), verify_chain(rows).broken_at) == (40, None)


async def test_a_row_that_somebody_changed_in_the_database_is_named(database: Database) -> None:
    acme = database.in_workspace("acme")
    await append(acme, 0, 1, 2)
    changed = text("UPDATE audit_acts SET by = 'U9' WHERE number = 2")
    await database.run(lambda tx: tx.connection.execute(changed))
    verdict = verify_chain(await acme.run(lambda uow: uow.audit.list_after(0, 9)))
    assert (verdict.broken_at, verdict.rows) == (2, 1)


def test_an_act_that_is_added_while_old_ones_are_looked_for_stays(postgres_url: str) -> None:
    with Database(postgres_url) as one, Database(postgres_url) as other:
        added: list[str] = []

        @event.listens_for(one.engine, "after_cursor_execute")
        def add_meanwhile(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            if "FROM audit_acts" in statement and not added:
                added.append(statement)
                in_threads(1, lambda _: asyncio.run(append(other.in_workspace("acme"), 9)))

        acme = one.in_workspace("acme")
        assert asyncio.run(acme.run(lambda uow: uow.audit.prune(MONDAY + A_DAY, MONDAY + 10 * A_DAY))) == 0
        (kept,) = asyncio.run(acme.run(lambda uow: uow.audit.list_after(0, 9)))
        assert kept.act.at == MONDAY + 9 * A_DAY
