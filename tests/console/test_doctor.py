"""`doctor`: says what is missing for Slack and where it is found, and soon, also where the model or Slack is away."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.terminal import run
from tests.slack_stub.sample import slack_fixture  # noqa: F401


@pytest.fixture
def black_hole() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_without_tokens_it_says_what_is_missing_for_slack_and_where_it_is_found(tmp_path: Path) -> None:
    code, screen = run("doctor", directory=tmp_path)
    assert code == 0
    words = " ".join(screen.split())
    assert "Slack: not set up. Make the app from manifest.json on api.slack.com/apps" in words
    for name, where in (
        ("SLACK_BOT_TOKEN", "OAuth & Permissions"),
        ("SLACK_APP_TOKEN", "Basic Information"),
        ("SLACK_SIGNING_SECRET", "Basic Information"),
    ):
        assert where in words.partition(name)[2]


def test_half_of_what_slack_needs_is_an_error_that_names_the_other_half(tmp_path: Path) -> None:
    code, screen = run("doctor", directory=tmp_path, SLACK_BOT_TOKEN="xoxb-1")
    assert code == 2
    assert "SLACK_APP_TOKEN" in screen and "SLACK_SIGNING_SECRET" in screen and "SLACK_BOT_TOKEN is" not in screen


def test_where_the_model_and_slack_never_answer_it_says_so_and_ends(tmp_path: Path, black_hole: str) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": f"{black_hole}/api/"}
    model = {"OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": f"{black_hole}/v1"}
    code, screen = run("doctor", "--analyst", "llm", "--patience", "0.3", directory=tmp_path, **slack, **model)
    assert code == 2
    words = " ".join(screen.split())
    assert words.count("no answer within 0.3 seconds: it is away, or slow") >= 2
    assert "Analyst: no answer" in words and "Slack: no answer" in words
