"""Claims: which event is worked next, who holds it, and how it ends. Each function is a step of one transaction.

A worker serves whoever has waited longest, in all workspaces or in the one it works for. What a worker may end it names
by workspace, lane, line, owner and epoch; where that no longer fits, the claim was taken over and nothing happens.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, select, update

from bot.domain.messaging.event import Claim, QueueName
from bot.storage import mapping
from bot.storage.queue.claim_statements import (
    END,
    FREE,
    NEXT_DUE,
    RELEASE,
    TAKE_LINE,
    TRY_HEAD,
    ClaimFilter,
    build_due_lines,
    build_next_times,
)
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, lines

_APART = timedelta(seconds=2)
"""By which the clocks of several machines may differ: what was served later than that was so by one that was ahead."""


def claim_due_events(tx: Transaction, owner: str, wanted: ClaimFilter, lease: float, most: int) -> tuple[Claim, ...]:
    asked = {"_now": tx.now, "_not_yet": tx.now + _APART, "_most": most}
    chosen = tx.connection.execute(build_due_lines(wanted), asked).all()
    # The lines were locked a moment after they had been chosen: what stands first in them is read only now.
    heads = (_try_due_head(tx, line.workspace_id, wanted.lane, line.line) for line in chosen)
    return tuple(_record_claim(tx, head, owner, lease) for head in heads if head is not None)


def claim_following_event(tx: Transaction, ended: Claim, lease: float) -> Claim | None:
    """What is due next in the line of an event that has just been ended, for whoever worked that."""
    head = _try_due_head(tx, ended.workspace_id, ended.event.lane, ended.event.line)
    return _record_claim(tx, head, ended.owner, lease) if head is not None else None


def release_claim(tx: Transaction, claim: Claim, rest: float) -> bool:
    """The line goes to the end, and waits for so many seconds. False where the claim was taken over."""
    not_before = tx.now + timedelta(seconds=rest) if rest > 0 else None
    held = _name_line(claim.workspace_id, claim.event.lane, claim.event.line)
    held |= {"_owner": claim.owner, "_epoch": claim.epoch, "_now": tx.now, "_not_before": not_before}
    return tx.connection.execute(RELEASE, held).rowcount > 0


def end_event(tx: Transaction, claim: Claim) -> None:
    """The event whose claim was let go is done, and nothing of it is kept but its id."""
    ours = {"_workspace_id": claim.workspace_id, "_lane": claim.event.lane, "_id": claim.event.id, "_now": tx.now}
    if not tx.connection.execute(END, ours).rowcount:
        _delete_empty_partition(tx, claim)


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
    tx.connection.execute(update(lines).where(lines.c.owner.is_not(None)).values(FREE))


def seconds_until_due(tx: Transaction, wanted: ClaimFilter) -> float | None:
    """Until the next line may be taken that now rests or is held, or the next event is due; None where there is none.

    What is due then may still have to wait for its line: whoever wakes for it looks again."""
    times = tx.connection.execute(build_next_times(wanted), {"_now": tx.now}).one()
    next_time = min((time for time in times if time is not None), default=None)
    return None if next_time is None else (next_time - tx.now).total_seconds()


def seconds_until_following(tx: Transaction, ended: Claim, rest: float = 0.0) -> float | None:
    """Until what stands next in the line of an ended event may be claimed; None where nothing does."""
    line = _name_line(ended.workspace_id, ended.event.lane, ended.event.line)
    head = tx.connection.execute(NEXT_DUE, line).one_or_none()
    if head is None:
        return None
    return rest if head.due is None else max(rest, (head.due - tx.now).total_seconds())


def _try_due_head(tx: Transaction, workspace_id: str, lane: QueueName, line: str) -> Row[Any] | None:
    """Of a line that is ours."""
    asked = _name_line(workspace_id, lane, line) | {"_now": tx.now}
    return tx.connection.execute(TRY_HEAD, asked).one_or_none()


def _record_claim(tx: Transaction, head: Row[Any], owner: str, lease: float) -> Claim:
    """`head`: with this attempt counted."""
    line = _name_line(head.workspace_id, head.lane, head.line)
    taken = line | {"_new_owner": owner, "_until": tx.now + timedelta(seconds=lease)}
    epoch = tx.connection.execute(TAKE_LINE, taken).scalar_one()
    return Claim(
        workspace_id=head.workspace_id,
        event=mapping.event_from_row(head._asdict()),
        owner=owner,
        epoch=epoch,
        attempt=head.attempts,
        received_at=head.received_at,
        age=(tx.now - max(head.received_at, head.due or head.received_at)).total_seconds(),
        tried=head.attempts > 1 or bool(head.error),
    )


def _match_partition(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    event = claim.event
    return (lines.c.workspace_id == claim.workspace_id, lines.c.lane == event.lane, lines.c.line == event.line)


def _name_line(workspace_id: str, lane: str, line: str) -> dict[str, Any]:
    return {"_workspace_id": workspace_id, "_lane": lane, "_line": line}
