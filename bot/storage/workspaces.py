"""Workspaces: which of them have pilots or an audit trail here, for an operator who has to name one."""

from sqlalchemy import Table, select

from bot.storage.session.transaction import Transaction
from bot.storage.tables import audit_acts, model_spending, teams

LOCAL_WORKSPACE = "local"
"""Of the terminal: what is told in it, and what operators do that is not of one workspace."""


def list_workspaces(tx: Transaction) -> tuple[str, ...]:
    """Their ids, in alphabetical order."""
    return _list_in(tx, teams)


def list_audited_workspaces(tx: Transaction) -> tuple[str, ...]:
    """Those that have an audit trail."""
    return _list_in(tx, audit_acts)


def list_spending_workspaces(tx: Transaction) -> tuple[str, ...]:
    """Those for which models were called."""
    return _list_in(tx, model_spending)


def _list_in(tx: Transaction, table: Table) -> tuple[str, ...]:
    workspace = table.c.workspace_id
    return tuple(tx.connection.execute(select(workspace).distinct().order_by(workspace)).scalars())
