"""An assessment's snapshot can be read without the assessment. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None where it was stored before, or by the version before: it is read from the body then."""
    op.add_column("assessments", sa.Column("snapshot", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("assessments", "snapshot")
