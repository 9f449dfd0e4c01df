"""Purging: what ended long ago is taken out, a batch at a time. Each function is a step of one transaction.

Whatever puts an event into the queue may count on its id being known for as long as it is kept, and no longer: Slack
repeats itself for a day at most. Dead letters stay until an operator retries or drops them.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, exists, literal_column, select, tuple_

from bot.storage.queue.claims import QueueScope
from bot.storage.queue.ended_workspaces import ENDED_KEPT
from bot.storage.repositories.audit import SqlAuditRepository
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, installations, lines, requests

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
BATCH = 500


def purge_events(tx: Transaction, workspace_id: str | None) -> int:
    """How many went; a whole batch means that there may be more. Two who purge at once pass each other by."""
    old = and_(
        events.c.state == "done",
        events.c.ended_at < tx.now - KEPT,
        _match_workspace(events.c.workspace_id, workspace_id),
    )
    some = select(events.c.sequence).where(old).order_by(events.c.sequence).limit(BATCH)
    found = tx.connection.execute(some.with_for_update(skip_locked=True)).scalars().all()
    if found:
        tx.connection.execute(delete(events).where(events.c.sequence.in_(found)))
    return len(found)


def purge_partitions(tx: Transaction, workspace_id: str | None) -> int:
    """Lines in which nothing stands and nothing was done for as long. Nobody may add to one meanwhile."""
    tx.block_event_writes()
    key = (lines.c.workspace_id, lines.c.lane, lines.c.line)
    idle = (
        lines.c.owner.is_(None),
        lines.c.served_at < tx.now - KEPT,
        _match_workspace(lines.c.workspace_id, workspace_id),
    )
    some = select(*key).where(*idle, ~_has_event_in_state("open"), ~_has_event_in_state("dead")).limit(BATCH)
    return tx.connection.execute(delete(lines).where(tuple_(*key).in_(some))).rowcount


def purge_requests(tx: Transaction, workspace_id: str | None) -> None:
    old = requests.c.received_at < tx.now - REQUESTS_KEPT
    tx.connection.execute(delete(requests).where(old, _match_workspace(requests.c.workspace_id, workspace_id)))


def list_served_workspaces(tx: Transaction, scope: QueueScope) -> tuple[str, ...]:
    """Whose audit is ours to prune: none where nobody is served, as by an operator's command."""
    if scope.client_id is None:
        return () if scope.workspace_id is None else (scope.workspace_id,)
    asked = select(installations.c.workspace_id).where(installations.c.client_id == scope.client_id)
    return tuple(tx.connection.execute(asked).scalars())


def prune_audit(tx: Transaction, workspace_id: str, kept: timedelta) -> int:
    """Who did what is kept for so long. Returns how many rows went."""
    return SqlAuditRepository(Scope(tx, workspace_id)).prune(tx.now - kept, tx.now)


def _has_event_in_state(state: str) -> ColumnElement[bool]:
    same = (events.c.workspace_id == lines.c.workspace_id, events.c.lane == lines.c.lane, events.c.line == lines.c.line)
    # Written out, not bound: otherwise the indexes of these states would not be used.
    return exists(select(1).select_from(events).where(*same, events.c.state == literal_column(f"'{state}'")))


def _match_workspace(column: ColumnElement[str], workspace_id: str | None) -> ColumnElement[bool]:
    return column == workspace_id if workspace_id is not None else column.is_not(None)
