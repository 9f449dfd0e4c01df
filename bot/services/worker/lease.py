"""Grip: a worker's hold on its claim, kept by renewals for as long as the handler runs."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.domain.core.errors import StorageFailed
from bot.domain.messaging.event import Claim
from bot.services.ports.core import EventQueue
from bot.services.worker.handler import LeaseLost, Result

_LOOK = 1.0
"""Seconds within which whoever presses Stop is heard: a renewal asks for that too."""
_FRESH = 6
"""A sixth of a lease after it was taken or renewed, a claim is held still, also by clocks that are somewhat apart."""

_log = structlog.get_logger(__name__)


class StopRequested(Exception):
    """Somebody asked to stop; the handler was cancelled, the claim is still ours."""


class LeaseReleased(Exception):
    """The workers are stopping; the handler was cancelled, the claim is still ours."""


class QueueLease:
    """Fulfils Hold."""

    def __init__(self, queue: EventQueue, claim: Claim, lease: float) -> None:
        self.claim = claim
        self._queue = queue
        self._lease = lease
        self._handler: asyncio.Task[Result] | None = None
        self._why: Exception | None = None
        self._held_at = time.monotonic()

    async def ensure_held(self) -> None:
        """What is being said can't be stopped: where the claim was just taken or renewed, nobody else can have it."""
        if self.claim.event.lane == "inbox" or time.monotonic() - self._held_at > self._lease / _FRESH:
            await self._renew_lease()
        if isinstance(self._why, LeaseLost):
            raise self._why
        if self._why is not None:
            await asyncio.Event().wait()  # never set: the handler is being cancelled, and must not go on meanwhile

    async def run(self, handling: Coroutine[Any, Any, Result]) -> Result:
        """Runs the handler and renews meanwhile. Raises what it raises, or why it was cancelled."""
        self._handler = asyncio.create_task(handling)
        try:
            await self._renew_until_done(self._handler)
        finally:
            self._handler.cancel()  # only has an effect where the worker itself was cancelled
        cancelled = self._handler.cancelled()
        failure = None if cancelled else self._handler.exception()
        if self._why is not None:
            raise self._why  # whatever a handler says once it was told to stop is not to be acted on
        if failure is not None or cancelled:
            raise failure or RuntimeError("the handler cancelled itself")
        return self._handler.result()

    def release(self) -> None:
        """Cancels the handler; the event is given back."""
        self._cancel_handler(LeaseReleased())

    async def _renew_until_done(self, handler: asyncio.Task[Result]) -> None:
        if self._why is not None:  # drained before it began
            handler.cancel()
        while not (await asyncio.wait({handler}, timeout=min(self._lease / 3, _LOOK)))[0]:
            try:
                await self._renew_lease()
            except StorageFailed:
                # It may be back before the lease is over; if it is not, the fence in `finish` decides.
                _log.warning("claim not renewed: the database is away", event_id=self.claim.event.id)

    async def _renew_lease(self) -> None:
        if isinstance(self._why, LeaseLost):
            return  # lost is lost
        held = await self._queue.renew_lease(self.claim, self._lease)
        if not held.still_held:
            self._cancel_handler(LeaseLost("another worker took the event over"))
            return
        self._held_at = time.monotonic()
        if held.interrupted and self._why is None:
            self._cancel_handler(StopRequested())

    def _cancel_handler(self, why: Exception) -> None:
        self._why = why
        if self._handler is not None:
            self._handler.cancel()
