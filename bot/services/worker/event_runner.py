"""Handling: one claimed event, from its handler to its end: finished, postponed or given up."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from bot.domain.audit.act import mark_id
from bot.domain.core.errors import SlackUnavailable, SlackUnreachable, StaleWrite, StorageFailed, StorageUnavailable
from bot.domain.messaging.event import Claim
from bot.services.ports.core import EventQueue, FinishedEvent
from bot.services.ports.tracing import Fields, get_tracer
from bot.services.worker.error_reference import describe_error, format_error_trace, generate_reference
from bot.services.worker.handler import Duties, LeaseLost, PermanentFailure, Result, RetryLater, RetryPolicy
from bot.services.worker.lease import LeaseReleased, QueueLease, StopRequested
from bot.services.worker.outage_log import DATABASE_AWAY, SLACK_AWAY, OutageLines, OutageLog

T = TypeVar("T")

_AGAIN = 5
"""How often a commit that met a newer state, or a database that was busy, is tried again at once."""
_JITTER = 0.01

_log = structlog.get_logger(__name__)


class EventRunner:
    def __init__(self, queue: EventQueue, duties: Duties, pace: RetryPolicy) -> None:
        self._queue = queue
        self._duties = duties
        self._pace = pace
        self._outages: dict[tuple[str, OutageLines], OutageLog] = {}
        """By lane, and what is away."""

    def create_lease(self, claim: Claim) -> QueueLease:
        return QueueLease(self._queue, claim, self._pace.lease)

    async def run_event(self, grip: QueueLease, *, go_on: bool = False) -> Claim | None:
        """`go_on`: what is due next in its line is claimed with its end, and handed back.

        Raises StorageFailed where the end could not be stored: the claim expires, and the event is tried anew.
        """
        claim = grip.claim
        with get_tracer().open_span(f"work {claim.event.kind}", _build_span_fields(claim), claim.event.trace):
            return await self._run_to_end(grip, claim, go_on=go_on)

    async def _run_to_end(self, grip: QueueLease, claim: Claim, *, go_on: bool) -> Claim | None:
        log = _log.bind(**_build_log_fields(claim))
        try:
            following = await self._commit_result(claim, await self._run_handler(grip), go_on=go_on)
            log.debug("event done")
            if claim.tried:
                for lines in (SLACK_AWAY, DATABASE_AWAY):
                    self._get_outage_log(claim, lines).record_success()
            return following
        except LeaseLost:
            log.info("event taken over by another worker")
        except LeaseReleased:
            log.info("event given back")
            await self._queue.postpone_event(claim, 0.0, "given back half done", counts=False)
        except RetryLater as later:
            await self._postpone_or_give_up(claim, later)
        except Exception as error:
            await self._handle_failure(claim, error)
        return None

    async def _run_handler(self, grip: QueueLease) -> Result:
        try:
            return await grip.run(self._call_handler(grip))
        except StopRequested:
            _log.info("event interrupted", **_build_log_fields(grip.claim))
            async with asyncio.timeout(self._pace.lease):  # nothing renews here: after that the claim may be lost
                return await self._duties.on_interrupt(grip.claim)

    async def _call_handler(self, grip: QueueLease) -> Result:
        claim = grip.claim
        handler = await self._duties.find_handler(claim)
        if handler is None:
            raise PermanentFailure(
                f"nothing here works events of the kind {claim.event.kind}. Was it left by another version?"
            )
        if claim.attempt > self._pace.attempts:
            # The last attempt came to no end at all: most likely the process died over it, and would die again.
            raise PermanentFailure(
                f"{claim.attempt - 1} attempts came to no end; the last one may have ended its process"
            )
        return await handler(claim, grip)

    async def _commit_result(self, claim: Claim, done: Result, *, go_on: bool) -> Claim | None:
        if go_on and not done.cooldown_seconds:
            lease = self._pace.lease
            finished = await _commit_with_retries(lambda: self._queue.finish_and_claim(claim, done.work, lease))
        else:
            rest = done.cooldown_seconds
            ended = await _commit_with_retries(lambda: self._queue.finish_event(claim, done.work, rest))
            finished = FinishedEvent(ended)
        if not finished.ended:
            raise LeaseLost
        return finished.following

    async def _postpone_or_give_up(self, claim: Claim, later: RetryLater) -> None:
        if later.counts and claim.attempt >= self._pace.attempts:
            await self._give_up(claim, later)
        else:
            _log.info("event postponed", seconds=later.seconds, why=str(later), **_build_log_fields(claim))
            await self._queue.postpone_event(claim, later.seconds, counts=later.counts)

    async def _handle_failure(self, claim: Claim, error: Exception) -> None:
        get_tracer().mark_failed(type(error).__name__)
        if isinstance(error, (SlackUnavailable, StorageUnavailable)):
            lines = DATABASE_AWAY if isinstance(error, StorageUnavailable) else SLACK_AWAY
            self._get_outage_log(claim, lines).record_failure(describe_error(error))
        if isinstance(error, (SlackUnreachable, StorageUnavailable)) and claim.age < self._pace.outage:
            seconds = self._pace.compute_outage_wait(claim.age)
            await self._queue.postpone_event(claim, seconds, describe_error(error), counts=False)
            return
        if isinstance(error, PermanentFailure) or claim.attempt >= self._pace.attempts:
            await self._give_up(claim, error)
            return
        if isinstance(error, SlackUnavailable):
            seconds = self._pace.compute_backoff(claim.attempt)
            await self._queue.postpone_event(claim, seconds, describe_error(error))
            return
        ref, seconds = generate_reference(), self._pace.compute_backoff(claim.attempt)
        _log.warning(
            "event failed",
            ref=ref,
            again_in=round(seconds, 1),
            trace=format_error_trace(error),
            **_build_log_fields(claim),
        )
        await self._queue.postpone_event(claim, seconds, f"{describe_error(error)} ({ref})")

    def _get_outage_log(self, claim: Claim, lines: OutageLines) -> OutageLog:
        lane = claim.event.lane
        return self._outages.setdefault((lane, lines), OutageLog(lines, lane))

    async def _give_up(self, claim: Claim, error: Exception) -> None:
        ref = generate_reference()
        text = f"{describe_error(error)} ({ref})"
        _log.error("event given up", ref=ref, trace=format_error_trace(error), **_build_log_fields(claim))
        try:
            async with asyncio.timeout(self._pace.lease):
                done = await self._duties.on_giving_up(claim, error, ref)
            await _commit_with_retries(lambda: self._queue.move_to_dead_letters(claim, text, done.work))
        except StorageFailed:
            raise
        except Exception as worse:
            # Telling people failed; that must not keep the line waiting for ever.
            _log.error("nobody could be told", ref=ref, trace=format_error_trace(worse), **_build_log_fields(claim))
            await self._queue.move_to_dead_letters(claim, text)


async def _commit_with_retries(commit: Callable[[], Awaitable[T]]) -> T:
    """What is committed is a pure function of the state: where that moved on, the same function is right again.

    A commit whose answer was lost may be tried again too: the queue refuses an end that was reached already.
    """
    for _ in range(_AGAIN):
        try:
            return await commit()
        except (StaleWrite, StorageFailed):
            await asyncio.sleep(random.uniform(0, _JITTER))
    return await commit()


def _build_log_fields(claim: Claim) -> dict[str, Any]:
    """Ids only: the log is for operators, and what people said is not for them."""
    event = claim.event
    return {"event_id": event.id, "kind": event.kind, "line": event.line, "attempt": claim.attempt}


def _build_span_fields(claim: Claim) -> Fields:
    event = claim.event
    marks = {"event": mark_id(event.id), "line": mark_id(event.line)}
    return {"lane": event.lane, "kind": event.kind, "attempt": claim.attempt, "workspace": claim.workspace_id, **marks}
