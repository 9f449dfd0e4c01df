"""Tables of the weekly digest: what leaders wish, what they were sent, and what they settled."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, UniqueConstraint

from bot.storage.tables.columns import metadata, sequence_column, text_column, text_columns, timestamp_column

digest_settings = Table(
    "digest_settings",
    metadata,
    *text_columns("workspace_id", "person", key=True),
    Column("on", Boolean, nullable=False),
    text_column("channel", optional=True),
    Column("version", Integer, nullable=False),
    Column("detail", JSON, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "leader", "week"),
    timestamp_column("until"),
    Column("sent", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("workspace_id", "leader", "week"),
    Index(None, "workspace_id", "leader", "until"),
)
"""One a leader and week, whoever writes it."""

rulings = Table(
    "rulings",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id", "pilot_id", "kind", "subject", "answer", "by"),
    timestamp_column("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "pilot_id"),
)
