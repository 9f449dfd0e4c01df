"""What ended long ago is taken out by the workers themselves, when they have nothing else to do."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event as Signal

import pytest
from sqlalchemy import func, select

from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.purge import BATCH, KEPT, REQUESTS_KEPT, KeptFor, purge_partitions
from bot.storage.queue.queue import SqlEventQueue
from bot.storage.tables import events, lines
from tests.domain.audit.test_chain import an_act
from tests.storage.clock import StandingClock
from tests.storage.nouns import added, an_event
from tests.storage.queue.test_queue import claimed, nothing_for, worked_through

LONG = KEPT.total_seconds() + 1


@pytest.fixture
def database_clock(clock: StandingClock) -> Callable[[], datetime]:
    return clock.now


async def standing(database: Database) -> tuple[list[str], list[str]]:
    """The events and the lines that are there."""
    return await database.run(
        lambda tx: (
            sorted(tx.connection.execute(select(events.c.id)).scalars()),
            sorted(tx.connection.execute(select(lines.c.line)).scalars()),
        )
    )


async def test_what_was_worked_is_forgotten_after_a_while_and_its_line_with_it(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("old", "C1:1.1"), an_event("older", "C2:1.1"))
    assert await worked_through(queue) == ["old", "older"]
    clock.forward(LONG - 10)
    await added(acme, an_event("young", "C2:1.1"))
    assert await worked_through(queue) == ["young"]
    assert (await standing(database))[0] == ["old", "older", "young"]
    clock.forward(3600)
    assert await nothing_for(queue)
    assert await standing(database) == (["young"], ["C2:1.1"])
    assert await acme.run(lambda uow: uow.events.add(an_event("old", "C1:1.1")))
    assert await worked_through(queue) == ["old"]


async def test_what_was_worked_is_kept_for_ninety_days_and_looked_for_every_hour(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("old", "C1:1.1"))
    assert await worked_through(queue) == ["old"]
    for seconds, left in ((90 * 86_400, ["old"]), (3599, ["old"]), (1, [])):
        clock.forward(seconds)
        assert await nothing_for(queue)
        assert (await standing(database))[0] == left


async def test_that_a_request_came_is_known_for_an_hour(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    assert await acme.run(lambda uow: uow.requests.add("k"))
    for seconds, known in ((REQUESTS_KEPT.total_seconds(), True), (REQUESTS_KEPT.total_seconds() + 1, False)):
        clock.forward(seconds)
        assert await nothing_for(queue)
        assert await acme.run(lambda uow: uow.requests.add("k")) is not known


async def test_a_workspace_does_not_know_the_requests_of_another(
    acme: WorkspaceTransactions, database: Database
) -> None:
    assert await acme.run(lambda uow: uow.requests.add("k"))
    assert not await acme.run(lambda uow: uow.requests.add("k"))
    assert await database.in_workspace("other").run(lambda uow: uow.requests.add("k"))


async def test_what_waits_or_was_given_up_stays_with_its_line(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("dead", "C1:1.1"), an_event("held", "C2:1.1"))
    await queue.move_to_dead_letters(await claimed(queue), "why")
    await claimed(queue)
    await added(acme, an_event("waits", "C3:1.1", lane="outbox"))
    clock.forward(LONG)
    assert await worked_through(queue) == ["held"]
    assert (await standing(database))[1] == ["C1:1.1", "C2:1.1", "C3:1.1"]
    [letter] = await queue.list_dead_letters()
    assert await queue.retry_dead_letter(letter.sequence)
    assert await worked_through(queue) == ["dead"]


async def test_of_many_a_batch_goes_at_a_time_until_none_is_left(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    many = [an_event(f"e{number}", f"C{number}:1.1") for number in range(BATCH + 1)]
    await added(acme, *many)
    await database.run(lambda tx: tx.connection.execute(events.update().values(state="done", ended_at=tx.now)))
    clock.forward(LONG)
    left = []
    for _ in range(5):
        assert await nothing_for(queue)
        left.append(await database.run(lambda tx: tx.connection.execute(select(func.count(lines.c.line))).scalar_one()))
    assert left == [BATCH + 1, 1, 0, 0, 0]
    assert await standing(database) == ([], [])


async def test_lines_that_have_to_stay_hold_up_none_that_may_go(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    later = clock.now() + 2 * KEPT
    await added(acme, *(an_event(f"e{number}", f"A{number}", due=later) for number in range(BATCH)))
    await added(acme, an_event("old", "Z1"))
    assert await worked_through(queue) == ["old"]
    clock.forward(LONG)
    for left in (BATCH + 1, BATCH, BATCH):
        assert await nothing_for(queue)
        assert len((await standing(database))[1]) == left
    assert "Z1" not in (await standing(database))[1]


async def test_a_workspace_purges_only_its_own(
    database: Database, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    other = database.in_workspace("other")
    for transactions in (acme, other):
        await added(transactions, an_event())
    await worked_through(database.operator_queue)
    clock.forward(LONG)
    await nothing_for(database.get_workspace_queue("other"))
    assert await standing(database) == (["e1"], ["C1:1.1"])


async def test_an_event_that_is_added_while_its_line_is_purged_keeps_a_line(
    postgres_url: str, clock: StandingClock
) -> None:
    purging, added_it = Signal(), Signal()
    with Database(postgres_url, now=clock.now) as database, Database(postgres_url, now=clock.now) as beside:
        acme = database.in_workspace("acme")
        await added(acme, an_event("old"))
        await worked_through(database.operator_queue)
        clock.forward(LONG)

        def add(uow: UnitOfWork) -> None:
            uow.events.add(an_event("new"))
            added_it.set()
            purging.wait(0.2)  # the purge begins now, and has to wait for us

        adding = asyncio.create_task(acme.run(add))
        await asyncio.to_thread(added_it.wait)
        await beside.run(lambda tx: purge_partitions(tx, "acme"))
        await adding
        assert await worked_through(database.operator_queue) == ["new"]


async def test_who_did_what_is_kept_for_as_long_as_it_was_set(
    database: Database, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await acme.run(lambda uow: uow.audit.append(an_act(at=clock.now())))
    queue = database.get_workspace_queue("acme", KeptFor(audit=timedelta(days=30)))
    for seconds, left in ((30 * 86_400, ["assessment_why"]), (3600, ["audit_pruned"])):
        clock.forward(seconds)
        assert await nothing_for(queue)
        rows = await acme.run(lambda uow: uow.audit.list_after(0, 9))
        assert [row.act.name for row in rows] == left
