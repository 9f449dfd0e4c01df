"""Installations: where the app is installed, and how that ends."""

from datetime import datetime

from cryptography.fernet import MultiFernet
from sqlalchemy import Select, or_, select

from bot.domain.access.installation import BotToken, WorkspaceInstallation
from bot.domain.audit.act import FLIGHTPLAN, Act
from bot.storage import mapping
from bot.storage.installations.tokens import encrypt_token
from bot.storage.mapping import Row
from bot.storage.repositories.audit import SqlAuditRepository
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction, TransactionRunner
from bot.storage.tables import bot_tokens, installations


class SqlInstallations:
    """The port Installations. Without a cipher no token can be kept: there is none where each is a setting."""

    def __init__(self, transact: TransactionRunner, cipher: MultiFernet | None = None) -> None:
        self._transact = transact
        self._cipher = cipher

    async def list_all(self) -> tuple[WorkspaceInstallation, ...]:
        return await self._transact(list_installations)

    async def find(self, workspace_id: str) -> WorkspaceInstallation | None:
        asked = select(installations).where(installations.c.workspace_id == workspace_id)
        return next(iter(await self._transact(lambda tx: _read(tx, asked))), None)

    async def save(self, installation: WorkspaceInstallation, token: BotToken | None = None) -> None:
        kept = encrypt_token(self._cipher, token) if self._cipher and token else None

        def save_both(tx: Transaction) -> None:
            scope = Scope(tx, installation.workspace_id)
            row = mapping.to_row(installation, installations)
            if not scope.update_rows(installations, row):
                scope.insert_new_rows(installations, [row])
            if kept is not None:
                scope.delete_rows(bot_tokens)
                scope.insert_new_rows(bot_tokens, [kept])

        await self._transact(save_both)

    async def end(self, workspace_id: str, at: datetime) -> tuple[WorkspaceInstallation, ...]:
        ours = or_(installations.c.workspace_id == workspace_id, installations.c.enterprise_id == workspace_id)
        going_on = (installations.c.ended_at.is_(None), installations.c.installed_at <= at)

        def end_all(tx: Transaction) -> tuple[WorkspaceInstallation, ...]:
            found = _read(tx, select(installations).where(ours, *going_on).with_for_update())
            ending: Row = {"ended_at": at}
            for one in found:
                scope = Scope(tx, one.workspace_id)
                scope.update_rows(installations, ending)
                scope.delete_rows(bot_tokens)
                gone = Act(at=tx.now, by=FLIGHTPLAN, via="app", name="uninstall", effect="changed")
                SqlAuditRepository(scope).append(gone)
            return tuple(one.model_copy(update=ending) for one in found)

        return await self._transact(end_all)


def list_installations(tx: Transaction) -> tuple[WorkspaceInstallation, ...]:
    """Oldest first, with those that have ended."""
    return _read(tx, select(installations).order_by(installations.c.installed_at, installations.c.workspace_id))


def _read(tx: Transaction, asked: Select[tuple[object, ...]]) -> tuple[WorkspaceInstallation, ...]:
    rows = tx.connection.execute(asked).all()
    return tuple(mapping.from_row(WorkspaceInstallation, row._asdict(), installations) for row in rows)
