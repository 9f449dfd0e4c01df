"""A workspace taken out: every row that belongs to it, by table, as whoever keeps it elsewhere can read it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.storage.session.transaction import Transaction
from bot.storage.tables import metadata

_LEFT_OUT = frozenset({"bot_tokens", "lines", "requests"})
"""What opens a workspace's Slack, and how the queue keeps its books: nothing of anybody."""


def collect_workspace(tx: Transaction, workspace_id: str) -> dict[str, list[dict[str, Any]]]:
    """By table, those aside that hold nothing; a table that comes later is among them."""
    found = {table.name: list(_list_rows(tx, table.name, workspace_id)) for table in metadata.sorted_tables}
    return {name: rows for name, rows in found.items() if rows}


def _list_rows(tx: Transaction, name: str, workspace_id: str) -> Iterator[dict[str, Any]]:
    table = metadata.tables[name]
    if "workspace_id" not in table.c or name in _LEFT_OUT:
        return
    for row in tx.connection.execute(select(table).where(table.c.workspace_id == workspace_id)):
        yield {key: _to_json(value) for key, value in row._asdict().items()}


def _to_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
