"""Tables of the queue: the events that are to be worked, and the lines they stand in.

A line holds no count of its events: adding one would then have to wait for whoever ends another of the same line, and
could deadlock with it. Which lines have something to do is read from the index of open events instead.
"""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from bot.storage.tables.columns import metadata, moment, sequence, text

_OPEN, _DEAD = sql("state = 'open'"), sql("state = 'dead'")

events = Table(
    "events",
    metadata,
    sequence(),
    text("workspace_id"),
    text("lane"),
    text("id"),
    text("line"),
    text("kind"),
    Column("body", JSON, nullable=False),
    moment("due", optional=True),
    text("state"),
    Column("attempts", Integer, nullable=False),
    text("error"),
    moment("received_at"),
    moment("ended_at", optional=True),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "lane", "id"),
    Index(
        "ix_events_open",
        "lane",
        "workspace_id",
        "line",
        "sequence",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("ix_events_dead", "sequence", sqlite_where=_DEAD, postgresql_where=_DEAD),
)
"""`state`: open, done or dead. A done event keeps its id, so that a duplicate is known, but not its body."""

lines = Table(
    "lines",
    metadata,
    text("workspace_id", key=True),
    text("lane", key=True),
    text("line", key=True),
    moment("served_at"),
    text("owner", optional=True),
    Column("epoch", Integer, nullable=False),
    moment("lease_until", optional=True),
    moment("not_before", optional=True),
    Column("interrupted", Boolean, nullable=False),
)
"""`epoch` counts claims: whoever holds an older one has been overtaken. `served_at`: the place in line."""
