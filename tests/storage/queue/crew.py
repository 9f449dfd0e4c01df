"""A process that works a database until nothing is left; by itself: python -m tests.storage.queue.crew URL FILE freezes

What it does in the world is a line in FILE: event, line of the event, epoch of the claim, process.
"""

import asyncio
import logging
import os
import random
import signal
import sys
from pathlib import Path

import structlog
from sqlalchemy import func, select

from bot.domain.messaging.event import Claim, Event
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.services.worker.handler import Handler, Handlers, Lease, Result, RetryPolicy
from bot.services.worker.worker_pool import WorkerPool
from bot.storage.engine.database import Database
from bot.storage.tables import events

LEASE = 1.0
OPEN = select(func.count()).where(events.c.lane == "inbox", events.c.state == "open")


def writing_to(file: Path, freezes: bool) -> Handler:
    """`freezes`: stops itself once, at an event chosen by chance, between its claim and making sure of it."""
    frozen_at = random.randint(1, 4) if freezes else 0
    begun = 0

    async def work(claim: Claim, lease: Lease) -> Result:
        nonlocal begun
        begun += 1
        await asyncio.sleep(random.uniform(0, 0.01))
        if begun == frozen_at:
            os.write(1, f"{claim.event.id}\n".encode())
            os.kill(os.getpid(), signal.SIGSTOP)
        await lease.ensure_held()
        append(file, f"{claim.event.id} {claim.event.line} {claim.epoch} {os.getpid()}\n")
        await asyncio.sleep(random.uniform(0, 0.01))
        return Result(effect_of(claim.event))

    return work


def effect_of(event: Event) -> TransactionWork:
    def work(uow: UnitOfWork) -> None:
        assert uow.events.add(Event(id=event.id, lane="outbox", line=event.line, kind="post")), "took effect twice"

    return work


def append(file: Path, line: str) -> None:
    with file.open("a") as opened:  # one write at the end of the file: nobody's lines are torn
        opened.write(line)


async def nobody_stops_or_gives_up(*_: object) -> Result:
    raise AssertionError("this test neither interrupts nor runs out of attempts")


async def main(url: str, file: Path, workers: int, freezes: bool) -> None:
    duties = Handlers({"note": writing_to(file, freezes)}, nobody_stops_or_gives_up, nobody_stops_or_gives_up)
    pace = RetryPolicy(workers=workers, lease=LEASE, poll=0.05, base=0.01, cap=0.05, attempts=1000)
    with Database(url) as database:
        crew = WorkerPool(database.operator_queue, "inbox", duties, pace)
        running = asyncio.create_task(crew.run())
        while await database.run(lambda tx: tx.connection.execute(OPEN).scalar_one()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await crew.stop()
        await running


def work(url: str, file: Path, workers: int, seed: float, freezes: bool = False) -> None:
    random.seed(seed)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    asyncio.run(main(url, file, workers, freezes))


if __name__ == "__main__":
    # One worker: with more, another one of a frozen process could be just past making sure, where nothing helps.
    work(sys.argv[1], Path(sys.argv[2]), 1, float(sys.argv[3]), freezes=True)
