"""`doctor`: says what is missing for Slack and where it is found, and soon, also where the model or Slack is away."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.core.budget import ModelSpending
from bot.storage.engine.database import Database
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


def test_it_says_what_models_cost_and_how_much_of_the_budget_is_used(tmp_path: Path, sqlite_url: str) -> None:
    with Database(sqlite_url) as database:
        acme, today = database.in_workspace("acme"), datetime.now(UTC).date()
        spent = ModelSpending(calls=3, unpriced=1, cost=0.25)
        asyncio.run(acme.run(lambda uow: uow.spending.add(today, spent)))
    budget = {"MODEL_CALLS_PER_DAY": "4", "MODEL_COST_PER_MONTH": "10"}
    code, screen = run("doctor", directory=tmp_path, DATABASE_URL=sqlite_url, **budget)
    words = " ".join(screen.split())
    assert code == 0
    assert "Model calls of acme: 3 today ($0.25), 3 this month ($0.25); 3 of 4 calls a day, 0.25 of 10 US" in words
    assert "Nobody lists a price of 1 of them: limit calls instead of money." in words
