"""Tables of the queue: the events that are to be worked, the lines they stand in, and the requests that came.

A line holds no count of its events: adding one would then have to wait for whoever ends another of the same line, and
could deadlock with it. Which lines have something to do is read from the index of open events instead.
"""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from bot.storage.tables.columns import metadata, sequence_column, text_column, text_columns, timestamp_column

_OPEN, _DEAD = sql("state = 'open'"), sql("state = 'dead'")

events = Table(
    "events",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "lane", "id", "line", "kind"),
    Column("body", JSON, nullable=False),
    timestamp_column("due", optional=True),
    text_column("state"),
    Column("attempts", Integer, nullable=False),
    text_column("error"),
    timestamp_column("received_at"),
    timestamp_column("ended_at", optional=True),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "lane", "id"),
    Index("ix_events_open", "lane", "workspace_id", "line", "sequence", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_events_dead", "sequence", sqlite_where=_DEAD, postgresql_where=_DEAD),
)
"""`state`: open, done or dead. A done event keeps its id, so that a duplicate is known, but not its body."""

lines = Table(
    "lines",
    metadata,
    *text_columns("workspace_id", "lane", "line", key=True),
    timestamp_column("served_at"),
    text_column("owner", optional=True),
    Column("epoch", Integer, nullable=False),
    timestamp_column("lease_until", optional=True),
    timestamp_column("not_before", optional=True),
    Column("interrupted", Boolean, nullable=False),
)
"""`epoch` counts claims: whoever holds an older one has been overtaken. `served_at`: the place in line."""

requests = Table("requests", metadata, *text_columns("workspace_id", "key", key=True), timestamp_column("received_at"))
"""Commands, clicks and forms that came, by a hash; of what they said nothing is kept here."""
