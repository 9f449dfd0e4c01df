"""Races for work: threads of several processes take, lose and end events, and each is worked once, in order."""

import asyncio
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Lock

import pytest

from bot.domain.core.errors import StaleWrite
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage, MessagePart, Place
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from tests.storage.clock import StandingClock
from tests.storage.nouns import added, an_event, claim_one
from tests.support.chance import seeds

LEASE = 30.0
LINES, EVENTS = 5, 8
WORKERS = 6


@pytest.fixture
def processes(database_url: str, clock: StandingClock) -> Iterator[list[Database]]:
    """As many as may have the database open at once."""
    count = 1 if database_url.startswith("sqlite") else 2
    with ExitStack() as opened:
        yield [opened.enter_context(Database(database_url, now=clock.now)) for _ in range(count)]


async def filled(database: Database) -> None:
    """Lines of the same names in two workspaces."""
    events = [an_event(f"{line}:{number}", line=str(line)) for number in range(EVENTS) for line in range(LINES)]
    for workspace in ("acme", "other"):
        await added(database.in_workspace(workspace), *events)


def side_by_side(processes: list[Database], work: Callable[[Database, int], None]) -> None:
    """Each worker in a thread of its own; what one of them raises is raised."""
    with ThreadPoolExecutor(WORKERS) as threads:
        for ended in [threads.submit(work, processes[n % len(processes)], n) for n in range(WORKERS)]:
            ended.result()


def test_two_workers_never_hold_the_same_line(processes: list[Database]) -> None:
    asyncio.run(filled(processes[0]))
    held: set[tuple[str, str]] = set()
    worked: list[str] = []
    lock = Lock()

    async def work(database: Database, owner: str) -> None:
        while claim := await claim_one(database.operator_queue, owner, "inbox", LEASE):
            line = (claim.workspace_id, claim.event.line)
            with lock:
                assert line not in held
                held.add(line)
            await asyncio.sleep(0)
            with lock:
                held.remove(line)
                worked.append(f"{claim.workspace_id}:{claim.event.id}")
            assert await database.operator_queue.finish_event(claim, None)

    side_by_side(processes, lambda database, n: asyncio.run(work(database, f"w{n}")))
    # A worker may have stopped when all lines were held: what is left is worked by one.
    asyncio.run(work(processes[0], "w9"))
    assert len(worked) == len(set(worked)) == 2 * LINES * EVENTS


class Unsteady:
    """A worker that postpones, loses its claim, dies, or finds that somebody was quicker, as chance has it."""

    def __init__(self, database: Database, number: int, seed: int, clock: StandingClock) -> None:
        self._queue = database.operator_queue
        self._owner = f"w{number}"
        self._chance = random.Random(seed * 100 + number)
        self._clock = clock
        self._lost: list[Claim] = []

    async def work(self, steps: int) -> None:
        for _ in range(steps):
            claim = await claim_one(self._queue, self._owner, "inbox", LEASE)
            await (self._do(claim) if claim else asyncio.sleep(0))
            self._clock.forward(self._chance.choice((0, 1, LEASE / 4)))

    async def _do(self, claim: Claim) -> None:
        fate = self._chance.choice(("finish", "finish", "finish", "postpone", "freeze", "stale", "thaw"))
        if fate == "postpone":
            await self._queue.postpone_event(claim, self._chance.random() * 10, counts=self._chance.random() < 0.5)
        elif fate == "freeze":
            self._lost.append(claim)
        elif fate == "stale":
            with suppress(StaleWrite):  # or it was taken over already
                await self._queue.finish_event(claim, lambda uow: stumbling(uow, claim))
            await self._queue.finish_event(claim, lambda uow: recorded(uow, claim))
        else:
            await self._queue.finish_event(claim, lambda uow: recorded(uow, claim), rest=self._chance.choice((0, 0.5)))
        if fate == "thaw" and self._lost:
            late = self._lost.pop()
            await self._queue.finish_event(late, lambda uow: recorded(uow, late))


def recorded(uow: UnitOfWork, claim: Claim) -> None:
    """Leaves a trace that cannot be left twice, in the order of leaving."""
    event = claim.event
    trace = BotMessage(
        id=event.id,
        place=Place(channel="C1"),
        interview_id=event.line,
        parts=(MessagePart(key="by", text=claim.owner),),
    )
    assert uow.messages.add(trace), f"{event.id} was worked twice"


def stumbling(uow: UnitOfWork, claim: Claim) -> None:
    recorded(uow, claim)
    raise StaleWrite("somebody was quicker")


@seeds(100)
def test_whatever_happens_to_workers_each_event_is_worked_once_and_in_order(
    processes: list[Database], clock: StandingClock, seed: int
) -> None:
    asyncio.run(filled(processes[0]))
    side_by_side(processes, lambda database, n: asyncio.run(Unsteady(database, n, seed, clock).work(steps=30)))
    asyncio.run(finished(processes[0], clock))
    for workspace in ("acme", "other"):
        acme = processes[0].in_workspace(workspace)
        for line in range(LINES):
            traces = asyncio.run(acme.run(lambda uow, line=line: uow.messages.list_for_interview(str(line))))  # type: ignore[misc]
            assert [trace.id for trace in traces] == [f"{line}:{number}" for number in range(EVENTS)]


async def finished(database: Database, clock: StandingClock) -> None:
    """What is left when all leases have run out."""
    clock.forward(LEASE)
    for _ in range(2 * LINES * EVENTS):
        clock.forward(10)
        if claim := await claim_one(database.operator_queue, "last", "inbox", LEASE):
            assert await database.operator_queue.finish_event(claim, lambda uow, claim=claim: recorded(uow, claim))  # type: ignore[misc]
    assert await claim_one(database.operator_queue, "last", "inbox", LEASE) is None


def test_the_same_event_told_by_many_at_once_is_taken_in_once(processes: list[Database]) -> None:
    taken_in: list[bool] = []

    async def tell(database: Database) -> None:
        acme = database.in_workspace("acme")
        for number in range(10):
            event = an_event(f"e{number}", line=f"new {number}")
            taken_in.append(await acme.run(lambda uow, event=event: uow.events.add(event)))  # type: ignore[misc]

    side_by_side(processes, lambda database, _: asyncio.run(tell(database)))
    assert sorted(taken_in) == [False] * 10 * (WORKERS - 1) + [True] * 10
