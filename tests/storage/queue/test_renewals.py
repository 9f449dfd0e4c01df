"""Many claims are renewed at once: each is told of by itself, and nobody waits for whoever is just ending one."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import event, select, update

from bot.services.ports.core import LeaseRenewal
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.queue import SqlEventQueue
from bot.storage.session.transaction import Transaction
from bot.storage.tables import lines
from tests.storage.clock import StandingClock
from tests.storage.nouns import added, an_event

LEASE = 30.0
HELD = LeaseRenewal(still_held=True, interrupted=False)
LOST = LeaseRenewal(still_held=False, interrupted=False)
STOPPED = LeaseRenewal(still_held=True, interrupted=True)


@pytest.fixture
def database_clock(clock: StandingClock) -> Callable[[], datetime]:
    return clock.now


async def until_when(database: Database) -> dict[str, datetime | None]:
    """Each line is held."""
    asked = select(lines.c.line, lines.c.lease_until)
    return {row.line: row.lease_until for row in await database.run(lambda tx: tx.connection.execute(asked).all())}


async def test_each_is_told_of_in_the_order_asked_and_only_what_is_held_is_held_on(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, *(an_event(f"{line}1", line) for line in "ABC"))
    await added(database.in_workspace("other"), an_event("A1", "A"))
    a, b, c, others = await queue.claim_events("w1", "inbox", LEASE, 4)
    await acme.run(lambda uow: uow.events.request_interrupt(b.event.line))
    assert await queue.finish_event(c, None)
    clock.forward(1)
    renewals = await queue.renew_leases([c, b, a, others, a.model_copy(update={"epoch": a.epoch + 1})], LEASE)
    assert renewals == (LOST, STOPPED, HELD, HELD, LOST)
    renewed = clock.now() + timedelta(seconds=LEASE)
    assert await until_when(database) == {"A": renewed, "B": renewed, "C": None}


async def test_however_many_are_held_one_statement_renews_them(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, *(an_event(f"e{number}", f"D{number}") for number in range(20)))
    claims = await queue.claim_events("w1", "inbox", LEASE, 20)
    statements: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if "lines" in statement:
            statements.append(statement)

    assert set(await queue.renew_leases(claims, LEASE)) == {HELD}
    assert len(statements) == 1
    assert await queue.renew_leases((), LEASE) == ()
    assert len(statements) == 1


async def test_a_line_that_somebody_is_just_ending_is_held_and_nobody_waits_for_them(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("one after the other: nobody locks anything for another")
    await added(acme, an_event("A1", "A"), an_event("B1", "B"))
    claims = await queue.claim_events("w1", "inbox", LEASE, 2)
    before = clock.now()
    locked, go_on = Event(), Event()

    def lock(tx: Transaction) -> None:
        tx.connection.execute(update(lines).where(lines.c.line == "A").values(served_at=tx.now))
        locked.set()
        assert go_on.wait(60)

    ending = asyncio.create_task(database.run(lock))
    assert await asyncio.to_thread(locked.wait, 60)
    try:
        clock.forward(1)
        assert await queue.renew_leases(claims, LEASE) == (HELD, HELD)
    finally:
        go_on.set()
        await ending
    lease = timedelta(seconds=LEASE)
    assert await until_when(database) == {"A": before + lease, "B": before + lease + timedelta(seconds=1)}
