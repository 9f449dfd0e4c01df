"""Handling: one claimed event, from its handler to its end: finished, postponed or given up."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from bot.domain.core.errors import SlackAway, StaleWrite, StorageFailed
from bot.domain.messaging.event import Claim
from bot.services.ports.core import Queue
from bot.services.worker.error_reference import described, new_reference, traced
from bot.services.worker.handler import Done, Duties, Hopeless, Pace, Postponed, TakenOver
from bot.services.worker.lease import Drained, Grip, Interrupted

T = TypeVar("T")

_AGAIN = 5
"""How often a commit that met a newer state, or a database that was busy, is tried again at once."""
_JITTER = 0.01

_log = structlog.get_logger(__name__)


class Handling:
    def __init__(self, queue: Queue, duties: Duties, pace: Pace) -> None:
        self._queue = queue
        self._duties = duties
        self._pace = pace

    def grip(self, claim: Claim) -> Grip:
        return Grip(self._queue, claim, self._pace.lease)

    async def handle(self, grip: Grip) -> None:
        """Raises StorageFailed where the end could not be stored: the claim expires, and the event is tried anew."""
        claim = grip.claim
        log = _log.bind(**_named(claim))
        try:
            await self._finish(claim, await self._outcome(grip))
            log.debug("event done")
        except TakenOver:
            log.info("event taken over by another worker")
        except Drained:
            log.info("event given back")
            await self._queue.postpone(claim, 0.0, "given back half done", counts=False)
        except Postponed as later:
            await self._postponed(claim, later)
        except Exception as error:
            await self._failed(claim, error)

    async def _outcome(self, grip: Grip) -> Done:
        try:
            return await grip.carry(self._handled(grip))
        except Interrupted:
            _log.info("event interrupted", **_named(grip.claim))
            async with asyncio.timeout(self._pace.lease):  # nothing renews here: after that the claim may be lost
                return await self._duties.on_interrupt(grip.claim)

    async def _handled(self, grip: Grip) -> Done:
        claim = grip.claim
        handler = self._duties.handlers.get(claim.event.kind)
        if handler is None:
            raise Hopeless(f"nothing here works events of the kind {claim.event.kind}. Was it left by another version?")
        if claim.attempt > self._pace.attempts:
            # The last attempt came to no end at all: most likely the process died over it, and would die again.
            raise Hopeless(f"{claim.attempt - 1} attempts came to no end; the last one may have ended its process")
        return await handler(claim, grip)

    async def _finish(self, claim: Claim, done: Done) -> None:
        if not await _insisting(lambda: self._queue.finish(claim, done.work, done.rest)):
            raise TakenOver

    async def _postponed(self, claim: Claim, later: Postponed) -> None:
        if later.counts and claim.attempt >= self._pace.attempts:
            await self._give_up(claim, later)
        else:
            _log.info("event postponed", seconds=later.seconds, why=str(later), **_named(claim))
            await self._queue.postpone(claim, later.seconds, counts=later.counts)

    async def _failed(self, claim: Claim, error: Exception) -> None:
        if isinstance(error, SlackAway) and claim.age < self._pace.outage:
            seconds = self._pace.wait_at(claim.age)
            _log.warning("Slack is away", again_in=round(seconds, 1), why=described(error), **_named(claim))
            await self._queue.postpone(claim, seconds, described(error), counts=False)
            return
        if isinstance(error, Hopeless) or claim.attempt >= self._pace.attempts:
            await self._give_up(claim, error)
            return
        ref, seconds = new_reference(), self._pace.backoff(claim.attempt)
        _log.warning("event failed", ref=ref, again_in=round(seconds, 1), trace=traced(error), **_named(claim))
        await self._queue.postpone(claim, seconds, f"{described(error)} ({ref})")

    async def _give_up(self, claim: Claim, error: Exception) -> None:
        ref = new_reference()
        text = f"{described(error)} ({ref})"
        _log.error("event given up", ref=ref, trace=traced(error), **_named(claim))
        try:
            async with asyncio.timeout(self._pace.lease):
                done = await self._duties.on_giving_up(claim, error, ref)
            await _insisting(lambda: self._queue.bury(claim, text, done.work))
        except StorageFailed:
            raise
        except Exception as worse:
            # Telling people failed; that must not keep the line waiting for ever.
            _log.error("nobody could be told", ref=ref, trace=traced(worse), **_named(claim))
            await self._queue.bury(claim, text)


async def _insisting(commit: Callable[[], Awaitable[T]]) -> T:
    """What is committed is a pure function of the state: where that moved on, the same function is right again.

    A commit whose answer was lost may be tried again too: the queue refuses an end that was reached already.
    """
    for _ in range(_AGAIN):
        try:
            return await commit()
        except (StaleWrite, StorageFailed):
            await asyncio.sleep(random.uniform(0, _JITTER))
    return await commit()


def _named(claim: Claim) -> dict[str, Any]:
    """Ids only: the log is for operators, and what people said is not for them."""
    event = claim.event
    return {"event_id": event.id, "kind": event.kind, "line": event.line, "attempt": claim.attempt}
