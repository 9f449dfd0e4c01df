"""Tables of teams: who stands around a pilot, where they talk, what was said to them, and what they said and did."""

from sqlalchemy import JSON, Boolean, Column, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint

from bot.storage.tables.columns import (
    metadata,
    sequence_column,
    text_column,
    text_columns,
    timestamp_column,
    workspace_foreign_key,
)

teams = Table(
    "teams",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "pilot_id"),
    text_column("channel", optional=True),
    Column("private", Boolean, nullable=False),
    timestamp_column("created_at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "pilot_id"),
    Index(None, "workspace_id", "channel"),
)

team_people = Table(
    "team_people",
    metadata,
    *text_columns("workspace_id", "pilot_id", "role", "person", key=True),
    ForeignKeyConstraint(["workspace_id", "pilot_id"], ["teams.workspace_id", "teams.pilot_id"], ondelete="CASCADE"),
    Index(None, "workspace_id", "person", "pilot_id", "role"),
)
"""Copied out of the teams, so that who may see what is part of a query. Its index holds all of it: SQLite would rather
go through a whole key than follow an index to its rows."""

DECIDING = ("leader", "owner")
"""The parts of those who get the digest and settle what it asks."""
ANSWERING = ("lead", "participant")
"""The parts of those whom an interview asks."""

channels = Table(
    "channels", metadata, *text_columns("workspace_id", "channel", key=True), timestamp_column("learnt_at")
)

channel_people = Table(
    "channel_people",
    metadata,
    *text_columns("workspace_id", "channel", "person", key=True),
    Index(None, "workspace_id", "person", "channel"),
)

threads = Table(
    "threads",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "channel", "ts", "interview_id"),
    text_column("person", optional=True),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "channel", "ts"),
    workspace_foreign_key("interviews", "interview_id"),
    Index(None, "workspace_id", "interview_id"),
)

postings = Table(
    "postings",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id"),
    *text_columns("interview_id", "pilot_id", "channel", "ts", optional=True),
    Column("revision", Integer, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "interview_id"),
    Index(None, "workspace_id", "channel", "ts"),
)

challenges = Table(
    "challenges",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id", "assessment_id", "pilot_id", "criterion"),
    Column("level", Integer, nullable=True),
    *text_columns("reason", "by"),
    timestamp_column("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    workspace_foreign_key("assessments", "assessment_id"),
    Index(None, "workspace_id", "assessment_id"),
)

plan_steps = Table(
    "plan_steps",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id", "root", "pilot_id", "action_id", "kind", "by"),
    text_column("to", optional=True),
    timestamp_column("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    workspace_foreign_key("plans", "root"),
    Index(None, "workspace_id", "root"),
    Index(None, "workspace_id", "to"),
    Index(None, "workspace_id", "by"),
)

output_feedback = Table(
    "output_feedback",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id", "kind", "subject", "by", "value", "model"),
    timestamp_column("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "subject"),
)

canvases = Table(
    "canvases",
    metadata,
    *text_columns("workspace_id", "root", key=True),
    *text_columns("pilot_id", "channel", "id"),
    Column("detail", JSON, nullable=False),
    workspace_foreign_key("plans", "root"),
)

uploads = Table(
    "uploads",
    metadata,
    *text_columns("workspace_id", "file", key=True),
    *text_columns("pilot_id", "plan_id", "channel"),
    text_column("thread", optional=True),
    timestamp_column("at"),
    text_column("person", optional=True),
    Column("detail", JSON, nullable=False),
    Index(None, "workspace_id", "pilot_id"),
)
"""Files on the platform, by their ids there, of plans or (by `person`) with what is kept of somebody; what is in them
is kept nowhere here."""

stopped_requests = Table(
    "stopped_requests",
    metadata,
    *text_columns("workspace_id", "person", key=True),
    Column("detail", JSON, nullable=False),
)
"""By whom somebody doesn't want to be asked."""

homes = Table("homes", metadata, text_column("workspace_id", key=True), text_column("person", key=True))
