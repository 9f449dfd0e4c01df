"""Table of the audit trail: acts by ids, each chained to the one before."""

from sqlalchemy import JSON, BigInteger, Column, Index, Table, UniqueConstraint

from bot.storage.tables.columns import metadata, text_column, text_columns, timestamp_column

audit_acts = Table(
    "audit_acts",
    metadata,
    text_column("workspace_id", key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    *text_columns("previous", "hash"),
    timestamp_column("at"),
    *text_columns("by", "via", "name", "effect", "outcome", "pilot", "record", "place"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "previous"),
    Index(None, "workspace_id", "by", "at"),
)
"""Two rows can't follow the same one: the chain doesn't fork, whoever writes it."""
