"""Which level a pilot needs next, and where it falls short of it."""

import pytest

from bot.domain.assessment.gap import list_gaps
from bot.domain.framework.framework import Framework
from tests.domain.plans import all_at, an_assessment


@pytest.mark.parametrize(("stage", "target"), [("lab", 3), ("pilot", 3), ("candidate", 4), ("production", 4)])
def test_a_pilot_needs_what_is_designed_and_a_candidate_what_is_proven(
    framework: Framework, stage: str, target: int
) -> None:
    assert framework.get_stage(stage).target_level == target


@pytest.mark.parametrize(("stage", "target"), [("pilot", 3), ("candidate", 4)])
def test_a_level_at_its_target_is_no_gap_and_one_below_is(framework: Framework, stage: str, target: int) -> None:
    made = an_assessment(framework, all_at(target, data=target - 1)).model_copy(update={"stage": stage})
    (gap,) = list_gaps(made, framework)
    assert (gap.criterion, gap.kind, gap.now, gap.target) == ("data", "level", target - 1, target)
