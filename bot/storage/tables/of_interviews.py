"""Tables of interviews: what was asked, said and heard, and what was made of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint, func

from bot.storage.tables.columns import (
    UtcDateTime,
    metadata,
    sequence_column,
    text_column,
    text_columns,
    timestamp_column,
    workspace_foreign_key,
)


def _interview_key(table: str, column: str) -> ForeignKeyConstraint:
    """Points at a row of its own interview."""
    key = [f"{table}.{name}" for name in ("workspace_id", "interview_id", "id")]
    return ForeignKeyConstraint(["workspace_id", "interview_id", column], key, ondelete="CASCADE")


def _build_table(name: str, columns: Sequence[Column[Any]], *constraints: Any, keyed: bool = True) -> Table:
    """A collection of the interview: its rows are keyed by their first column, else by their position."""
    return Table(
        name,
        metadata,
        text_column("workspace_id", key=True),
        text_column("interview_id", key=True),
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
    sequence_column(),
    *text_columns("workspace_id", "id", "pilot_id", "pilot_name", "status"),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, server_default=func.now()),
    Column("detail", JSON, nullable=False),
    Column("summary", JSON, nullable=True),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "pilot_name"),
    Index(None, "workspace_id", "pilot_id"),
)

people = _build_table("people", [text_column("id", key=True), text_column("name"), text_column("role")])

questions = _build_table(
    "questions",
    [text_column("id", key=True), text_column("key"), text_column("kind"), text_column("text"), text_column("why")],
)

turns = _build_table(
    "turns",
    [
        text_column("id", key=True),
        text_column("question_id", optional=True),
        text_column("speaker"),
        text_column("text"),
        timestamp_column("at"),
        text_column("source", optional=True),
        Column("revision", Integer, nullable=False),
        text_column("state"),
    ],
    _interview_key("questions", "question_id"),
    UniqueConstraint("workspace_id", "interview_id", "source"),
)

evidence = _build_table(
    "evidence",
    [
        text_column("id", key=True),
        text_column("criterion"),
        Column("level", Integer, nullable=True),
        text_column("quote"),
        text_column("sentence"),
        text_column("turn_id"),
        text_column("speaker"),
        Column("corrects", Boolean, nullable=False),
        Column("disputes", Boolean, nullable=False),
    ],
    _interview_key("turns", "turn_id"),
)

facts = _build_table(
    "facts",
    [text_column("kind"), text_column("name"), text_column("quote"), text_column("turn_id"), text_column("speaker")],
    _interview_key("turns", "turn_id"),
    keyed=False,
)

signals = _build_table(
    "signals",
    [
        text_column("trap"),
        text_column("quote"),
        text_column("sentence"),
        text_column("turn_id"),
        text_column("speaker"),
    ],
    _interview_key("turns", "turn_id"),
    keyed=False,
)

wishes = _build_table("wishes", [text_column("turn_id")], _interview_key("turns", "turn_id"), keyed=False)

passes = _build_table(
    "passes",
    [text_column("question_id"), text_column("how"), text_column("by"), text_column("to", optional=True)],
    _interview_key("questions", "question_id"),
    Index(None, "workspace_id", "to"),
    keyed=False,
)

fits = _build_table(
    "fits", [text_column("person", key=True), Column("score", Integer, nullable=False), text_column("comment")]
)

assessments = Table(
    "assessments",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id", "interview_id", "pilot_id", "stage", "framework_version"),
    timestamp_column("made_at"),
    Column("body", JSON, nullable=False),
    Column("snapshot", JSON, nullable=True),
    Column("summary", JSON, nullable=True),
    UniqueConstraint("workspace_id", "id"),
    workspace_foreign_key("interviews", "interview_id"),
    Index(None, "workspace_id", "pilot_id", "made_at"),
    Index(None, "workspace_id", "interview_id"),
)

plans = Table(
    "plans",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "id", "assessment_id", "pilot_id", "stage", "framework_version"),
    timestamp_column("made_at"),
    Column("body", JSON, nullable=False),
    Column("outline", JSON, nullable=True),
    UniqueConstraint("workspace_id", "id"),
    workspace_foreign_key("assessments", "assessment_id"),
    Index(None, "workspace_id", "pilot_id", "made_at"),
    Index(None, "workspace_id", "assessment_id"),
)

frameworks = Table(
    "frameworks", metadata, *text_columns("workspace_id", "version", key=True), Column("body", JSON, nullable=False)
)
"""The framework in each version that something here was measured with."""

model_spending = Table(
    "model_spending",
    metadata,
    *text_columns("workspace_id", "day", key=True),
    Column("calls", Integer, nullable=False),
    Column("unpriced", Integer, nullable=False),
    Column("cost", Float, nullable=False),
)
"""By day of UTC: calls are kept with the pilot that they were made for, and go with it; what they cost was spent."""

model_calls = Table(
    "model_calls",
    metadata,
    sequence_column(),
    *text_columns("workspace_id", "interview_id", "prompt", "fingerprint", "model", "outcome"),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Float, nullable=True),
    Column("seconds", Float, nullable=False),
    Column("detail", JSON, nullable=False),
    workspace_foreign_key("interviews", "interview_id"),
    Index(None, "workspace_id", "interview_id"),
)
