"""By whom people don't want to be asked is a record of its own. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.row_security import protect_tables

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_SETTINGS = sa.table("digest_settings", sa.column("workspace_id"), sa.column("person"), sa.column("detail", sa.JSON()))


def upgrade() -> None:
    """It stood in the wishes for the digest, where the version before still reads it."""
    op.create_table(
        "stopped_requests",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person"),
    )
    stopped = sa.table("stopped_requests", *(sa.column(column.name, column.type) for column in _SETTINGS.c))
    rows = [
        {"workspace_id": row.workspace_id, "person": row.person, "detail": {"of": list(row.detail["no_requests_of"])}}
        for row in op.get_bind().execute(sa.select(_SETTINGS))
        if row.detail.get("no_requests_of")
    ]
    if rows:
        op.bulk_insert(stopped, rows)
    protect_tables()


def downgrade() -> None:
    op.drop_table("stopped_requests")
