"""Tables of teams: who stands around a pilot, where they talk, what was said to them, and what they said and did."""

from sqlalchemy import JSON, Boolean, Column, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint

from bot.storage.tables.columns import metadata, moment, of, sequence, text

teams = Table(
    "teams",
    metadata,
    sequence(),
    text("workspace_id"),
    text("pilot_id"),
    text("channel", optional=True),
    Column("private", Boolean, nullable=False),
    moment("created_at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "pilot_id"),
    Index(None, "workspace_id", "channel"),
)

team_people = Table(
    "team_people",
    metadata,
    text("workspace_id", key=True),
    text("pilot_id", key=True),
    text("role", key=True),
    text("person", key=True),
    ForeignKeyConstraint(["workspace_id", "pilot_id"], ["teams.workspace_id", "teams.pilot_id"], ondelete="CASCADE"),
    Index(None, "workspace_id", "person"),
)
"""Copied out of the teams, so that who may see what is part of a query."""

DECIDING = ("leader", "owner")
"""The parts of those who get the digest and settle what it asks."""

channels = Table(
    "channels",
    metadata,
    text("workspace_id", key=True),
    text("channel", key=True),
    moment("learnt_at"),
)

channel_people = Table(
    "channel_people",
    metadata,
    text("workspace_id", key=True),
    text("channel", key=True),
    text("person", key=True),
    Index(None, "workspace_id", "person"),
)

threads = Table(
    "threads",
    metadata,
    sequence(),
    text("workspace_id"),
    text("channel"),
    text("ts"),
    text("interview_id"),
    text("person", optional=True),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "channel", "ts"),
    of("interviews", "interview_id"),
    Index(None, "workspace_id", "interview_id"),
)

postings = Table(
    "postings",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("interview_id", optional=True),
    text("pilot_id", optional=True),
    text("channel", optional=True),
    text("ts", optional=True),
    Column("revision", Integer, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "interview_id"),
)

challenges = Table(
    "challenges",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("assessment_id"),
    text("pilot_id"),
    text("criterion"),
    Column("level", Integer, nullable=True),
    text("reason"),
    text("by"),
    moment("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    of("assessments", "assessment_id"),
    Index(None, "workspace_id", "assessment_id"),
)

plan_steps = Table(
    "plan_steps",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("root"),
    text("pilot_id"),
    text("action_id"),
    text("kind"),
    text("by"),
    text("to", optional=True),
    moment("at"),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    of("plans", "root"),
    Index(None, "workspace_id", "root"),
    Index(None, "workspace_id", "to"),
)

canvases = Table(
    "canvases",
    metadata,
    text("workspace_id", key=True),
    text("root", key=True),
    text("pilot_id"),
    text("channel"),
    text("id"),
    Column("detail", JSON, nullable=False),
    of("plans", "root"),
)

homes = Table("homes", metadata, text("workspace_id", key=True), text("person", key=True))
