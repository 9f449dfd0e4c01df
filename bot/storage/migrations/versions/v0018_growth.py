"""What is asked for is found by an index, however much is kept. Frozen: later schemas are later steps."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_PLAIN = (
    ("assessments", "workspace_id", "interview_id"),
    ("plans", "workspace_id", "assessment_id"),
    ("passes", "workspace_id", "to"),
    ("postings", "workspace_id", "channel", "ts"),
    ("lines", "served_at", "workspace_id", "lane", "line"),
    ("requests", "received_at"),
    ("team_people", "workspace_id", "person", "pilot_id", "role"),
    ("channel_people", "workspace_id", "person", "channel"),
)
_SHORTER = ("team_people", "channel_people")
"""Their index of people goes: what comes in its place holds all that is asked for."""
_OF_EVENTS = (
    ("ix_events_due", "open", ("lane", "due", "workspace_id", "line")),
    ("ix_events_dead_line", "dead", ("lane", "workspace_id", "line")),
    ("ix_events_done", "done", ("ended_at",)),
)


def upgrade() -> None:
    for table, *names in _PLAIN:
        op.create_index("_".join(("ix", table, *names)), table, names)
    for name, state, columns in _OF_EVENTS:
        only = sa.text(f"state = '{state}'")
        op.create_index(name, "events", list(columns), sqlite_where=only, postgresql_where=only)
    for table in _SHORTER:
        op.drop_index(f"ix_{table}_workspace_id_person", table)


def downgrade() -> None:
    for table in _SHORTER:
        op.create_index(f"ix_{table}_workspace_id_person", table, ["workspace_id", "person"])
    for name, _, _ in _OF_EVENTS:
        op.drop_index(name, "events")
    for table, *columns in _PLAIN:
        op.drop_index("_".join(("ix", table, *columns)), table)
