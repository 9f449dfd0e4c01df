"""Summaries: what is told of an interview, an assessment or a plan among many, from what stands beside it; where it was
stored before that, from the whole."""

from pydantic import ValidationError
from sqlalchemy import ColumnElement, case

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.ownership import list_refusing_people
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.plan.outline import PlanOutline
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.summaries import AssessmentSummary, InterviewSummary
from bot.domain.reassessment.snapshot import Snapshot, deduplicate_names
from bot.storage.mapping import Row, from_body, validate_stored
from bot.storage.tables import assessments, interviews, plans

_PARTS = ("ratings", "facts", "owners", "stage_basis")


def list_summary_columns() -> list[ColumnElement[object]]:
    at = interviews.c
    return [at.pilot_id, at.id, at.version, at.summary]


def find_summary(row: Row) -> InterviewSummary | None:
    """None where there is none yet, or it is not of this state: the version before, which may run beside us, writes
    none; nor where another version made it, which knew other things to tell."""
    try:
        found = InterviewSummary.model_validate(row["summary"])
    except ValidationError:
        return None
    return found if found.version == row["version"] else None


def list_assessment_columns() -> list[ColumnElement[object]]:
    at = assessments.c
    return [at.pilot_id, at.summary, case((at.summary.is_(None), at.body), else_=None).label("body")]


def assessment_summary_from_row(row: Row) -> AssessmentSummary:
    if row["summary"] is None:
        return AssessmentSummary.from_assessment(from_body(Assessment, row))
    return validate_stored(AssessmentSummary, row["summary"])


def list_snapshot_columns() -> list[ColumnElement[object]]:
    """A body is much to read: nothing of it where the snapshot stands by itself."""
    at = assessments.c
    parts = [case((at.snapshot.is_(None), at.body[name]), else_=None).label(name) for name in _PARTS]
    return [at.pilot_id, at.id, at.interview_id, at.made_at, at.stage, at.snapshot, *parts]


def snapshot_from_row(row: Row) -> Snapshot:
    return validate_stored(Snapshot, row["snapshot"] or _gather_snapshot(row))


def list_outline_columns() -> list[ColumnElement[object]]:
    at = plans.c
    return [at.pilot_id, at.outline, case((at.outline.is_(None), at.body), else_=None).label("body")]


def outline_from_row(row: Row) -> PlanOutline:
    if row["outline"] is None:
        return PlanOutline.from_plan(from_body(ProductionPlan, row))
    return validate_stored(PlanOutline, row["outline"])


def _gather_snapshot(row: Row) -> Row:
    ratings, facts = row["ratings"], row["facts"]
    assert isinstance(ratings, list)
    assert isinstance(facts, list)
    return {
        "assessment_id": row["id"],
        **{name: row[name] for name in ("interview_id", "made_at", "stage")},
        "rated": row["stage_basis"] != "open",
        "levels": {rating["criterion"]: rating["level"] for rating in ratings},
        "systems": deduplicate_names(fact["name"] for fact in facts if fact["kind"] == "system"),
        "disputed": [rating["criterion"] for rating in ratings if rating["disputed"]],
        "refusing": list_refusing_people(validate_stored(OwnerClaim, claim) for claim in _to_list(row["owners"])),
    }


def _to_list(stored: object) -> list[Row]:
    """Nothing in what was stored before there was such a part."""
    return stored if isinstance(stored, list) else []
