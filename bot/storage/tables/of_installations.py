"""Tables of where the app is installed, and of the tokens for that, which stand there only encrypted."""

from sqlalchemy import JSON, Column, Table

from bot.storage.tables.columns import metadata, text_column, text_columns, timestamp_column

installations = Table(
    "installations",
    metadata,
    text_column("workspace_id", key=True),
    *text_columns("client_id", "enterprise_id"),
    timestamp_column("installed_at"),
    timestamp_column("ended_at", optional=True),
    Column("detail", JSON, nullable=False),
)
"""An organisation's installation stands here by the organisation's id."""

bot_tokens = Table(
    "bot_tokens",
    metadata,
    text_column("workspace_id", key=True),
    text_column("access"),
    text_column("refresh", optional=True),
    timestamp_column("expires_at", optional=True),
    timestamp_column("refreshing_until", optional=True),
)
"""`refreshing_until`: somebody gets a new one until then."""
