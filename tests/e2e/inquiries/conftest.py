"""The app with the words that ship, by which questions are told from answers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.slack_stub import SlackServer


@pytest.fixture
async def app(slack: SlackServer, shipped_knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    async with running(slack, shipped_knowledge, sqlite(tmp_path)) as started:
        yield started
