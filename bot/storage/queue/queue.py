"""Queue: the events of all workspaces, or of one, as workers take them.

Times are those of the clock that the database was given, not of the database: machines whose clocks differ by less
than a lease do no harm, and by more they cost a takeover, never an answer.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import select, update

from bot.domain.core.errors import FlightplanError, StaleWrite, StorageFailed
from bot.domain.messaging.event import Claim, DeadLetter, QueueName
from bot.services.ports.core import ClaimReader, FinishedEvent, LeaseRenewal, TransactionWork
from bot.storage import mapping
from bot.storage.queue import claims
from bot.storage.queue.claim_statements import DONE, ClaimFilter, QueueScope
from bot.storage.queue.ended_workspaces import delete_ended_workspaces
from bot.storage.queue.notifier import Notifier
from bot.storage.queue.purge import (
    BATCH,
    EVERY,
    STANDARD,
    KeptFor,
    LineKey,
    list_served_workspaces,
    prune_audit,
    purge_events,
    purge_partitions,
    purge_requests,
)
from bot.storage.queue.renewals import renew_leases
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction, TransactionRunner
from bot.storage.tables import events
from bot.storage.tables.of_queue import is_in_state
from bot.storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")
_CLEAR_EVERY = 1.0
_LOOKED_FOR = 2.0
"""Seconds after which whoever waits has looked by themselves, and knows what is due next."""


class Look(NamedTuple):
    """What a look for something to do found."""

    claimed: tuple[Claim, ...]
    until_due: float | None
    now: datetime
    has_traces: bool


class LineEnd(NamedTuple, Generic[T]):
    """What letting go of a line led to."""

    result: T
    is_free: bool = False
    """Whether anybody may claim what stands in it."""
    seconds: float | None = None
    """Until what stands next in it may be claimed; None where nothing does."""


class SqlEventQueue:
    """The port Queue. `transact` runs a step as a transaction of its own; `bell` rings when one has filled a lane.

    `scope`: whose events are taken; everybody's, if nothing else is said.
    """

    def __init__(
        self,
        transact: TransactionRunner,
        bell: Notifier,
        scope: QueueScope = QueueScope(),  # noqa: B008 - frozen
        kept: KeptFor = STANDARD,
    ) -> None:
        self._kept = kept
        self._read: ClaimReader | None = None
        self._transact = transact
        self._bell = bell
        self._scope = scope
        self._idle: dict[QueueName, int] = {}
        """How often the bell had rung before the last look that found nothing."""
        self._until_due: dict[QueueName, float | None] = {}
        """By the last look that found less than it might: seconds until there is more; None where nothing waits."""
        self._cleared_at = -math.inf
        self._purge_at: datetime | None = None
        self._purged_to: LineKey | None = None
        """How far the lines were looked through that may go."""

    def reading(self, read: ClaimReader) -> "SqlEventQueue":
        other = SqlEventQueue(self._transact, self._bell, self._scope, self._kept)
        other._read = read
        return other

    async def claim_events(self, owner: str, lane: QueueName, lease: float, most: int = 1) -> tuple[Claim, ...]:
        rings = self._bell.count_notifications(lane)

        def claim_step(tx: Transaction) -> Look:
            wanted = self._build_claim_filter(lane)
            found = claims.claim_due_events(tx, owner, wanted, lease, most)
            until_due = None if len(found) == most else claims.seconds_until_due(tx, wanted)
            return Look(self._read_along(tx, found), until_due, tx.now, tx.traces.left)

        claimed, until_due, now, has_traces = await self._transact(claim_step)
        if len(claimed) < most:
            self._idle[lane] = max(rings, self._idle.get(lane, 0))
            self._until_due[lane] = until_due
        if not claimed:
            await self._clear_traces(has_traces)
            await self._purge_if_due(now)
        return claimed

    async def renew_leases(self, held: Sequence[Claim], lease: float) -> tuple[LeaseRenewal, ...]:
        return await self._transact(lambda tx: renew_leases(tx, held, lease))

    async def finish_event(self, claim: Claim, work: TransactionWork | None, rest: float = 0.0) -> bool:
        def finish_step(tx: Transaction) -> LineEnd[bool]:
            if not claims.release_claim(tx, claim, rest):
                return LineEnd(False)
            _end_with_work(tx, claim, work)
            return LineEnd(True, True, claims.seconds_until_following(tx, claim, rest))

        return await self._end_claim(claim, finish_step)

    async def finish_and_claim(self, claim: Claim, work: TransactionWork | None, lease: float) -> FinishedEvent:
        def finish_step(tx: Transaction) -> LineEnd[FinishedEvent]:
            if not claims.release_claim(tx, claim, 0.0):
                return LineEnd(FinishedEvent(ended=False))
            _end_with_work(tx, claim, work)
            following = claims.claim_following_event(tx, claim, lease)
            if following is None:
                return LineEnd(FinishedEvent(ended=True), is_free=True)
            (following,) = self._read_along(tx, (following,))
            return LineEnd(FinishedEvent(ended=True, following=following))

        return await self._end_claim(claim, finish_step)

    async def postpone_event(self, claim: Claim, seconds: float, error: str = "", *, counts: bool = True) -> None:
        def postpone_step(tx: Transaction) -> LineEnd[None]:
            if not claims.release_claim(tx, claim, seconds):
                return LineEnd(None)
            attempts = events.c.attempts if counts else events.c.attempts - 1
            claims.update_claimed_event(tx, claim, attempts=attempts, **({"error": error} if error else {}))
            return LineEnd(None, True, seconds)

        await self._end_claim(claim, postpone_step)

    async def move_to_dead_letters(self, claim: Claim, error: str, work: TransactionWork | None = None) -> None:
        def bury_step(tx: Transaction) -> LineEnd[None]:
            if not claims.release_claim(tx, claim, rest=0.0):
                return LineEnd(None)
            claims.update_claimed_event(tx, claim, state="dead", error=error, ended_at=tx.now)
            _run_work(tx, claim, work)
            return LineEnd(None, True, claims.seconds_until_following(tx, claim))

        await self._end_claim(claim, bury_step)

    def _read_along(self, tx: Transaction, found: Sequence[Claim]) -> tuple[Claim, ...]:
        """To be called last: from then on the transaction is about one workspace."""
        return tuple(_read_for(tx, claim, self._read) if self._read is not None else claim for claim in found)

    async def _end_claim(self, claim: Claim, end: Callable[[Transaction], LineEnd[T]]) -> T:
        """Whoever waits is woken where the line has more to be worked: an end alone gives nobody anything to do."""
        lane = claim.event.lane

        def end_step(tx: Transaction) -> LineEnd[T]:
            rings = self._bell.count_notifications(lane)
            ended = end(tx)
            if ended.is_free:
                tx.after_commit.append(lambda: self._notify_again(lane, rings + (lane in tx.filled_lanes)))
            return ended

        ended = await self._transact(end_step)
        if ended.seconds is not None and ended.seconds < _LOOKED_FOR:
            asyncio.get_running_loop().call_later(ended.seconds, self._bell.notify, lane)
        return ended.result

    def _notify_again(self, lane: QueueName, rings: int) -> None:
        """Whoever was woken by another ring than these may have found a line still held that is free by now."""
        if self._bell.count_notifications(lane) != rings:
            self._bell.notify(lane)

    async def wait_for_events(self, lane: QueueName, seconds: float) -> None:
        until_due = self._until_due.get(lane)
        # What is due already and was not taken is just being locked by somebody: not to be asked for in a frenzy.
        at_most = seconds if until_due is None else min(seconds, max(until_due, 0.01))
        await self._bell.wait_for_notification(lane, self._idle.get(lane, 0), at_most)

    async def list_dead_letters(self) -> tuple[DeadLetter, ...]:
        asked = select(events).where(is_in_state("dead")).order_by(events.c.sequence)
        rows = await self._transact(lambda tx: tx.connection.execute(asked).all())
        return tuple(mapping.dead_letter_from_row(row._asdict()) for row in rows)

    async def retry_dead_letter(self, sequence: int) -> bool:
        return await self._transact(
            lambda tx: _update_dead_letter(tx, sequence, state="open", attempts=0, ended_at=None)
        )

    async def delete_dead_letter(self, sequence: int) -> bool:
        def drop_step(tx: Transaction) -> bool:
            tx.traces.left = True
            return _update_dead_letter(tx, sequence, **DONE)

        return await self._transact(drop_step)

    def _build_claim_filter(self, lane: QueueName) -> ClaimFilter:
        return ClaimFilter(lane, self._scope)

    async def _purge_if_due(self, now: datetime) -> None:
        """When there is nothing else to do, and no more than a batch at a time."""
        if self._purge_at is not None and now < self._purge_at <= now + EVERY:  # later: the clock was set back
            return
        self._purge_at = now + EVERY
        with suppress(StorageFailed, StaleWrite):  # whoever holds it up is more important; it is tried again
            workspace_id = self._scope.workspace_id
            removed = await self._transact(lambda tx: purge_requests(tx, workspace_id))
            removed = max(removed, await self._transact(lambda tx: purge_events(tx, workspace_id)))
            for one in await self._transact(lambda tx: list_served_workspaces(tx, self._scope)):
                await self._transact(partial(prune_audit, workspace_id=one, kept=self._kept.audit))
            await delete_ended_workspaces(self._transact, self._kept.ended)
            if removed < BATCH:
                after = self._purged_to
                self._purged_to = await self._transact(lambda tx: purge_partitions(tx, workspace_id, after))
            if removed == BATCH or self._purged_to is not None:
                self._purge_at = now

    async def _clear_traces(self, has_traces: bool) -> None:
        """What was wiped or written over is gone from the files a second later at most, once there is time for it."""
        now = time.monotonic()
        if has_traces and now - self._cleared_at >= _CLEAR_EVERY:
            self._cleared_at = now
            await self._transact(_mark_erased)


def _read_for(tx: Transaction, claim: Claim, read: ClaimReader) -> Claim:
    """What can't be read of one event keeps no other from being claimed: its handler meets it again."""
    try:
        known = read(SqlUnitOfWork(Scope(tx, claim.workspace_id)), claim)
    except (
        FlightplanError,
        LookupError,
        TypeError,
        ValueError,
    ):  # what can't be read of one event keeps no other from being claimed: its handler meets it again
        return claim
    return claim.model_copy(update={"known": known})


def _end_with_work(tx: Transaction, claim: Claim, work: TransactionWork | None) -> None:
    claims.end_event(tx, claim)
    tx.traces.left = True
    _run_work(tx, claim, work)


def _run_work(tx: Transaction, claim: Claim, work: TransactionWork | None) -> None:
    if work is not None:
        work(SqlUnitOfWork(Scope(tx, claim.workspace_id)))


def _update_dead_letter(tx: Transaction, sequence: int, **values: object) -> bool:
    letter = (events.c.sequence == sequence, is_in_state("dead"))
    asked = update(events).where(*letter).values(values).returning(events.c.lane)
    lane: QueueName | None = tx.connection.execute(asked).scalar_one_or_none()
    if lane is not None:
        tx.filled_lanes.add(lane)
    return lane is not None


def _mark_erased(tx: Transaction) -> None:
    tx.has_erased_words = True
