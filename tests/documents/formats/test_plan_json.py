import json

import pytest

from bot.documents.formats.plan_json import render_json
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from tests.domain.plans import a_plan, all_at, an_assessment


@pytest.fixture(scope="module")
def assessment(knowledge: Knowledge) -> Assessment:
    return an_assessment(knowledge.framework, all_at(2, audit=None))


def test_what_was_written_can_be_read_again(knowledge: Knowledge, assessment: Assessment) -> None:
    plan = a_plan(knowledge, assessment)
    assert ProductionPlan.model_validate_json(render_json(plan)) == plan
    assert Assessment.model_validate_json(render_json(assessment)) == assessment


def test_keys_stand_in_the_order_of_the_noun(knowledge: Knowledge, assessment: Assessment) -> None:
    assert list(json.loads(render_json(a_plan(knowledge, assessment)))) == list(ProductionPlan.model_fields)
