"""Grip: a worker's hold on its claim for as long as the handler runs; it ends where the claim is lost or given back."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from bot.domain.messaging.event import Claim
from bot.services.ports.core import EventQueue, LeaseRenewal
from bot.services.worker.handler import LeaseLost, Result

_FRESH = 6
"""A sixth of a lease after it was taken or renewed, a claim is held still, also by clocks that are somewhat apart."""


class StopRequested(Exception):
    """Somebody asked to stop; the handler was cancelled, the claim is still ours."""


class LeaseReleased(Exception):
    """The workers are stopping; the handler was cancelled, the claim is still ours."""


class QueueLease:
    """Fulfils Lease. Who renews it says so by `record_renewal`."""

    def __init__(self, queue: EventQueue, claim: Claim, lease: float) -> None:
        self.claim = claim
        self._queue = queue
        self._lease = lease
        self._handler: asyncio.Task[Result] | None = None
        self._why: Exception | None = None
        self._held_at = time.monotonic()

    @property
    def is_to_be_renewed(self) -> bool:
        """Its handler runs, and it is not known to be lost: lost is lost."""
        running = self._handler is not None and not self._handler.done()
        return running and not isinstance(self._why, LeaseLost)

    async def ensure_held(self) -> None:
        """What is being said can't be stopped: where the claim was just taken or renewed, nobody else can have it."""
        if self.claim.event.lane == "inbox" or time.monotonic() - self._held_at > self._lease / _FRESH:
            await self._renew()
        if isinstance(self._why, LeaseLost):
            raise self._why
        if self._why is not None:
            await asyncio.Event().wait()  # never set: the handler is being cancelled, and must not go on meanwhile

    async def run(self, handling: Coroutine[Any, Any, Result]) -> Result:
        """Runs the handler. Raises what it raises, or why it was cancelled."""
        self._handler = asyncio.create_task(handling)
        if self._why is not None:  # drained before it began
            self._handler.cancel()
        try:
            await asyncio.wait({self._handler})
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

    def record_renewal(self, renewal: LeaseRenewal, asked_at: float) -> None:
        """`asked_at`: by the monotonic clock."""
        if not renewal.still_held:
            self._cancel_handler(LeaseLost("another worker took the event over"))
            return
        self._held_at = asked_at
        if renewal.interrupted and self._why is None:
            self._cancel_handler(StopRequested())

    async def _renew(self) -> None:
        if isinstance(self._why, LeaseLost):
            return
        asked_at = time.monotonic()
        (renewal,) = await self._queue.renew_leases((self.claim,), self._lease)
        self.record_renewal(renewal, asked_at)

    def _cancel_handler(self, why: Exception) -> None:
        self._why = why
        if self._handler is not None:
            self._handler.cancel()
