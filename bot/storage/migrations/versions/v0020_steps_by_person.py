"""Who did something about an action is found by an index. Frozen: later schemas are later steps."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_plan_steps_workspace_id_by", "plan_steps", ["workspace_id", "by"])


def downgrade() -> None:
    op.drop_index("ix_plan_steps_workspace_id_by", "plan_steps")
