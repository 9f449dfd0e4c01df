"""What models may cost is each workspace's own, however many one process serves."""

import pytest

from bot.clock import SYSTEM_CLOCK
from bot.domain.core.errors import BudgetSpent
from bot.domain.framework.knowledge import Knowledge
from bot.serving import load_use_cases
from bot.settings import Settings
from bot.storage.engine.database import Database
from tests.support.fakes import FakeAnalyst


async def test_a_budget_that_one_workspace_has_spent_is_whole_in_another(
    knowledge: Knowledge, database_url: str
) -> None:
    settings = Settings(model_calls_per_day=1)
    with Database(database_url) as database:
        acme, other = [
            await load_use_cases(database, knowledge, FakeAnalyst(), SYSTEM_CLOCK, settings, workspace)
            for workspace in ("T0ACME", "T0OTHER")
        ]
        await acme.deps.analyst.answer_question("Why?", None)
        with pytest.raises(BudgetSpent):
            await acme.deps.analyst.answer_question("Why?", None)
        await other.deps.analyst.answer_question("Why?", None)
