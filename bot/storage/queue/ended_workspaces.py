"""Workspaces that the app was uninstalled from: some time later everything of them goes, in small steps."""

import logging
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Table, delete, select, tuple_

from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.audit.act import FLIGHTPLAN, Act, mark_record
from bot.storage import mapping
from bot.storage.repositories.audit import SqlAuditRepository
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction, TransactionRunner
from bot.storage.tables import bot_tokens, installations, metadata
from bot.storage.workspaces import LOCAL_WORKSPACE

log = logging.getLogger(__name__)

ENDED_KEPT = timedelta(days=30)
BATCH = 100
_THEIRS = tuple(
    table
    for table in reversed(metadata.sorted_tables)
    if "workspace_id" in table.c and table is not installations and table is not bot_tokens
)
"""What points at something before that. That the app was there, and until when, stays known; its token went at once."""


async def delete_ended_workspaces(transact: TransactionRunner, kept: timedelta) -> tuple[WorkspaceInstallation, ...]:
    """Each step is a transaction of its own, and stops where the app was installed again meanwhile. Returns those of
    which nothing is left."""
    gone = []
    for ended in await transact(lambda tx: list_ended_workspaces(tx, tx.now - kept)):
        while await transact(partial(_delete_batch, ended=ended)):
            pass
        if await transact(partial(_record_emptied, ended=ended)):
            log.warning(
                "Everything that was kept of %s (%s) is deleted.", ended.team or "a workspace", ended.workspace_id
            )
            gone.append(ended)
    return tuple(gone)


def list_ended_workspaces(tx: Transaction, before: datetime | None = None) -> tuple[WorkspaceInstallation, ...]:
    """Of which something may be kept, by when it was uninstalled there: those from which it was before then."""
    over = installations.c.ended_at.is_not(None) if before is None else installations.c.ended_at < before
    asked = select(installations).where(over).order_by(installations.c.ended_at, installations.c.workspace_id)
    found = (
        mapping.from_row(WorkspaceInstallation, row._asdict(), installations) for row in tx.connection.execute(asked)
    )
    return tuple(one for one in found if one.emptied_at is None)


def _delete_batch(tx: Transaction, ended: WorkspaceInstallation) -> bool:
    """Whether there may be more."""
    if not _lock_ended(tx, ended):
        return False
    tx.has_erased_words = True
    return any(_delete_some(tx, table, ended.workspace_id) for table in _THEIRS)


def _delete_some(tx: Transaction, table: Table, workspace_id: str) -> bool:
    key = tuple_(*table.primary_key.columns)
    some = select(*table.primary_key.columns).where(table.c.workspace_id == workspace_id).limit(BATCH)
    return tx.connection.execute(delete(table).where(key.in_(some))).rowcount > 0


def _record_emptied(tx: Transaction, ended: WorkspaceInstallation) -> bool:
    """False where somebody else has, or it was installed again."""
    if not _lock_ended(tx, ended):
        return False
    tx.compacts = True
    row = mapping.to_row(ended.model_copy(update={"emptied_at": tx.now}), installations)
    Scope(tx, ended.workspace_id).update_rows(installations, row)
    told = {"at": tx.now, "by": FLIGHTPLAN, "via": "app", "name": "workspace_deleted", "effect": "changed"}
    act = Act.model_validate({**told, "record": mark_record("workspace", ended.workspace_id)})
    SqlAuditRepository(Scope(tx, LOCAL_WORKSPACE)).append(act)
    return True


def _lock_ended(tx: Transaction, ended: WorkspaceInstallation) -> bool:
    """Until the transaction ends nobody installs it again; False where somebody has, or all of it is gone already."""
    found = Scope(tx, ended.workspace_id).select_rows(installations, lock=True)
    return [mapping.from_row(WorkspaceInstallation, row, installations) for row in found] == [ended]
