"""The offline analyst over the real knowledge, and recorded teams to interview without a database."""

from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from bot.llm.offline import Cues, OfflineAnalyst
from tests.conftest import FIXED_KNOWLEDGE
from tests.support.once import load_shipped_cues

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(FIXED_KNOWLEDGE)


@pytest.fixture(scope="session")
def cues() -> Cues:
    return load_shipped_cues()


@pytest.fixture(scope="session")
def analyst(knowledge: Knowledge, cues: Cues) -> OfflineAnalyst:
    return OfflineAnalyst(knowledge, cues)
