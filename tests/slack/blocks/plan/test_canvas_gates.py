"""The canvas says of each gate what is owed, what holds, what stops it and who says yes; and lists the register."""

import pytest

from bot.domain.actions.progress import Progress
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.slack.blocks.plan.canvas import build_canvas_parts
from tests.domain.plans import a_plan, all_at, an_assessment


@pytest.fixture
def plan(shipped_knowledge: Knowledge) -> ProductionPlan:
    return a_plan(
        shipped_knowledge, an_assessment(shipped_knowledge.framework, all_at(3, boundary=2, workflow_fit=None))
    )


def test_gates_and_risks_stand_in_it_each_in_a_paragraph_of_its_own(plan: ProductionPlan) -> None:
    parts = {part.key: part.shown for part in build_canvas_parts(Progress.from_steps(plan, ()))}
    number = plan.get_action_number("boundary_tested")
    owed = "Where the AI must stop is written per type of decision and was tested on real cases."
    assert parts[f"owed:govern:{owed}"] == f"Owed: {owed} (action {number})"
    assert parts["stop:govern"].startswith("Stops or goes back: ")
    assert parts["approver:govern"] == "Says yes beside the owner: Risk and compliance partner, to be named"
    assert parts["why:wire"].startswith("Not planned: hangs on question")
    [boundary] = [text for key, text in parts.items() if key == "risk:boundary"]
    assert "likelihood medium, impact high · first sign: " in boundary
    assert boundary.endswith("watched by AI lead, to be named")
    assert len(set(parts)) == len(build_canvas_parts(Progress.from_steps(plan, ())))


def test_a_plan_from_before_the_register_has_no_heading_for_it(plan: ProductionPlan) -> None:
    old = plan.model_copy(update={"risks": ()})
    assert "heading:risks" not in {part.key for part in build_canvas_parts(Progress.from_steps(old, ()))}
