"""What is set of the budget holds, and the switch keeps every model away, whatever else is set."""

import os

import pytest
from pydantic import ValidationError

from bot.bootstrap import AnalystChoice, build_budget, choose_analyst
from bot.domain.core.budget import ModelBudget
from bot.domain.core.errors import SettingsInvalid
from bot.settings import Settings


def test_with_the_switch_off_everything_is_read_by_rule_also_where_there_is_a_key() -> None:
    os.environ["OPENAI_API_KEY"] = "sk-local"
    assert choose_analyst(Settings(), None) is AnalystChoice.llm
    os.environ["MODEL_CALLS"] = "off"
    assert choose_analyst(Settings(), None) is AnalystChoice.offline
    assert choose_analyst(Settings(), AnalystChoice.offline) is AnalystChoice.offline
    with pytest.raises(SettingsInvalid, match="MODEL_CALLS is off"):
        choose_analyst(Settings(), AnalystChoice.llm)


def test_limits_are_none_until_they_are_set() -> None:
    assert build_budget(Settings()) == ModelBudget()
    os.environ |= {"MODEL_CALLS_PER_DAY": "200", "MODEL_COST_PER_MONTH": "49.5"}
    assert build_budget(Settings()) == ModelBudget(calls_per_day=200, cost_per_month=49.5)


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_limit_that_is_none_is_refused(value: str) -> None:
    os.environ["MODEL_CALLS_PER_DAY"] = value
    with pytest.raises(ValidationError):
        Settings()
