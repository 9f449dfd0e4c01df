"""Workspaces: which of them have pilots here, for an operator who has to name one."""

from sqlalchemy import select

from bot.storage.session.transaction import Transaction
from bot.storage.tables import teams


def list_workspaces(tx: Transaction) -> tuple[str, ...]:
    """Their ids, in alphabetical order."""
    return tuple(
        tx.connection.execute(select(teams.c.workspace_id).distinct().order_by(teams.c.workspace_id)).scalars()
    )
