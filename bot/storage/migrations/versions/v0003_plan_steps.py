"""What happened to the actions of plans. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Constraints get their names from the naming convention of the tables."""
    op.create_table(
        "plan_steps",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("workspace_id", "id", "root", "pilot_id", "action_id", "kind", "by")
        ),
        sa.Column("to", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.ForeignKeyConstraint(["workspace_id", "root"], ["plans.workspace_id", "plans.id"]),
    )
    for column in ("root", "to"):
        op.create_index(op.f(f"ix_plan_steps_workspace_id_{column}"), "plan_steps", ["workspace_id", column])


def downgrade() -> None:
    op.drop_table("plan_steps")
