"""A local Slack that was told our manifest."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.e2e.slack_server import SlackServer, Timing, User


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    return dict(json.loads((ROOT / "manifest.json").read_text()))


@pytest.fixture
def slack(manifest: dict[str, Any]) -> Iterator[SlackServer]:
    with SlackServer(manifest, Timing(ack=3.0, retries=(0.02, 0.05, 0.1))) as server:
        yield server


@pytest.fixture
def ana(slack: SlackServer) -> User:
    return slack.user("ana", real_name="Ana Moreau")
