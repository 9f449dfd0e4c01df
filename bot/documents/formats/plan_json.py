"""Assessment and plan as JSON, for programs to work with."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.plan.plan import ProductionPlan


def render_json(kept: Assessment | ProductionPlan) -> bytes:
    """Keys in the order of the noun's fields: two plans can be compared line by line."""
    return f"{kept.model_dump_json(indent=2)}\n".encode()
