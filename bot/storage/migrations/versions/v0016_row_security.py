"""PostgreSQL keeps workspaces apart, a second wall behind the statements. Frozen: later schemas are later steps."""

from bot.storage.migrations.row_security import protect_tables, unprotect_tables

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    protect_tables()


def downgrade() -> None:
    unprotect_tables()
