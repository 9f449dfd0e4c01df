"""Tables of interviews: what was asked, said and heard, and what was made of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    func,
)

from bot.storage.tables.columns import UtcDateTime, metadata, moment, of, sequence, text


def _within(table: str, column: str) -> ForeignKeyConstraint:
    """Points at a row of its own interview."""
    key = [f"{table}.{name}" for name in ("workspace_id", "interview_id", "id")]
    return ForeignKeyConstraint(["workspace_id", "interview_id", column], key, ondelete="CASCADE")


def _part(name: str, columns: Sequence[Column[Any]], *constraints: Any, keyed: bool = True) -> Table:
    """A collection of the interview: its rows are keyed by their first column, else by their position."""
    return Table(
        name,
        metadata,
        text("workspace_id", key=True),
        text("interview_id", key=True),
        Column("position", Integer, primary_key=not keyed, autoincrement=False, nullable=False),
        *columns,
        Column("detail", JSON, nullable=False),
        ForeignKeyConstraint(
            ["workspace_id", "interview_id"], ["interviews.workspace_id", "interviews.id"], ondelete="CASCADE"
        ),
        *constraints,
    )


interviews = Table(
    "interviews",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("pilot_id"),
    text("pilot_name"),
    text("status"),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, server_default=func.now()),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "pilot_name"),
    Index(None, "workspace_id", "pilot_id"),
)

people = _part("people", [text("id", key=True), text("name"), text("role")])

questions = _part("questions", [text("id", key=True), text("key"), text("kind"), text("text"), text("why")])

turns = _part(
    "turns",
    [
        text("id", key=True),
        text("question_id", optional=True),
        text("speaker"),
        text("text"),
        moment("at"),
        text("source", optional=True),
        Column("revision", Integer, nullable=False),
        text("state"),
    ],
    _within("questions", "question_id"),
    UniqueConstraint("workspace_id", "interview_id", "source"),
)

evidence = _part(
    "evidence",
    [
        text("id", key=True),
        text("criterion"),
        Column("level", Integer, nullable=False),
        text("quote"),
        text("sentence"),
        text("turn_id"),
        text("speaker"),
        Column("corrects", Boolean, nullable=False),
        Column("disputes", Boolean, nullable=False),
    ],
    _within("turns", "turn_id"),
)

facts = _part(
    "facts",
    [text("kind"), text("name"), text("quote"), text("turn_id"), text("speaker")],
    _within("turns", "turn_id"),
    keyed=False,
)

signals = _part(
    "signals",
    [text("trap"), text("quote"), text("sentence"), text("turn_id"), text("speaker")],
    _within("turns", "turn_id"),
    keyed=False,
)

wishes = _part("wishes", [text("turn_id")], _within("turns", "turn_id"), keyed=False)

passes = _part(
    "passes",
    [text("question_id"), text("how"), text("by"), text("to", optional=True)],
    _within("questions", "question_id"),
    keyed=False,
)

fits = _part("fits", [text("person", key=True), Column("score", Integer, nullable=False), text("comment")])

assessments = Table(
    "assessments",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("interview_id"),
    text("pilot_id"),
    text("stage"),
    text("framework_version"),
    moment("made_at"),
    Column("body", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    of("interviews", "interview_id"),
    Index(None, "workspace_id", "pilot_id", "made_at"),
)

plans = Table(
    "plans",
    metadata,
    sequence(),
    text("workspace_id"),
    text("id"),
    text("assessment_id"),
    text("pilot_id"),
    text("stage"),
    text("framework_version"),
    moment("made_at"),
    Column("body", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    of("assessments", "assessment_id"),
    Index(None, "workspace_id", "pilot_id", "made_at"),
)

frameworks = Table(
    "frameworks",
    metadata,
    text("workspace_id", key=True),
    text("version", key=True),
    Column("body", JSON, nullable=False),
)
"""The framework in each version that something here was measured with."""

model_calls = Table(
    "model_calls",
    metadata,
    sequence(),
    text("workspace_id"),
    text("interview_id"),
    text("prompt"),
    text("fingerprint"),
    text("model"),
    text("outcome"),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Float, nullable=True),
    Column("seconds", Float, nullable=False),
    Column("detail", JSON, nullable=False),
    of("interviews", "interview_id"),
    Index(None, "workspace_id", "interview_id"),
)
