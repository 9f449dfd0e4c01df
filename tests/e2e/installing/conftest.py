"""Two workspaces of the same app, each with people, channels and ids of its own that are the other's too."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.slack_stub import SlackServer, Timing
from tests.slack_stub.authorization import Authorization, authorizing


@pytest.fixture
def other(manifest: dict[str, Any]) -> Iterator[SlackServer]:
    with SlackServer(manifest, Timing.unhurried(), team_id="T0OTHER") as server:
        yield server


@pytest.fixture
async def authorization(slack: SlackServer, other: SlackServer) -> AsyncIterator[Authorization]:
    async with authorizing(slack, other) as serving:
        yield serving
