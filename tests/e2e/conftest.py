"""A local Slack that was told our manifest, the app in it, and a team with its channel."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.conftest import ROOT
from tests.e2e.app import App, running, sqlite
from tests.slack_stub import Channel, SlackServer, Timing, User


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    return dict(json.loads((ROOT / "manifest.json").read_text()))


@pytest.fixture
def slack(manifest: dict[str, Any]) -> Iterator[SlackServer]:
    with SlackServer(manifest, Timing.unhurried()) as server:
        yield server


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    """The app over sockets, on a file of its own."""
    async with running(slack, knowledge, sqlite(tmp_path)) as started:
        yield started


@pytest.fixture
def dana(slack: SlackServer) -> User:
    """Leads the pilots."""
    return slack.user("dana", tz="Europe/Berlin")


@pytest.fixture
def marta(slack: SlackServer) -> User:
    """Takes part."""
    return slack.user("marta")


@pytest.fixture
def paolo(slack: SlackServer) -> User:
    """Decides about them."""
    return slack.user("paolo")


@pytest.fixture
def eve(slack: SlackServer) -> User:
    """Is in the workspace, and in nothing else."""
    return slack.user("eve")


@pytest.fixture
def alice(slack: SlackServer) -> User:
    """Leads pilots of Bob's and Cara's work, and takes no part in their interviews."""
    return slack.user("alice", real_name="Alice Moe", tz="Europe/Berlin")


@pytest.fixture
def bob(slack: SlackServer) -> User:
    return slack.user("bob", real_name="Bob Stone")


@pytest.fixture
def cara(slack: SlackServer) -> User:
    return slack.user("cara", real_name="Cara Lind")


@pytest.fixture
def freight(slack: SlackServer, dana: User, marta: User, paolo: User) -> Channel:
    return slack.channel("freight", dana, marta, paolo)


@pytest.fixture
def ana(slack: SlackServer) -> User:
    """Answers for a pilot of her own."""
    return slack.user("ana", real_name="Ana Moreau")
