"""Claims: which event is worked next, who holds it, and how it ends. Each function is a step of one transaction.

A worker serves whoever has waited longest, in all workspaces or in the one it works for. What a worker may end it names
by workspace, lane, line, owner and epoch; where that no longer fits, the claim was taken over and nothing happens.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, delete, exists, func, or_, select, union, update

from bot.domain.messaging.event import Claim, QueueName
from bot.storage import mapping
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, installations, lines
from bot.storage.tables.of_queue import is_in_state

_ENDED = select(installations.c.workspace_id).where(installations.c.ended_at.is_not(None))
_FREE = {"owner": None, "lease_until": None, "interrupted": False}


class QueueScope(NamedTuple):
    """Whose events are worked."""

    workspace_id: str | None = None
    """None: of all workspaces."""
    client_id: str | None = None
    """Only of workspaces that this app is installed in. None: of whichever."""


class ClaimFilter(NamedTuple):
    """What a worker takes."""

    lane: QueueName
    scope: QueueScope = QueueScope()


def claim_due_events(tx: Transaction, owner: str, wanted: ClaimFilter, lease: float, most: int) -> tuple[Claim, ...]:
    found: list[Claim] = []
    while len(found) < most and (line := _lock_next_partition(tx, wanted)):
        # The line was locked a moment after it had been chosen: what stands first in it is read only now.
        head = _find_due_head(tx, line.workspace_id, wanted.lane, line.line)
        if head is not None:
            found.append(_record_claim(tx, head, owner, lease))
    return tuple(found)


def claim_following_event(tx: Transaction, ended: Claim, lease: float) -> Claim | None:
    """What is due next in the line of an event that has just been ended, for whoever worked that."""
    head = _find_due_head(tx, ended.workspace_id, ended.event.lane, ended.event.line)
    return _record_claim(tx, head, ended.owner, lease) if head is not None else None


def release_claim(tx: Transaction, claim: Claim, rest: float) -> bool:
    """The line goes to the end, and waits for so many seconds. False where the claim was taken over."""
    not_before = tx.now + timedelta(seconds=rest) if rest > 0 else None
    return _update_if_held(tx, claim, {**_FREE, "served_at": tx.now, "not_before": not_before})


def update_claimed_event(tx: Transaction, claim: Claim, **values: object) -> None:
    """What becomes of the event whose claim was let go. Where that was forgotten meanwhile, so is its line, which can
    hold a name."""
    event = claim.event
    ours = (events.c.workspace_id == claim.workspace_id, events.c.lane == event.lane, events.c.id == event.id)
    if not tx.connection.execute(update(events).where(*ours).values(values)).rowcount:
        _delete_empty_partition(tx, claim)


def _delete_empty_partition(tx: Transaction, claim: Claim) -> None:
    """Nobody may add to it meanwhile."""
    tx.block_event_writes()
    event = claim.event
    same = (events.c.workspace_id == claim.workspace_id, events.c.lane == event.lane, events.c.line == event.line)
    empty = (lines.c.owner.is_(None), ~exists(select(1).select_from(events).where(*same)))
    tx.connection.execute(delete(lines).where(*_match_partition(claim), *empty))
    tx.has_erased_words = True


def release_all_claims(tx: Transaction) -> None:
    """For a database that only one process can have: whoever held something is gone."""
    tx.connection.execute(update(lines).where(lines.c.owner.is_not(None)).values(_FREE))


def seconds_until_due(tx: Transaction, wanted: ClaimFilter) -> float | None:
    """Until the next line may be taken that now rests or is held, or the next event is due; None where there is none.

    What is due then may still have to wait for its line: whoever wakes for it looks again."""
    times = [func.coalesce(t, events.c.received_at) for t in (events.c.due, lines.c.not_before, lines.c.lease_until)]
    latest = _select_later_time(_select_later_time(times[0], times[1]), times[2])
    line = tx.connection.execute(_select_due_partitions(tx, wanted).with_only_columns(func.min(latest))).scalar_one()
    later = select(events.c.due).where(*_match_open(wanted), events.c.due > tx.now).order_by(events.c.due).limit(1)
    event = tx.connection.execute(later).scalar_one_or_none()
    next_time = min((time for time in (line, event) if time is not None), default=None)
    return None if next_time is None else (next_time - tx.now).total_seconds()


def _lock_next_partition(tx: Transaction, wanted: ClaimFilter) -> Row[Any] | None:
    """The line that has waited longest, of those that nobody has and whose first event is due; locked."""
    since = _select_later_time(lines.c.served_at, func.coalesce(events.c.due, events.c.received_at))
    may = [or_(time.is_(None), time <= tx.now) for time in (lines.c.lease_until, lines.c.not_before, events.c.due)]
    asked = _select_due_partitions(tx, wanted).where(*may).order_by(since, lines.c.epoch, events.c.sequence).limit(1)
    return tx.connection.execute(asked.with_for_update(of=lines, skip_locked=True)).one_or_none()


def _select_due_partitions(tx: Transaction, wanted: ClaimFilter) -> Select[Any]:
    """The lines in which something is due, each with its first event, which may have to wait. What waits for later is
    passed over by the index, however much it is: so each of the two ways to be due is asked for by itself."""
    line = select(events.c.workspace_id, events.c.line).where(*_match_open(wanted))
    due = union(line.where(events.c.due.is_(None)), line.where(events.c.due <= tx.now)).subquery()
    stands = events.alias()
    same = (stands.c.workspace_id == due.c.workspace_id, stands.c.lane == wanted.lane, stands.c.line == due.c.line)
    standing = due.join(stands, and_(*same, is_in_state("open", stands)))
    columns = (due.c.workspace_id, due.c.line, func.min(stands.c.sequence).label("sequence"))
    first = select(*columns).select_from(standing).group_by(due.c.workspace_id, due.c.line).subquery()
    same_line = and_(lines.c.workspace_id == first.c.workspace_id, lines.c.line == first.c.line)
    joined = first.join(lines, same_line).join(events, events.c.sequence == first.c.sequence)
    return select(lines.c.workspace_id, lines.c.line).select_from(joined).where(lines.c.lane == wanted.lane)


def _match_open(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Nothing is done where the app was uninstalled. What was never installed, as a terminal's, is no app's."""
    yield events.c.lane == wanted.lane
    yield is_in_state("open")
    if wanted.scope.workspace_id is not None:
        yield events.c.workspace_id == wanted.scope.workspace_id
    yield events.c.workspace_id.not_in(_ENDED)
    if wanted.scope.client_id is not None:
        of_this_app = installations.c.client_id == wanted.scope.client_id
        yield events.c.workspace_id.in_(select(installations.c.workspace_id).where(of_this_app))


def _find_due_head(tx: Transaction, workspace_id: str, lane: QueueName, line: str) -> Row[Any] | None:
    """The first open event of a line that is ours, where it is due."""
    ours = (events.c.workspace_id == workspace_id, events.c.lane == lane, events.c.line == line)
    installed = events.c.workspace_id.not_in(_ENDED)
    asked = select(events).where(*ours, is_in_state("open"), installed).order_by(events.c.sequence).limit(1)
    head = tx.connection.execute(asked).one_or_none()
    return head if head and (head.due is None or head.due <= tx.now) else None


def _record_claim(tx: Transaction, head: Row[Any], owner: str, lease: float) -> Claim:
    """The attempt counts at once: a worker that dies of its event has tried it."""
    line = (lines.c.workspace_id == head.workspace_id, lines.c.lane == head.lane, lines.c.line == head.line)
    until = tx.now + timedelta(seconds=lease)
    grip = {"owner": owner, "epoch": lines.c.epoch + 1, "lease_until": until, "not_before": None, "interrupted": False}
    epoch = tx.connection.execute(update(lines).where(*line).values(grip).returning(lines.c.epoch)).scalar_one()
    tried = update(events).where(events.c.sequence == head.sequence).values(attempts=events.c.attempts + 1)
    attempt = tx.connection.execute(tried.returning(events.c.attempts)).scalar_one()
    return Claim(
        workspace_id=head.workspace_id,
        event=mapping.event_from_row(head._asdict()),
        owner=owner,
        epoch=epoch,
        attempt=attempt,
        received_at=head.received_at,
        age=(tx.now - max(head.received_at, head.due or head.received_at)).total_seconds(),
        tried=bool(head.attempts or head.error),
    )


def _update_if_held(tx: Transaction, claim: Claim, values: dict[str, Any]) -> bool:
    """Changes the line where the claim still holds."""
    ours = (*_match_partition(claim), lines.c.owner == claim.owner, lines.c.epoch == claim.epoch)
    return tx.connection.execute(update(lines).where(*ours).values(values)).rowcount > 0


def _match_partition(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    event = claim.event
    return (lines.c.workspace_id == claim.workspace_id, lines.c.lane == event.lane, lines.c.line == event.line)


def _select_later_time(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((one > other, one), else_=other)
