"""Which files of plans were shared on the platform, so that they can be deleted there. Frozen: later schemas are later
steps."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    op.create_table(
        "uploads",
        sa.Column("workspace_id", sa.String(), primary_key=True),
        sa.Column("file", sa.String(), primary_key=True),
        sa.Column("pilot_id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_uploads_workspace_id_pilot_id"), "uploads", ["workspace_id", "pilot_id"])


def downgrade() -> None:
    op.drop_table("uploads")
