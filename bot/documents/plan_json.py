"""Assessment and plan as JSON: whole, for programs to work with, and as the short overview of a replay."""

from typing import Any

from bot.domain.assessment import Assessment
from bot.domain.plan import ProductionPlan


def plan_json(plan: ProductionPlan) -> str:
    """Keys in the order of the noun's fields: two plans can be compared line by line."""
    return plan.model_dump_json(indent=2) + "\n"


def assessment_json(assessment: Assessment) -> str:
    return assessment.model_dump_json(indent=2) + "\n"


def plan_overview(plan: ProductionPlan) -> dict[str, Any]:
    """The plan's part of what `replay --json` prints."""
    return {
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "weeks": plan.weeks,
        "phases": [
            {
                "id": phase.id,
                "weeks": list(phase.weeks),
                "gate": {"name": phase.gate.name, "week": phase.gate.week, "due": phase.gate.due.isoformat()},
            }
            for phase in plan.phases
        ],
        "actions": [
            {
                "id": action.id,
                "criterion": action.criterion,
                "gap": action.gap,
                "title": action.title,
                "phase": action.phase,
                "weeks": list(action.weeks),
                "role": action.role,
                "depends_on": list(action.depends_on),
                "exit": action.exit,
            }
            for action in plan.actions
        ],
        "open_questions": list(plan.open_questions),
    }
