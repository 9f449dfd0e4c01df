"""Waiting for work: woken when there is some, by whoever added it, and never asleep beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.messaging.event import Claim, QueueName
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.notifier import Notifier
from bot.storage.queue.queue import SqlEventQueue
from tests.storage.clock import StandingClock
from tests.storage.nouns import added, an_event, claim_one
from tests.storage.queue.test_queue import claimed, nothing_for
from tests.support.builders import MONDAY

LANES: tuple[QueueName, ...] = ("inbox", "outbox")
LONG = 300.0
"""Seconds that no test waits out: whoever waits so long was not woken."""
TURNS = 50
"""Of the event loop: whom something has woken is awake long before. What is added rings before `added` returns."""


@pytest.fixture
def database_clock(clock: StandingClock) -> Callable[[], datetime]:
    return clock.now


@pytest.fixture
async def queue(database: Database) -> SqlEventQueue:
    """On PostgreSQL it listens by now to other processes, and has rung for that: nobody is woken by it any more."""
    queue = database.operator_queue
    if database.engine.dialect.name == "postgresql":
        for lane in LANES:
            await woken(queue, lane)  # nobody has looked yet: it waits for the first ring there ever is
    return queue


async def woken(queue: SqlEventQueue, lane: QueueName = "inbox") -> None:
    async with asyncio.timeout(LONG / 10):
        await queue.wait_for_events(lane, LONG)


async def asleep(queue: SqlEventQueue, lane: QueueName = "inbox") -> "asyncio.Task[None]":
    """Somebody who has found nothing and waits."""
    assert await nothing_for(queue, lane=lane)
    sleeper = asyncio.create_task(woken(queue, lane))
    assert await is_asleep(sleeper)
    return sleeper


async def is_asleep(sleeper: "asyncio.Task[None]") -> bool:
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return not sleeper.done()


async def test_whoever_waits_is_woken_when_an_event_is_added(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    sleepers = [await asleep(queue), await asleep(queue)]
    await added(acme, an_event())
    await asyncio.gather(*sleepers)
    assert (await claimed(queue)).event == an_event()


async def test_what_was_added_just_before_the_wait_is_not_slept_through(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    assert await nothing_for(queue)
    await added(acme, an_event())
    await woken(queue)


async def test_what_another_worker_left_over_is_not_slept_through(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    assert await nothing_for(queue, "w1")
    await acme.run(lambda uow: (uow.events.add(an_event("e1", "A")), uow.events.add(an_event("e2", "B"))))
    await claimed(queue, "w2")
    await woken(queue)


async def test_an_event_of_the_other_lane_wakes_nobody(file_database: Database) -> None:
    acme, sleeper = file_database.in_workspace("acme"), await asleep(file_database.operator_queue, "outbox")
    await added(acme, an_event())
    assert await is_asleep(sleeper)
    await added(acme, an_event(lane="outbox"))
    await sleeper


async def test_a_wait_ends_when_its_time_is_over(queue: SqlEventQueue) -> None:
    assert await nothing_for(queue)
    await queue.wait_for_events("inbox", 0.01)


async def test_a_revived_letter_wakes_whoever_waits(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event())
    await queue.move_to_dead_letters(await claimed(queue), "why")
    sleeper = await asleep(queue)
    (letter,) = await queue.list_dead_letters()
    await queue.retry_dead_letter(letter.sequence)
    await sleeper


async def test_a_wait_ends_when_something_becomes_due(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    """By the time that the clock shows it will take: the clock of this test itself stands."""
    await added(acme, an_event("soon", "A", due=MONDAY + timedelta(milliseconds=20)))
    await added(acme, an_event("later", "B", due=MONDAY + timedelta(days=1)))
    assert await nothing_for(queue)
    await woken(queue)


async def test_a_wait_ends_when_a_line_has_rested(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    await queue.finish_event(await claimed(queue), None, rest=0.02)
    assert await nothing_for(queue)
    await woken(queue)


@pytest.mark.parametrize(
    "let_go",
    [
        lambda queue, claim: queue.finish_event(claim, None),
        lambda queue, claim: queue.finish_event(claim, None, rest=0.02),
        lambda queue, claim: queue.move_to_dead_letters(claim, "why"),
        lambda queue, claim: queue.postpone_event(claim, 0.02),
    ],
)
async def test_whoever_lets_go_of_a_line_wakes_others_for_what_is_left_in_it(
    queue: SqlEventQueue, acme: WorkspaceTransactions, let_go: Callable[[SqlEventQueue, Claim], Awaitable[object]]
) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    claim = await claimed(queue)
    sleeper = await asleep(queue)
    await let_go(queue, claim)
    await sleeper


async def test_an_end_with_nothing_behind_it_wakes_nobody(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    claim = await claimed(queue)
    sleeper = await asleep(queue)
    _, following = await queue.finish_and_claim(claim, None, LONG)
    assert following is not None
    assert await queue.finish_event(following, None)
    assert await is_asleep(sleeper)
    await added(acme, an_event("e3"))
    await sleeper


async def test_what_is_due_much_later_wakes_nobody(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    sleeper = await asleep(queue)
    await added(acme, an_event("later", due=MONDAY + timedelta(days=1)))
    assert await is_asleep(sleeper)
    await added(acme, an_event("soon", "B", due=MONDAY + timedelta(seconds=1)))
    await sleeper


async def test_a_wait_ends_when_a_lease_runs_out(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event())
    await claim_one(queue, "w1", "inbox", 0.02)
    assert await nothing_for(queue)
    await woken(queue)


async def test_another_process_is_woken_on_postgresql(postgres_url: str) -> None:
    with Database(postgres_url) as one, Database(postgres_url) as other:
        await added(one.in_workspace("acme"), an_event("e0", "before anybody listened"))
        await claimed(other.operator_queue)
        await woken(other.operator_queue)  # it listens now: that rings once by itself
        for number in range(3):
            assert await nothing_for(other.operator_queue)
            sleeper = asyncio.create_task(woken(other.operator_queue))
            await added(one.in_workspace("acme"), an_event(f"e{number + 1}", "C1"))
            await sleeper
            await other.operator_queue.finish_event(await claimed(other.operator_queue), None)


def test_a_bell_may_ring_for_those_whose_loop_is_gone() -> None:
    bell = Notifier()

    async def abandon() -> None:
        task = asyncio.ensure_future(bell.wait_for_notification("inbox", 0, LONG))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(abandon())
    bell.notify("inbox")
    assert bell.count_notifications("inbox") == 1
