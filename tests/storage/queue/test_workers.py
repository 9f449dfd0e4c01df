import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.messaging.event import Claim, Event
from bot.storage.engine.database import Database
from bot.storage.queue import claims
from bot.storage.queue.claim_statements import ClaimFilter
from bot.storage.queue.queue import SqlEventQueue
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, lines
from tests.services.worker.workers import GUARD, HowWorkersBehave


class RealStand:
    def __init__(self, database: Database) -> None:
        self.queue: SqlEventQueue = database.operator_queue
        self._database = database
        self._workspace = database.in_workspace("w1")

    async def add(self, *received: Event) -> None:
        for event in received:
            await self._workspace.run(lambda uow, event=event: uow.events.add(event))  # type: ignore[misc]

    async def interrupt(self, line: str) -> None:
        await self._workspace.run(lambda uow: uow.events.request_interrupt(line))

    async def take_over(self, claim: Claim) -> Claim:
        def end_the_lease_and_claim(tx: Transaction) -> Claim | None:
            # In one step: a worker that came between would use up an attempt, and after the last nobody gets it.
            tx.connection.execute(update(lines).values(lease_until=tx.now - timedelta(seconds=1)))
            claimed = claims.claim_due_events(tx, "another", ClaimFilter(claim.event.lane), 60.0, 1)
            return claimed[0] if claimed else None

        anew = None
        async with asyncio.timeout(GUARD):
            while anew is None:  # locked in that very moment: again
                anew = await self._database.run(end_the_lease_and_claim)
        return anew

    async def left(self) -> int:
        asked = select(func.count()).where(events.c.lane == "inbox", events.c.state == "open")
        return int(await self._database.run(lambda tx: tx.connection.execute(asked).scalar_one()))

    async def effects(self) -> list[str]:
        asked = select(events.c.id).where(events.c.lane == "outbox").order_by(events.c.sequence)
        return list(await self._database.run(lambda tx: tx.connection.execute(asked).scalars().all()))


@pytest.fixture
def stand(database: Database) -> RealStand:
    return RealStand(database)


class TestOverRealDatabases(HowWorkersBehave):
    pass
