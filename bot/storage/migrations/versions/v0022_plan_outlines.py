"""What is told of a plan among many can be read without the plan. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None where it was stored before, or by the version before: it is made from the body then."""
    op.add_column("plans", sa.Column("outline", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("plans", "outline")
