"""Purging: what ended long ago is taken out, a batch at a time. Each function is a step of one transaction.

Whatever puts an event into the queue may count on its id being known for as long as it is kept, and no longer: Slack
repeats itself for a day at most. Dead letters stay until an operator retries or drops them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Table, bindparam, delete, exists, literal, select, true, tuple_

from bot.storage.queue.claim_statements import QueueScope
from bot.storage.queue.ended_workspaces import ENDED_KEPT
from bot.storage.repositories.audit import SqlAuditRepository
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, installations, lines, requests
from bot.storage.tables.of_queue import is_in_state

KEPT = timedelta(days=90)
REQUESTS_KEPT = timedelta(hours=1)
"""A signature counts for five minutes, by a clock that may go five minutes ahead."""
AUDIT_KEPT = timedelta(days=400)


class KeptFor(NamedTuple):
    """How long, where whoever runs it may say so."""

    audit: timedelta = AUDIT_KEPT
    ended: timedelta = ENDED_KEPT
    """Everything of a workspace that the app was uninstalled from."""


STANDARD = KeptFor()
EVERY = timedelta(hours=1)
BATCH = 100
"""Rows a transaction: whoever waits for the database waits for no longer than a turn takes."""
LineKey = tuple[datetime, str, str, str]
_LINE = (lines.c.served_at, lines.c.workspace_id, lines.c.lane, lines.c.line)


def purge_events(tx: Transaction, workspace_id: str | None) -> int:
    """How many went; a whole batch means that there may be more. Two who purge at once pass each other by."""
    old = (is_in_state("done"), events.c.ended_at < tx.now - KEPT, _match_workspace(events, workspace_id))
    some = select(events.c.sequence).where(*old).order_by(events.c.ended_at).limit(BATCH)
    found = tx.connection.execute(some.with_for_update(skip_locked=True)).scalars().all()
    if found:
        tx.connection.execute(delete(events).where(events.c.sequence.in_(found)))
    return len(found)


def purge_partitions(tx: Transaction, workspace_id: str | None, after: LineKey | None = None) -> LineKey | None:
    """Lines in which nothing stands and nothing was done for as long. Nobody may add to one meanwhile.

    A batch is looked at, from where the one before ended: returns where this one did; None where there are no more."""
    tx.block_event_writes()
    idle = [lines.c.owner.is_(None), lines.c.served_at < tx.now - KEPT, _match_workspace(lines, workspace_id)]
    if after is not None:
        idle.append(tuple_(*_LINE) > tuple_(*(literal(part, at.type) for part, at in zip(after, _LINE, strict=True))))
    found = tx.connection.execute(select(*_LINE).where(*idle).order_by(*_LINE).limit(BATCH)).all()
    empty = (~_has_event_in_state("open"), ~_has_event_in_state("dead"))
    _delete_each(tx, lines, found, *empty)
    return tuple(found[-1]) if len(found) == BATCH else None


def purge_requests(tx: Transaction, workspace_id: str | None) -> int:
    """How many went."""
    key = (requests.c.workspace_id, requests.c.key)
    old = (requests.c.received_at < tx.now - REQUESTS_KEPT, _match_workspace(requests, workspace_id))
    some = select(*key).where(*old).order_by(requests.c.received_at).limit(BATCH)
    found = tx.connection.execute(some).all()
    _delete_each(tx, requests, found)
    return len(found)


def _delete_each(tx: Transaction, table: Table, found: Sequence[Any], *also: ColumnElement[bool]) -> None:
    """Each by its key: SQLite goes through the whole table for a list of keys of several columns."""
    same = (column == bindparam(f"_{column.name}") for column in table.primary_key)
    keys = [{f"_{column.name}": row._mapping[column.name] for column in table.primary_key} for row in found]
    if keys:
        tx.connection.execute(delete(table).where(*same, *also), keys)


def list_served_workspaces(tx: Transaction, scope: QueueScope) -> tuple[str, ...]:
    """Whose audit is ours to prune: none where nobody is served, as by an operator's command."""
    if scope.client_id is None:
        return () if scope.workspace_id is None else (scope.workspace_id,)
    asked = select(installations.c.workspace_id).where(installations.c.client_id == scope.client_id)
    return tuple(tx.connection.execute(asked).scalars())


def prune_audit(tx: Transaction, workspace_id: str, kept: timedelta) -> int:
    """Who did what is kept for so long. Returns how many rows went."""
    return SqlAuditRepository(Scope(tx, workspace_id)).prune(tx.now - kept, tx.now)


def _has_event_in_state(state: Literal["open", "dead"]) -> ColumnElement[bool]:
    same = (events.c.workspace_id == lines.c.workspace_id, events.c.lane == lines.c.lane, events.c.line == lines.c.line)
    return exists(select(1).select_from(events).where(*same, is_in_state(state)))


def _match_workspace(table: Table, workspace_id: str | None) -> ColumnElement[bool]:
    """Not by an index of workspaces, of which one may be all there is: what is old is found by its moment."""
    return table.c.workspace_id.concat("") == workspace_id if workspace_id is not None else true()
