"""Tables: what is stored, in which columns, under which named constraints.

Every table carries `workspace_id`. Fields that are asked for, constrained or erased have a column of their own; the
long tail of a noun stands in `detail` (JSON), so that a new field with a default needs no migration.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    func,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept as UTC; a moment without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[Any]:
    return Column(name, String, primary_key=key, nullable=optional)


def _sequence() -> Column[Any]:
    """Counts rows in the order in which they came. SQLite numbers only a plain INTEGER key by itself."""
    return Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def _of(table: str, column: str) -> ForeignKeyConstraint:
    """Points at a row of its own workspace. What was made of an interview is history: it does not go with it."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


def _within(table: str, column: str) -> ForeignKeyConstraint:
    """Points at a row of its own interview."""
    key = [f"{table}.{name}" for name in ("workspace_id", "interview_id", "id")]
    return ForeignKeyConstraint(["workspace_id", "interview_id", column], key, ondelete="CASCADE")


def _part(name: str, columns: Sequence[Column[Any]], *constraints: Any, keyed: bool = True) -> Table:
    """A collection of the interview: its rows are keyed by their first column, else by their position."""
    return Table(
        name,
        metadata,
        _text("workspace_id", key=True),
        _text("interview_id", key=True),
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
    _sequence(),
    _text("workspace_id"),
    _text("id"),
    _text("pilot_id"),
    _text("pilot_name"),
    _text("status"),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, server_default=func.now()),
    Column("detail", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "pilot_name"),
)

people = _part("people", [_text("id", key=True), _text("name"), _text("role")])

questions = _part("questions", [_text("id", key=True), _text("key"), _text("kind"), _text("text"), _text("why")])

turns = _part(
    "turns",
    [
        _text("id", key=True),
        _text("question_id", optional=True),
        _text("speaker"),
        _text("text"),
        Column("at", UtcDateTime, nullable=False),
        _text("source", optional=True),
        Column("revision", Integer, nullable=False),
        _text("state"),
    ],
    _within("questions", "question_id"),
    UniqueConstraint("workspace_id", "interview_id", "source"),
)

evidence = _part(
    "evidence",
    [
        _text("id", key=True),
        _text("criterion"),
        Column("level", Integer, nullable=False),
        _text("quote"),
        _text("sentence"),
        _text("turn_id"),
        _text("speaker"),
        Column("corrects", Boolean, nullable=False),
        Column("disputes", Boolean, nullable=False),
    ],
    _within("turns", "turn_id"),
)

facts = _part(
    "facts",
    [_text("kind"), _text("name"), _text("quote"), _text("turn_id"), _text("speaker")],
    _within("turns", "turn_id"),
    keyed=False,
)

signals = _part(
    "signals",
    [_text("trap"), _text("quote"), _text("sentence"), _text("turn_id"), _text("speaker")],
    _within("turns", "turn_id"),
    keyed=False,
)

wishes = _part("wishes", [_text("turn_id")], _within("turns", "turn_id"), keyed=False)

passes = _part(
    "passes",
    [_text("question_id"), _text("how"), _text("by"), _text("to", optional=True)],
    _within("questions", "question_id"),
    keyed=False,
)

fits = _part("fits", [_text("person", key=True), Column("score", Integer, nullable=False), _text("comment")])

assessments = Table(
    "assessments",
    metadata,
    _sequence(),
    _text("workspace_id"),
    _text("id"),
    _text("interview_id"),
    _text("pilot_id"),
    _text("stage"),
    _text("framework_version"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    _of("interviews", "interview_id"),
    Index(None, "workspace_id", "pilot_id", "made_at"),
)

plans = Table(
    "plans",
    metadata,
    _sequence(),
    _text("workspace_id"),
    _text("id"),
    _text("assessment_id"),
    _text("pilot_id"),
    _text("stage"),
    _text("framework_version"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("workspace_id", "id"),
    _of("assessments", "assessment_id"),
    Index(None, "workspace_id", "pilot_id", "made_at"),
)

model_calls = Table(
    "model_calls",
    metadata,
    _sequence(),
    _text("workspace_id"),
    _text("interview_id"),
    _text("prompt"),
    _text("fingerprint"),
    _text("model"),
    _text("outcome"),
    Column("input_tokens", Integer, nullable=False),
    Column("cached_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Float, nullable=True),
    Column("seconds", Float, nullable=False),
    Column("detail", JSON, nullable=False),
    _of("interviews", "interview_id"),
    Index(None, "workspace_id", "interview_id"),
)
