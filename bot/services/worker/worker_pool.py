"""Crew: one who claims what is due in a lane, and slots in which it is worked side by side, until they are stopped."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.domain.core.errors import StorageFailed
from bot.domain.messaging.event import Claim, QueueName
from bot.services.ports.core import EventQueue
from bot.services.ports.slots import hold_slot
from bot.services.worker.error_reference import describe_error, format_error_trace, generate_reference
from bot.services.worker.event_runner import EventRunner
from bot.services.worker.handler import Duties, RetryPolicy
from bot.services.worker.lease import QueueLease

_LOOK = 1.0
"""Seconds within which whoever presses Stop is heard: a renewal asks for that too."""
IN_A_ROW = 8
"""How many events of a line a slot works before the lines that wait get their turn."""
_log = structlog.get_logger(__name__)


class _PoolSlot:
    """The port Slot. `count_vacated`: is told 1 where it is left, -1 where it is taken back."""

    def __init__(self, count_vacated: Callable[[int], None]) -> None:
        self._count_vacated = count_vacated
        self._waits = 0
        """An event may wait for several things side by side, as a rating does for its pillars."""

    def leave(self) -> None:
        self._waits += 1
        if self._waits == 1:
            self._count_vacated(1)

    def take_back(self) -> None:
        self._waits -= 1
        if self._waits == 0:
            self._count_vacated(-1)


class WorkerPool:
    """Works the events of one lane. `run` it as a task; `stop` ends it."""

    def __init__(self, queue: EventQueue, lane: QueueName, duties: Duties, pace: RetryPolicy = RetryPolicy()) -> None:  # noqa: B008 - frozen
        self._queue = queue
        self._lane = lane
        self._pace = pace
        self._handling = EventRunner(queue, duties, pace)
        self._stopping = asyncio.Event()
        self._slot_freed = asyncio.Event()
        self._claimer: asyncio.Task[None] | None = None
        self._renewer: asyncio.Task[None] | None = None
        self._slots: set[asyncio.Task[None]] = set()
        self._grips: set[QueueLease] = set()
        self._vacated = 0
        self._waiting = False
        self._away = False

    @property
    def is_healthy(self) -> bool:
        """What is due is claimed, and the database answers."""
        running = self._claimer is not None and not self._claimer.done()
        return running and not self._away and not self._stopping.is_set()

    @property
    def is_idle(self) -> bool:
        """No slot has an event, and at the last look there was none to be had."""
        return self._waiting and not self._slots

    async def run(self) -> None:
        """Until stopped. Neither a failing event, nor a bug, nor a database that is away ends it."""
        # No two pools ever share a name, in whatever process: it is half of the fence.
        self._claimer = asyncio.create_task(self._run_claimer(f"{self._lane}-{uuid.uuid4().hex[:12]}"))
        self._renewer = asyncio.create_task(self._run_renewer())
        try:
            await asyncio.wait({self._claimer})
            if self._slots:
                await asyncio.wait(self._slots)
        finally:
            for task in (*self._list_tasks(), self._renewer):
                task.cancel()

    async def stop(self, patience: float = 10.0) -> None:
        """Takes no more events. What is not done after `patience` seconds is cancelled and given back, uncounted."""
        self._stopping.set()
        if await self._wait_for_tasks(patience):
            return
        for grip in self._grips:
            grip.release()
        if not await self._wait_for_tasks(self._pace.lease):
            # A handler that will not be cancelled, or a database that is away: the claims expire by themselves.
            _log.warning("workers had to be cut off", lane=self._lane, events=len(self._grips))
            for task in self._list_tasks():
                task.cancel()

    def _list_tasks(self) -> set[asyncio.Task[None]]:
        return self._slots | ({self._claimer} if self._claimer is not None else set())

    async def _wait_for_tasks(self, seconds: float) -> bool:
        tasks = self._list_tasks()
        return not tasks or not (await asyncio.wait(tasks, timeout=seconds))[1]

    # --- claiming -----------------------------------------------------------------------------

    async def _run_claimer(self, owner: str) -> None:
        failures = 0
        while not self._stopping.is_set():
            failures = 0 if await self._survive(self._fill_slots(owner)) else failures + 1
            if failures:
                compute_wait = self._pace.compute_away_wait if self._away else self._pace.compute_backoff
                await self._await_unless_stopping(asyncio.sleep(compute_wait(failures)))

    async def _fill_slots(self, owner: str) -> None:
        """Claims as many as there are slots free, and waits until there is one, or something may be due."""
        self._slot_freed.clear()
        free = self._pace.workers - len(self._slots) + self._vacated
        if free <= 0:
            await self._await_unless_stopping(self._slot_freed.wait())
            return
        claims = await self._queue.claim_events(owner, self._lane, self._pace.lease, free)
        self._record_database_back()
        for claim in claims:
            self._begin_slot(claim)
        if len(claims) < free:
            await self._wait_for_events()

    async def _wait_for_events(self) -> None:
        self._waiting = True
        try:
            due = self._queue.wait_for_events(self._lane, self._pace.poll)
            await self._await_unless_stopping(due)
        finally:
            self._waiting = False

    async def _await_unless_stopping(self, waiting: Coroutine[Any, Any, object]) -> None:
        """Awaits it, but no longer than until the workers are stopped."""
        pause, end = asyncio.create_task(waiting), asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({pause, end}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (end, *(() if pause.done() else (pause,))):
                task.cancel()
        if pause.done():
            pause.result()

    # --- in a slot ----------------------------------------------------------------------------

    def _begin_slot(self, claim: Claim) -> None:
        slot = asyncio.create_task(self._run_slot(claim))
        self._slots.add(slot)
        slot.add_done_callback(self._end_slot)

    def _count_vacated(self, change: int) -> None:
        self._vacated += change
        if change > 0:
            self._slot_freed.set()

    def _end_slot(self, slot: asyncio.Task[None]) -> None:
        self._slots.discard(slot)
        self._slot_freed.set()

    async def _run_slot(self, claim: Claim) -> None:
        """A claim whose end can't be stored, or under which something of ours breaks, expires: it is tried anew."""
        hold_slot(_PoolSlot(self._count_vacated))
        await self._survive(self._work_line(claim))

    async def _work_line(self, first: Claim) -> None:
        """What is due in a line, one event after the other, without letting go of it in between."""
        claim: Claim | None = first
        for place in range(1, IN_A_ROW + 1):
            if claim is not None and self._stopping.is_set():
                await self._queue.postpone_event(claim, 0.0, counts=False)
                return
            claim = await self._run_claimed_event(claim, go_on=place < IN_A_ROW) if claim is not None else None

    async def _run_claimed_event(self, claim: Claim, *, go_on: bool) -> Claim | None:
        grip = self._handling.create_lease(claim)
        self._grips.add(grip)
        try:
            return await self._handling.run_event(grip, go_on=go_on and not self._stopping.is_set())
        finally:
            self._grips.discard(grip)

    # --- renewing -----------------------------------------------------------------------------

    async def _run_renewer(self) -> None:
        """For as long as events are worked, also while the workers are being stopped."""
        while True:
            await asyncio.sleep(min(self._pace.lease / 3, _LOOK))
            await self._survive(self._renew_leases())

    async def _renew_leases(self) -> None:
        """All in one statement. What is not renewed may still be before its time is over; else the fence decides."""
        grips = [grip for grip in self._grips if grip.is_to_be_renewed]
        if not grips:
            return
        asked_at = time.monotonic()
        renewals = await self._queue.renew_leases([grip.claim for grip in grips], self._pace.lease)
        self._record_database_back()
        for grip, renewal in zip(grips, renewals, strict=True):
            grip.record_renewal(renewal, asked_at)

    # --- what operators read ------------------------------------------------------------------

    async def _survive(self, work: Awaitable[None]) -> bool:
        """The outermost edge of all that is worked: whatever fails in there is told, and ends nothing else. False where
        it failed."""
        try:
            await work
        except Exception as error:
            self._record_failure(error)
            return False
        return True

    def _record_failure(self, error: Exception) -> None:
        """A database that is away is said once; anything else is a bug of ours."""
        if not isinstance(error, StorageFailed):
            _log.error("worker failed", lane=self._lane, ref=generate_reference(), trace=format_error_trace(error))
            return
        if not self._away:
            _log.error("the database is away; the workers wait for it", lane=self._lane, why=describe_error(error))
        self._away = True

    def _record_database_back(self) -> None:
        if self._away:
            _log.info("the database is back", lane=self._lane)
        self._away = False
