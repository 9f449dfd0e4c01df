"""What the framework says of ids that it has, and of those that it has no more."""

import pytest
from pydantic import ValidationError

from bot.domain.framework.framework import Criterion, Framework, LevelName


def test_stages_are_ranked_from_the_least_mature_and_what_is_gone_stands_below_all(framework: Framework) -> None:
    assert [framework.get_stage_rank(stage.id) for stage in framework.stages] == [0, 1, 2, 3]
    assert framework.get_stage_rank("sandbox") == -1


def test_what_is_gone_goes_by_its_id_and_asks_for_nothing(framework: Framework) -> None:
    criterion = framework.get_criterion("security_review")
    assert (criterion.name, criterion.ladder) == ("Security review", ("", "", "", "", ""))
    stage = framework.get_stage("sandbox")
    assert (stage.name, stage.weakest_pillar_at_least, stage.every_gate_criterion_at_least) == ("Sandbox", 0, None)
    assert (stage.target_stage, stage.target_level) == ("sandbox", 3)


def test_the_last_stage_is_the_most_mature_alone(framework: Framework) -> None:
    assert [framework.is_last_stage(stage.id) for stage in framework.stages] == [False, False, False, True]


@pytest.mark.parametrize("level", [0, 4])
def test_levels_go_from_0_to_4(level: int) -> None:
    assert LevelName(level=level, name="x", means="y").level == level
    beyond = -1 if level == 0 else 5
    with pytest.raises(ValidationError):
        LevelName(level=beyond, name="x", means="y")


@pytest.mark.parametrize("steps", [4, 6])
def test_a_ladder_has_a_step_for_each_of_the_five_levels(steps: int) -> None:
    assert Criterion(id="c", name="C", asks="?", ladder=("step",) * 5).ladder
    with pytest.raises(ValidationError):
        Criterion(id="c", name="C", asks="?", ladder=("step",) * steps)
