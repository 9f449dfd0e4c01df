"""Tables of the weekly digest: what leaders wish, what they were sent, and what they settled."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, UniqueConstraint

from bot.storage.tables.columns import metadata, moment, sequence, text

digest_settings = Table(
    "digest_settings",
    metadata,
    text("workspace_id", key=True),
    text("person", key=True),
    Column("on", Boolean, nullable=False),
    text("channel", optional=True),
    Column("version", Integer, nullable=False),
    Column("detail", JSON, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    sequence(),
    text("workspace_id"),
    text("leader"),
    text("week"),
    moment("until"),
    Column("sent", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("workspace_id", "leader", "week"),
    Index(None, "workspace_id", "leader", "until"),
)
"""One a leader and week, whoever writes it."""

rulings = Table(
    "rulings",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("pilot_id"),
    text("kind"),
    text("subject"),
    text("answer"),
    text("by"),
    moment("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "pilot_id"),
)
