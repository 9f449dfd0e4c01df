"""What people think of what was made for them. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    op.create_table(
        "output_feedback",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("workspace_id", "id", "kind", "subject", "by", "value", "model")
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.UniqueConstraint("workspace_id", "id"),
    )
    op.create_index(op.f("ix_output_feedback_workspace_id_subject"), "output_feedback", ["workspace_id", "subject"])


def downgrade() -> None:
    op.drop_table("output_feedback")
