"""Teams and where they talk, what was posted, and the queue of events. Frozen: later schemas are later steps."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    *("teams", "team_people", "channels", "channel_people", "threads", "postings", "challenges", "homes"),
    *("events", "lines"),
)


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    _create_teams()
    _create_channels()
    _create_what_was_posted()
    _create_challenges()
    _create_the_queue()
    op.create_index("ix_interviews_workspace_id_pilot_id", "interviews", ["workspace_id", "pilot_id"])


def downgrade() -> None:
    op.drop_index("ix_interviews_workspace_id_pilot_id", "interviews")
    for table in reversed(_TABLES):
        op.drop_table(table)


def _create_teams() -> None:
    op.create_table(
        "teams",
        _sequence(),
        *_texts("workspace_id", "pilot_id"),
        _optional("channel"),
        sa.Column("private", sa.Boolean(), nullable=False),
        _moment("created_at"),
        _json("detail"),
        sa.UniqueConstraint("workspace_id", "pilot_id"),
    )
    _index("teams", "channel")
    op.create_table(
        "team_people",
        *_texts("workspace_id", "pilot_id", "role", "person"),
        sa.PrimaryKeyConstraint("workspace_id", "pilot_id", "role", "person"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pilot_id"], ["teams.workspace_id", "teams.pilot_id"], ondelete="CASCADE"
        ),
    )
    _index("team_people", "person")
    op.create_table("homes", *_texts("workspace_id", "person"), sa.PrimaryKeyConstraint("workspace_id", "person"))


def _create_channels() -> None:
    op.create_table(
        "channels",
        *_texts("workspace_id", "channel"),
        _moment("learnt_at"),
        sa.PrimaryKeyConstraint("workspace_id", "channel"),
    )
    op.create_table(
        "channel_people",
        *_texts("workspace_id", "channel", "person"),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "person"),
    )
    _index("channel_people", "person")
    op.create_table(
        "threads",
        _sequence(),
        *_texts("workspace_id", "channel", "ts", "interview_id"),
        _optional("person"),
        _json("detail"),
        sa.UniqueConstraint("workspace_id", "channel", "ts"),
        _of("interviews", "interview_id"),
    )
    _index("threads", "interview_id")


def _create_what_was_posted() -> None:
    op.create_table(
        "postings",
        _sequence(),
        *_texts("workspace_id", "id"),
        *(_optional(name) for name in ("interview_id", "pilot_id", "channel", "ts")),
        sa.Column("revision", sa.Integer(), nullable=False),
        _json("parts"),
        _json("detail"),
        sa.UniqueConstraint("workspace_id", "id"),
    )
    _index("postings", "interview_id")


def _create_challenges() -> None:
    op.create_table(
        "challenges",
        _sequence(),
        *_texts("workspace_id", "id", "assessment_id", "pilot_id", "criterion", "reason", "by"),
        sa.Column("level", sa.Integer(), nullable=True),
        _moment("at"),
        _json("detail"),
        sa.UniqueConstraint("workspace_id", "id"),
        _of("assessments", "assessment_id"),
    )
    _index("challenges", "assessment_id")


def _create_the_queue() -> None:
    op.create_table(
        "events",
        _sequence(),
        *_texts("workspace_id", "lane", "id", "line", "kind", "state", "error"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(_json(name) for name in ("body", "detail")),
        _moment("received_at"),
        *(_moment(name, optional=True) for name in ("due", "ended_at")),
        sa.UniqueConstraint("workspace_id", "lane", "id"),
    )
    _partial_index("ix_events_open", ["lane", "workspace_id", "line", "sequence"], "state = 'open'")
    _partial_index("ix_events_dead", ["sequence"], "state = 'dead'")
    op.create_table(
        "lines",
        *_texts("workspace_id", "lane", "line"),
        _optional("owner"),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("interrupted", sa.Boolean(), nullable=False),
        _moment("served_at"),
        *(_moment(name, optional=True) for name in ("lease_until", "not_before")),
        sa.PrimaryKeyConstraint("workspace_id", "lane", "line"),
    )


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_workspace_id_{column}"), table, ["workspace_id", column])


def _partial_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(op.f(name), "events", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _sequence() -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("sequence", kind, primary_key=True, autoincrement=True)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _optional(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=True)


def _moment(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _of(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])
