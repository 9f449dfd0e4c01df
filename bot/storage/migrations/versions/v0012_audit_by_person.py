"""Who did how much lately can be counted. Frozen: later schemas are later steps."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_acts_workspace_id_by_at", "audit_acts", ["workspace_id", "by", "at"])


def downgrade() -> None:
    op.drop_index("ix_audit_acts_workspace_id_by_at", "audit_acts")
