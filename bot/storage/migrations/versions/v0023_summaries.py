"""What lists tell of an interview and of an assessment stands beside it. Frozen: later schemas are later steps."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_TABLES = ("interviews", "assessments")
_BATCH = 200
_INTERVIEWS = sa.table(
    "interviews",
    *map(sa.column, ("sequence", "workspace_id", "id", "version", "status")),
    sa.column("detail", sa.JSON()),
    sa.column("summary", sa.JSON()),
)
_EVIDENCE = sa.table("evidence", *map(sa.column, ("workspace_id", "interview_id", "criterion", "level")))
_ASSESSMENTS = sa.table(
    "assessments", sa.column("sequence"), sa.column("body", sa.JSON()), sa.column("summary", sa.JSON())
)


def upgrade() -> None:
    """Of what is over it is known for good; what goes on is summed up when it is stored next. Where none is, it is made
    from the whole: so also of what the version before writes meanwhile, and of follow-ups from before."""
    for table in _TABLES:
        op.add_column(table, sa.Column("summary", sa.JSON(), nullable=True))
    for interviews in _read_batches(_INTERVIEWS, _INTERVIEWS.c.status == "closed"):
        known = _find_known_criteria(interviews)
        first = [row for row in interviews if not row.detail.get("follows")]
        _keep(_INTERVIEWS, [(row, _sum_up_closed(row, known[row.workspace_id, row.id])) for row in first])
    for assessments in _read_batches(_ASSESSMENTS):
        _keep(_ASSESSMENTS, [(row, _sum_up_assessment(row.body)) for row in assessments])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "summary")


def _read_batches(table: sa.TableClause, *where: sa.ColumnElement[bool]) -> Iterator[Sequence[Any]]:
    last = -1
    while True:
        asked = sa.select(table).where(table.c.sequence > last, *where).order_by(table.c.sequence).limit(_BATCH)
        rows = op.get_bind().execute(asked).all()
        if not rows:
            return
        yield rows
        last = rows[-1].sequence


def _find_known_criteria(interviews: Sequence[Any]) -> dict[tuple[str, str], set[str]]:
    """By workspace and interview."""
    found, at = defaultdict[tuple[str, str], set[str]](set), _EVIDENCE.c
    ids, workspaces = {row.id for row in interviews}, {row.workspace_id for row in interviews}
    asked = sa.select(at.workspace_id, at.interview_id, at.criterion)
    ours = asked.where(at.workspace_id.in_(workspaces), at.interview_id.in_(ids), at.level.is_not(None))
    for workspace, interview, criterion in op.get_bind().execute(ours):
        found[workspace, interview].add(criterion)
    return found


def _sum_up_closed(row: Any, known: set[str]) -> dict[str, object]:
    return {
        "id": row.id,
        "version": row.version,
        "status": "closed",
        "follows": None,
        "people": [],
        "known_criteria": sorted(known),
        "rechecks": [],
        "rechecked_criteria": [],
        "pending_questions": [],
        "unread_turns": [],
    }


def _sum_up_assessment(body: dict[str, Any]) -> dict[str, object]:
    basis = body.get("stage_basis", "rated")
    copied = ("id", "interview_id", "made_at", "framework_version", "stage", "pillars")
    rated = basis != "open" and any(rating.get("level") is not None for rating in body["ratings"])
    return {name: body[name] for name in copied} | {"stage_basis": basis, "is_rated": rated}


def _keep(table: sa.TableClause, summed_up: Sequence[tuple[Any, dict[str, object]]]) -> None:
    if summed_up:
        kept = (
            sa.update(table).where(table.c.sequence == sa.bindparam("_sequence")).values(summary=sa.bindparam("_made"))
        )
        op.get_bind().execute(kept, [{"_sequence": row.sequence, "_made": made} for row, made in summed_up])
