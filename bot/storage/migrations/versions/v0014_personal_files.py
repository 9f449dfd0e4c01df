"""Whose records a file on the platform holds. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("uploads", sa.Column("person", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("uploads", "person")
