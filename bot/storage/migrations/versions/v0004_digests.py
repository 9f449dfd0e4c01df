"""Leaders' wishes for the digest, what they were sent, what they settled. Frozen: later schemas are later steps."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    op.create_table(
        "digest_settings",
        *_texts("workspace_id", "person"),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person"),
    )
    op.create_table(
        "digests",
        _sequence(),
        *_texts("workspace_id", "leader", "week"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.UniqueConstraint("workspace_id", "leader", "week"),
    )
    _index("digests", "leader", "until")
    op.create_table(
        "rulings",
        _sequence(),
        *_texts("workspace_id", "id", "pilot_id", "kind", "subject", "answer", "by"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.UniqueConstraint("workspace_id", "id"),
    )
    _index("rulings", "pilot_id")


def downgrade() -> None:
    for table in ("rulings", "digests", "digest_settings"):
        op.drop_table(table)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_workspace_id_{'_'.join(columns)}"), table, ["workspace_id", *columns])


def _sequence() -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("sequence", kind, primary_key=True, autoincrement=True)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
