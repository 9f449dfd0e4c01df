"""Workspaces: which of them have pilots or an audit trail here, for an operator who has to name one."""

from sqlalchemy import select

from bot.storage.session.transaction import Transaction
from bot.storage.tables import audit_acts, teams

LOCAL_WORKSPACE = "local"
"""Of the terminal: what is told in it, and what operators do that is not of one workspace."""


def list_workspaces(tx: Transaction) -> tuple[str, ...]:
    """Their ids, in alphabetical order."""
    return tuple(
        tx.connection.execute(select(teams.c.workspace_id).distinct().order_by(teams.c.workspace_id)).scalars()
    )


def list_audited_workspaces(tx: Transaction) -> tuple[str, ...]:
    """Those that have an audit trail, in alphabetical order."""
    asked = select(audit_acts.c.workspace_id).distinct().order_by(audit_acts.c.workspace_id)
    return tuple(tx.connection.execute(asked).scalars())
