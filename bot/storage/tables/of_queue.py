"""Tables of the queue: the events that are to be worked, the lines they stand in, and the requests that came.

A line holds no count of its events: adding one would then have to wait for whoever ends another of the same line, and
could deadlock with it. Which lines have something to do is read from the index of open events instead.
"""

from typing import Literal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy import text as sql

from bot.storage.tables.columns import metadata, sequence_column, text_column, text_columns, timestamp_column

_OPEN, _DEAD, _DONE = (sql(f"state = '{state}'") for state in ("open", "dead", "done"))

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
    Index("ix_events_due", "lane", "due", "workspace_id", "line", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_events_dead", "sequence", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("ix_events_dead_line", "lane", "workspace_id", "line", sqlite_where=_DEAD, postgresql_where=_DEAD),
    Index("ix_events_done", "ended_at", sqlite_where=_DONE, postgresql_where=_DONE),
)
"""`state`: open, done or dead. A done event keeps its id, so that a duplicate is known, but not its body."""


def is_in_state(state: Literal["open", "dead", "done"], of: FromClause = events) -> ColumnElement[bool]:
    """Written out, not bound: otherwise the indexes of the events in that state would not be used."""
    return of.c.state == literal_column(f"'{state}'")


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
    Index(None, "served_at", "workspace_id", "lane", "line"),
)
"""`epoch` counts claims: whoever holds an older one has been overtaken. `served_at`: the place in line."""

requests = Table(
    "requests",
    metadata,
    *text_columns("workspace_id", "key", key=True),
    timestamp_column("received_at"),
    Index(None, "received_at"),
)
"""Commands, clicks and forms that came, by a hash; of what they said nothing is kept here."""
