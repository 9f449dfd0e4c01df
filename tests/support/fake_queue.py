"""FakeQueue: the port Queue in memory, with a time of its own."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from bot.domain.core.errors import StorageFailed
from bot.domain.messaging.event import Claim, DeadLetter, Event, QueueName
from bot.services.ports.core import ClaimReader, FinishedEvent, LeaseRenewal, TransactionWork, UnitOfWork

_BEGIN = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass
class _Row:
    """An event in the FakeQueue. `due`: the queue's own seconds."""

    workspace_id: str
    sequence: int
    event: Event
    due: float
    received_at: datetime
    came: float = 0.0
    attempts: int = 0
    state: Literal["open", "done", "dead"] = "open"
    error: str = ""


@dataclass
class _Line:
    """A conversation in the FakeQueue. Nobody owns it where `owner` is empty."""

    owner: str = ""
    epoch: int = 0
    interrupted: bool = False
    rests_until: float = 0.0
    served: int = 0


class FakeQueue:
    """The queue in memory. Its time is its own: when everybody waits, it jumps to the moment that is waited for.

    A lease never ends by itself; `take_over` ends it.
    """

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.away = False
        self.breakage: list[Exception] = []
        """What the next claims raise."""
        self.renewals = 0
        self.postponed: list[float] = []
        self._lines: dict[tuple[str, str, str], _Line] = {}
        self._now = 0.0
        self._served = 0
        self._changed = asyncio.Event()

    # --- what tests do ------------------------------------------------------------------------

    def add(self, event: Event, workspace_id: str = "w1") -> bool:
        known = {(row.workspace_id, row.event.lane, row.event.id) for row in self.rows}
        if (workspace_id, event.lane, event.id) in known:
            return False
        due = 0.0 if event.due is None else (event.due - _BEGIN).total_seconds()
        came = max(due, self._now)
        self.rows.append(_Row(workspace_id, len(self.rows) + 1, event, due, self._date(), came))
        self._changed.set()
        return True

    def interrupt(self, line: str, workspace_id: str = "w1") -> None:
        held = self._lines.get((workspace_id, "inbox", line))
        if held is not None and held.owner:
            held.interrupted = True

    def take_over(self, claim: Claim, owner: str = "another") -> Claim:
        line = self._line(claim)
        line.owner, line.epoch = owner, line.epoch + 1
        row = self._row(claim)
        row.attempts += 1
        return self._claimed(row, line)

    # --- the port -----------------------------------------------------------------------------

    def reading(self, read: ClaimReader) -> "FakeQueue":
        return self

    async def claim_events(self, owner: str, lane: QueueName, lease: float, most: int = 1) -> tuple[Claim, ...]:
        self._answer()
        if self.breakage:
            raise self.breakage.pop(0)
        waiting = [row for row in self._heads(lane) if self._due(row) <= self._now]
        waiting.sort(key=lambda row: (self._line_of(row).served, row.sequence))
        return tuple(self._claim(owner, row) for row in waiting[:most])

    def _claim(self, owner: str, row: _Row) -> Claim:
        line = self._line_of(row)
        self._served += 1
        line.owner, line.epoch, line.served, line.interrupted = owner, line.epoch + 1, self._served, False
        row.attempts += 1
        return self._claimed(row, line)

    async def renew_leases(self, held: Sequence[Claim], lease: float) -> tuple[LeaseRenewal, ...]:
        self._answer()
        self.renewals += 1
        return tuple(LeaseRenewal(ours := self._ours(one), ours and self._line(one).interrupted) for one in held)

    async def finish_event(self, claim: Claim, work: TransactionWork | None, rest: float = 0.0) -> bool:
        self._answer()
        if not self._ours(claim):
            return False
        self._commit(claim, work)
        row = self._row(claim)
        row.state, row.event = "done", row.event.model_copy(update={"body": {}})
        self._release(claim, rest)
        return True

    async def finish_and_claim(self, claim: Claim, work: TransactionWork | None, lease: float) -> FinishedEvent:
        if not await self.finish_event(claim, work):
            return FinishedEvent(ended=False)
        line = self._line(claim)
        heads = [row for row in self._heads(claim.event.lane) if self._line_of(row) is line]
        due = [row for row in heads if self._due(row) <= self._now]
        return FinishedEvent(ended=True, following=self._claim(claim.owner, due[0]) if due else None)

    async def postpone_event(self, claim: Claim, seconds: float, error: str = "", *, counts: bool = True) -> None:
        self._answer()
        if self._ours(claim):
            row = self._row(claim)
            row.attempts -= 0 if counts else 1
            row.due, row.error = self._now + seconds, error or row.error
            self.postponed.append(seconds)
            self._release(claim)

    async def move_to_dead_letters(self, claim: Claim, error: str, work: TransactionWork | None = None) -> None:
        self._answer()
        if self._ours(claim):
            self._commit(claim, work)
            row = self._row(claim)
            row.state, row.error = "dead", error
            self._release(claim)

    async def wait_for_events(self, lane: QueueName, seconds: float) -> None:
        self._answer()
        await asyncio.sleep(0)
        moments = [self._due(row) for row in self._heads(lane)]
        if moments:
            self._now = max(self._now, min(moments))
            return
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)

    async def list_dead_letters(self) -> tuple[DeadLetter, ...]:
        return tuple(
            DeadLetter(
                workspace_id=row.workspace_id,
                sequence=row.sequence,
                event=row.event,
                attempts=row.attempts,
                error=row.error,
                received_at=row.received_at,
                given_up_at=self._date(),
            )
            for row in self.rows
            if row.state == "dead"
        )

    async def retry_dead_letter(self, sequence: int) -> bool:
        dead = [row for row in self.rows if row.state == "dead" and row.sequence == sequence]
        for row in dead:
            row.state, row.attempts, row.due = "open", 0, self._now
        self._changed.set()
        return bool(dead)

    async def delete_dead_letter(self, sequence: int) -> bool:
        kept = [row for row in self.rows if row.state != "dead" or row.sequence != sequence]
        dropped = len(kept) < len(self.rows)
        self.rows = kept
        return dropped

    # --- inside -------------------------------------------------------------------------------

    def _answer(self) -> None:
        if self.away:
            raise StorageFailed("The database is away.")

    def _date(self) -> datetime:
        return _BEGIN + timedelta(seconds=self._now)

    def _heads(self, lane: QueueName) -> list[_Row]:
        """The first open row of each line that nobody owns."""
        heads: dict[tuple[str, str], _Row] = {}
        for row in self.rows:
            if row.state == "open" and row.event.lane == lane:
                heads.setdefault((row.workspace_id, row.event.line), row)
        return [row for row in heads.values() if not self._line_of(row).owner]

    def _due(self, row: _Row) -> float:
        return max(row.due, self._line_of(row).rests_until)

    def _line_of(self, row: _Row) -> _Line:
        return self._lines.setdefault((row.workspace_id, row.event.lane, row.event.line), _Line())

    def _line(self, claim: Claim) -> _Line:
        return self._lines[claim.workspace_id, claim.event.lane, claim.event.line]

    def _row(self, claim: Claim) -> _Row:
        wanted = (claim.workspace_id, claim.event.lane, claim.event.id)
        return next(row for row in self.rows if (row.workspace_id, row.event.lane, row.event.id) == wanted)

    def _ours(self, claim: Claim) -> bool:
        line = self._line(claim)
        return (line.owner, line.epoch) == (claim.owner, claim.epoch)

    def _release(self, claim: Claim, rest: float = 0.0) -> None:
        line = self._line(claim)
        line.owner, line.interrupted, line.rests_until = "", False, self._now + rest
        self._changed.set()

    def _commit(self, claim: Claim, work: TransactionWork | None) -> None:
        if work is not None:
            before = list(self.rows)
            try:
                work(cast(UnitOfWork, _OnlyEvents(self, claim.workspace_id)))
            except BaseException:
                self.rows = before
                raise

    def _claimed(self, row: _Row, line: _Line) -> Claim:
        return Claim(
            workspace_id=row.workspace_id,
            event=row.event,
            owner=line.owner,
            epoch=line.epoch,
            attempt=row.attempts,
            received_at=row.received_at,
            age=self._now - row.came,
            tried=row.attempts > 1 or bool(row.error),
        )


class _OnlyEvents:
    """As much of a unit of work as the FakeQueue has: events can be added and interrupted."""

    def __init__(self, queue: FakeQueue, workspace_id: str) -> None:
        self._queue = queue
        self._workspace_id = workspace_id

    @property
    def events(self) -> "_OnlyEvents":
        return self

    def add(self, event: Event) -> bool:
        return self._queue.add(event, self._workspace_id)

    def interrupt(self, line: str) -> None:
        self._queue.interrupt(line, self._workspace_id)
