"""Interviews with their collections; assessments, plans and model calls. Frozen: later schemas are later steps."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_PARTS = ("people", "questions", "turns", "evidence", "facts", "signals", "wishes", "passes", "fits")


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    _create_interviews()
    _create_what_was_asked_and_said()
    _create_what_was_heard()
    _create_what_was_made()


def downgrade() -> None:
    for table in ("model_calls", "plans", "assessments", *reversed(_PARTS), "interviews"):
        op.drop_table(table)


def _create_interviews() -> None:
    op.create_table(
        "interviews",
        _sequence(),
        *_texts("workspace_id", "id", "pilot_id", "pilot_name", "status"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.UniqueConstraint("workspace_id", "id"),
    )
    op.create_index(op.f("ix_interviews_workspace_id_pilot_name"), "interviews", ["workspace_id", "pilot_name"])


def _create_what_was_asked_and_said() -> None:
    _part("people", _texts("id", "name", "role"), key="id")
    _part("questions", _texts("id", "key", "kind", "text", "why"), key="id")
    said = (
        *_texts("id", "speaker", "text", "state"),
        *(_optional(name) for name in ("question_id", "source")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    once = sa.UniqueConstraint("workspace_id", "interview_id", "source")
    _part("turns", said, _within("questions", "question_id"), once, key="id")
    _part("passes", (*_texts("question_id", "how", "by"), _optional("to")), _within("questions", "question_id"))
    _part("fits", (*_texts("person", "comment"), sa.Column("score", sa.Integer(), nullable=False)), key="person")


def _create_what_was_heard() -> None:
    evidence = (
        *_texts("id", "criterion", "quote", "sentence", "turn_id", "speaker"),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("disputes", sa.Boolean(), nullable=False),
    )
    _part("evidence", evidence, _within("turns", "turn_id"), key="id")
    _part("facts", _texts("kind", "name", "quote", "turn_id", "speaker"), _within("turns", "turn_id"))
    _part("signals", _texts("trap", "quote", "sentence", "turn_id", "speaker"), _within("turns", "turn_id"))
    _part("wishes", _texts("turn_id"), _within("turns", "turn_id"))


def _create_what_was_made() -> None:
    _history("assessments", "interview_id", of="interviews")
    _history("plans", "assessment_id", of="assessments")
    counts = (sa.Column(f"{name}_tokens", sa.Integer(), nullable=False) for name in ("input", "cached", "output"))
    op.create_table(
        "model_calls",
        _sequence(),
        *_texts("workspace_id", "interview_id", "prompt", "fingerprint", "model", "outcome"),
        *counts,
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        _of("interviews", "interview_id"),
    )
    op.create_index(op.f("ix_model_calls_workspace_id_interview_id"), "model_calls", ["workspace_id", "interview_id"])


def _history(name: str, source: str, *, of: str) -> None:
    op.create_table(
        name,
        _sequence(),
        *_texts("workspace_id", "id", source, "pilot_id", "stage", "framework_version"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.UniqueConstraint("workspace_id", "id"),
        _of(of, source),
    )
    op.create_index(op.f(f"ix_{name}_workspace_id_pilot_id_made_at"), name, ["workspace_id", "pilot_id", "made_at"])


def _part(name: str, columns: Sequence[sa.Column[Any]], *constraints: Any, key: str = "position") -> None:
    op.create_table(
        name,
        *_texts("workspace_id", "interview_id"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "interview_id", key),
        sa.ForeignKeyConstraint(
            ["workspace_id", "interview_id"], ["interviews.workspace_id", "interviews.id"], ondelete="CASCADE"
        ),
        *constraints,
    )


def _sequence() -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("sequence", kind, primary_key=True, autoincrement=True)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _optional(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=True)


def _of(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


def _within(table: str, column: str) -> sa.ForeignKeyConstraint:
    key = [f"{table}.{name}" for name in ("workspace_id", "interview_id", "id")]
    return sa.ForeignKeyConstraint(["workspace_id", "interview_id", column], key, ondelete="CASCADE")
