"""The canvases that plans stand on, and what we wrote there. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    op.create_table(
        "canvases",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("workspace_id", "root", "pilot_id", "channel", "id")
        ),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "root"),
        sa.ForeignKeyConstraint(["workspace_id", "root"], ["plans.workspace_id", "plans.id"]),
    )


def downgrade() -> None:
    op.drop_table("canvases")
