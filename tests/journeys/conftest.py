import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.journeys.replays import Replays


@pytest.fixture(scope="session")
def replays(shipped_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Replays:
    return Replays(shipped_knowledge, tmp_path_factory)
