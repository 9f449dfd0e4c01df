"""Assessment and plan as JSON, for programs to work with."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.planning.plan import ProductionPlan


def render_plan_json(plan: ProductionPlan) -> str:
    """Keys in the order of the noun's fields: two plans can be compared line by line."""
    return plan.model_dump_json(indent=2) + "\n"


def render_assessment_json(assessment: Assessment) -> str:
    return assessment.model_dump_json(indent=2) + "\n"
