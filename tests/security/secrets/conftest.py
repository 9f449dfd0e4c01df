"""The app, and everything that it hands to its database, its logs and Slack: nothing of it may be the secret."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.clock import SetClock
from tests.e2e.conftest import dana, freight, manifest, marta, paolo, slack
from tests.slack_stub import SlackServer
from tests.support.databases import RARELY_POSTGRES, url_of_kind

__all__ = ["dana", "freight", "manifest", "marta", "paolo", "slack"]

SECRET = "Xk29hunterZq7"
MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


class Statements:
    """Everything that was handed to a database."""

    def __init__(self) -> None:
        self.count = 0
        self.leaks: list[str] = []

    def look(self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        self.count += 1
        if SECRET.casefold() in f"{statement} {parameters!r}".casefold():
            self.leaks.append(statement)


@pytest.fixture
def statements() -> Iterator[Statements]:
    seen = Statements()
    event.listen(Engine, "before_cursor_execute", seen.look)
    yield seen
    event.remove(Engine, "before_cursor_execute", seen.look)


@pytest.fixture(params=RARELY_POSTGRES)
def database_url(request: pytest.FixtureRequest) -> str:
    return url_of_kind(request)


@pytest.fixture
async def app(
    slack: SlackServer, knowledge: Knowledge, database_url: str, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[App]:
    caplog.set_level(logging.INFO)
    async with running(slack, knowledge, database_url, clock=SetClock(MONDAY, slack)) as started:
        yield started


@pytest.fixture(autouse=True)
def nothing_leaks(
    app: App,
    statements: Statements,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[None]:
    """Looked at after the test, whatever it did."""
    yield
    assert statements.count > 20
    assert statements.leaks == []
    for file in tmp_path.rglob("flightplan.db*"):
        assert SECRET.encode() not in file.read_bytes(), file.name
    logged = caplog.text + "".join(capfd.readouterr())
    assert SECRET not in logged
    assert not [call.method for call in app.slack.slack.calls if SECRET in repr(call.args)]
