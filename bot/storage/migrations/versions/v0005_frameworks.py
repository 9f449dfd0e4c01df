"""The framework in each version that was in force. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    op.create_table(
        "frameworks",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "version"),
    )


def downgrade() -> None:
    op.drop_table("frameworks")
