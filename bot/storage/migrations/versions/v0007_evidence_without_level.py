"""Evidence may show no level: who contradicts need not say how it is instead. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence") as evidence:
        evidence.alter_column("level", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """What shows no level can't be kept by the version before."""
    op.execute("DELETE FROM evidence WHERE level IS NULL")
    with op.batch_alter_table("evidence") as evidence:
        evidence.alter_column("level", existing_type=sa.Integer(), nullable=False)
