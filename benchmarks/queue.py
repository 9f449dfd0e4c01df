"""How long an event takes to be recorded, and to be worked: python -m benchmarks.queue [POSTGRESQL_URL]

Idle: 20 events a second and nothing else. Loaded: the same, while 500 others on 50 lines are always waiting.
Compare ratios of one run, not figures of two: disks and neighbours differ. Without a URL, PostgreSQL is the private
server of the tests, which never waits for the disk; SQLite does with every commit.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

import structlog

from bot.domain.messaging.event import Claim, Event
from bot.services.ports.core import EventQueue, TransactionWork
from bot.services.worker.handler import Handlers, Lease, Result, RetryPolicy
from bot.services.worker.worker_pool import WorkerPool
from bot.storage.engine.database import Database
from tests.support.postgres_server import PostgresServer

PROBES, A_SECOND, BURST, BACKLOG, LINES = 100, 20, 1000, 500, 50
Figures = dict[str, float]


class Timed:
    """A queue that notes when each event was finished."""

    def __init__(self, queue: EventQueue) -> None:
        self._queue = queue
        self.finished: dict[str, float] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._queue, name)

    async def finish(self, claim: Claim, work: TransactionWork | None, rest: float = 0.0) -> bool:
        ended = await self._queue.finish_event(claim, work, rest)
        self.finished[claim.event.id] = time.perf_counter()
        return ended

    async def all_of(self, event_ids: Sequence[str]) -> None:
        while not self.finished.keys() >= set(event_ids):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def nothing(claim: Claim, lease: Lease) -> Result:
    return Result()


async def never(*_: object) -> Result:
    raise AssertionError("nothing is interrupted or given up here")


async def record(database: Database, line: str, *event_ids: str) -> None:
    def work(uow):
        for event_id in event_ids:
            uow.events.add(Event(id=event_id, lane="inbox", line=line, kind="note", body={"text": "a few words " * 20}))

    await database.in_workspace("w1").run(work)


async def probed(database: Database, queue: Timed, state: str) -> Figures:
    """Records events at an even pace on ten lines, and waits until they are handled."""
    recorded, begun = [], {}
    for number in range(PROBES):
        event_id = f"{state}{number}"
        begun[event_id] = time.perf_counter()
        await record(database, f"P{number % 10}", event_id)
        recorded.append(time.perf_counter() - begun[event_id])
        await asyncio.sleep(max(0.0, 1 / A_SECOND - recorded[-1]))
    await queue.all_of([*begun])
    handled = [queue.finished[event_id] - start for event_id, start in begun.items()]
    return percentiles(f"recorded, {state}", recorded) | percentiles(f"handled, {state}", handled)


def percentiles(what: str, seconds: Sequence[float]) -> Figures:
    return {f"{what}: p{percent} ms": 1000 * quantiles(seconds, n=100)[percent - 1] for percent in (50, 99)}


async def burst(database: Database, queue: Timed) -> Figures:
    event_ids = [f"burst{number}" for number in range(BURST)]
    start = time.perf_counter()
    await asyncio.gather(*(record(database, f"L{n % LINES}", event_id) for n, event_id in enumerate(event_ids)))
    acked = time.perf_counter()
    await queue.all_of(event_ids)
    return {
        "burst, recorded: events/s": BURST / (acked - start),
        "burst, recorded and handled: events/s": BURST / (time.perf_counter() - start),
    }


async def load(database: Database, queue: Timed) -> None:
    """Keeps the backlog filled until it is cancelled."""
    before, added = len(queue.finished), 0
    while True:
        if added - (len(queue.finished) - before) < BACKLOG:
            await record(database, f"L{added // 10 % LINES}", *(f"load{added + n}" for n in range(10)))
            added += 10
        else:
            await asyncio.sleep(0.01)


async def measured(url: str) -> Figures:
    with Database(url) as database:
        queue = Timed(database.operator_queue)
        workers = WorkerPool(queue, "inbox", Handlers({"note": nothing}, never, never), RetryPolicy(workers=4))
        running = asyncio.create_task(workers.run())
        figures = await probed(database, queue, "idle")
        figures |= await burst(database, queue)
        loading = asyncio.create_task(load(database, queue))
        figures |= await probed(database, queue, "loaded")
        loading.cancel()
        await workers.stop()
        await running
    return figures


def show(sqlite: Figures, postgresql: Figures) -> None:
    print(f"{'':38}{'SQLite':>10}{'PostgreSQL':>12}{'ratio':>8}")
    for what, figure in sqlite.items():
        print(f"{what:38}{figure:10.1f}{postgresql[what]:12.1f}{postgresql[what] / figure:8.2f}")
    for what in (name for name in sqlite if "loaded" in name):
        idle = what.replace("loaded", "idle")
        one, other = (figures[what] / figures[idle] for figures in (sqlite, postgresql))
        print(f"{what.replace('loaded', 'loaded / idle').removesuffix(' ms'):38}{one:10.1f}{other:12.1f}")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as directory:
        sqlite = asyncio.run(measured(f"sqlite:///{Path(directory) / 'flightplan.db'}"))
    if len(sys.argv) > 1:
        show(sqlite, asyncio.run(measured(sys.argv[1])))
        return
    server = PostgresServer()
    try:
        show(sqlite, asyncio.run(measured(server.create())))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
