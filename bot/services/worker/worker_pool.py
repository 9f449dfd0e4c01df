"""Crew: the workers of one lane, who take events side by side until they are told to stop."""

import asyncio
import uuid
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.domain.core.errors import StorageFailed
from bot.domain.messaging.event import Claim, QueueName
from bot.services.ports.core import EventQueue
from bot.services.worker.error_reference import describe_error, format_error_trace, generate_reference
from bot.services.worker.event_runner import EventRunner
from bot.services.worker.handler import Duties, RetryPolicy
from bot.services.worker.lease import QueueLease

_log = structlog.get_logger(__name__)


class WorkerPool:
    """Works the events of one lane. `run` it as a task; `stop` ends it."""

    def __init__(self, queue: EventQueue, lane: QueueName, duties: Duties, pace: RetryPolicy = RetryPolicy()) -> None:  # noqa: B008 - frozen
        self._queue = queue
        self._lane = lane
        self._pace = pace
        self._handling = EventRunner(queue, duties, pace)
        self._stopping = asyncio.Event()
        self._workers: set[asyncio.Task[None]] = set()
        self._grips: set[QueueLease] = set()
        self._resting = 0
        self._away = False

    @property
    def is_healthy(self) -> bool:
        """They run, none is missing, and the database answers them."""
        running = len(self._workers) == self._pace.workers and not any(worker.done() for worker in self._workers)
        return running and not self._away and not self._stopping.is_set()

    @property
    def is_idle(self) -> bool:
        """None of them has an event, and when they last looked there was none to be had."""
        return self._resting == self._pace.workers

    async def run(self) -> None:
        """Until stopped. Neither a failing event, nor a bug, nor a database that is away ends it."""
        # No two workers ever share a name, in whatever process: it is half of the fence.
        owner = f"{self._lane}-{uuid.uuid4().hex[:12]}"
        self._workers = {asyncio.create_task(self._run_worker(f"{owner}-{n}")) for n in range(self._pace.workers)}
        try:
            await asyncio.wait(self._workers)
        finally:
            for worker in self._workers:
                worker.cancel()

    async def stop(self, patience: float = 10.0) -> None:
        """Takes no more events. What is not done after `patience` seconds is cancelled and given back, uncounted."""
        self._stopping.set()
        if await self._wait_for_workers(patience):
            return
        for grip in self._grips:
            grip.release()
        if not await self._wait_for_workers(self._pace.lease):
            # A handler that will not be cancelled, or a database that is away: the claims expire by themselves.
            _log.warning("workers had to be cut off", lane=self._lane, events=len(self._grips))
            for worker in self._workers:
                worker.cancel()

    async def _wait_for_workers(self, seconds: float) -> bool:
        return not self._workers or not (await asyncio.wait(self._workers, timeout=seconds))[1]

    async def _run_worker(self, owner: str) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await self._work_next_event(owner)
                failures = 0
                self._record_database_back()
            except StorageFailed as error:
                failures += 1
                self._record_database_away(error)
                await self._await_unless_stopping(asyncio.sleep(self._pace.compute_backoff(failures)))
            except Exception as error:  # a bug of ours: the worker begins anew, the event's claim expires
                failures += 1
                _log.error("worker failed", lane=self._lane, ref=generate_reference(), trace=format_error_trace(error))
                await self._await_unless_stopping(asyncio.sleep(self._pace.compute_backoff(failures)))

    async def _work_next_event(self, owner: str) -> None:
        claim = await self._queue.claim_next(owner, self._lane, self._pace.lease)
        if claim is None:
            await self._wait_for_events()
        elif self._stopping.is_set():
            await self._queue.postpone_event(claim, 0.0, counts=False)
        else:
            await self._run_claimed_event(claim)

    async def _run_claimed_event(self, claim: Claim) -> None:
        grip = self._handling.create_lease(claim)
        self._grips.add(grip)
        try:
            await self._handling.run_event(grip)
        finally:
            self._grips.discard(grip)

    async def _wait_for_events(self) -> None:
        self._resting += 1
        try:
            await self._await_unless_stopping(self._queue.wait_for_events(self._lane, self._pace.poll))
        finally:
            self._resting -= 1

    async def _await_unless_stopping(self, waiting: Coroutine[Any, Any, None]) -> None:
        """Awaits it, but no longer than until the workers are stopped."""
        pause, stop = asyncio.create_task(waiting), asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({pause, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()
            if not pause.done():
                pause.cancel()
        if pause.done():
            pause.result()

    def _record_database_away(self, error: StorageFailed) -> None:
        if not self._away:
            _log.error("the database is away; the workers wait for it", lane=self._lane, why=describe_error(error))
        self._away = True

    def _record_database_back(self) -> None:
        if self._away:
            _log.info("the database is back", lane=self._lane)
        self._away = False
