"""A local Slack that was told our manifest."""

import json
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.e2e.slack_server import SlackServer, Timing


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with SlackServer(manifest, Timing(ack=1.5, retries=(0.02, 0.05, 0.1))) as server:
        yield server
