"""Nobody gets a digest who did not choose it; whoever got it so far goes on. Frozen: later schemas are later steps."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PEOPLE = sa.table("team_people", *map(sa.column, ("workspace_id", "pilot_id", "role", "person")))
_SETTINGS = sa.table(
    "digest_settings",
    *map(sa.column, ("workspace_id", "person", "on", "channel", "version")),
    sa.column("detail", sa.JSON()),
)


def upgrade() -> None:
    """Who was told that it comes, and never changed anything about it, had no row: now they have one, at version 0."""
    led: dict[tuple[str, str], list[str]] = defaultdict(list)
    connection = op.get_bind()
    named = sa.select(_PEOPLE).where(_PEOPLE.c.role.in_(("leader", "owner"))).order_by(_PEOPLE.c.pilot_id)
    for row in connection.execute(named):
        led[row.workspace_id, row.person].append(row.pilot_id)
    known = {tuple(row) for row in connection.execute(sa.select(_SETTINGS.c.workspace_id, _SETTINGS.c.person))}
    rows = [
        {
            "workspace_id": workspace,
            "person": person,
            "on": True,
            "channel": None,
            "version": 0,
            "detail": {"pilots": list(dict.fromkeys(pilots))},
        }
        for (workspace, person), pilots in led.items()
        if (workspace, person) not in known
    ]
    if rows:
        op.bulk_insert(_SETTINGS, rows)


def downgrade() -> None:
    """The version before reads those rows as it does none."""
