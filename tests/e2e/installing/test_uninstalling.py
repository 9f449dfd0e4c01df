"""Uninstalled from the one workspace whose token is a setting: what waits is left alone, and the operator knows."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SYSTEM_CLOCK
from bot.domain.core.phrases import format_date
from bot.domain.framework.knowledge import Knowledge
from bot.storage.installations.installations import SqlInstallations
from tests.e2e.app import App, running, sqlite
from tests.e2e.conversation import begun
from tests.e2e.scenes import at_rest
from tests.slack_stub import Channel, SlackServer, User


async def _find_end(app: App) -> datetime | None:
    known = await SqlInstallations(app.database.run).find("T0ACME")
    assert known is not None
    return known.ended_at


async def test_once_uninstalled_nothing_is_done_or_said_and_the_operator_is_told_once(
    app: App, slack: SlackServer, dana: User, freight: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    await begun(slack, dana, freight)
    await at_rest(app)
    assert await _find_end(app) is None
    await slack.uninstall()
    await slack.settled()
    assert await _find_end(app) is not None
    calls = len(slack.slack.calls)
    await dana.says(freight, "Who is there?")
    await slack.settled()
    assert len(slack.slack.calls) == calls
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(told) == 1 and "T0ACME" in told[0] and "SLACK_BOT_TOKEN" in told[0]
    goes = ((await _find_end(app) or datetime.max) + timedelta(days=30)).date()
    assert f"What is kept of it is deleted on {format_date(goes)}, unless it is installed again" in told[0]


async def test_revoked_tokens_of_people_end_nothing(app: App, slack: SlackServer) -> None:
    await slack.tell({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    await slack.settled()
    assert await _find_end(app) is None


async def test_a_start_with_a_token_that_works_installs_it_again(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        known = SqlInstallations(app.database.run)
        began = await known.find("T0ACME")
        assert began is not None
        await known.end("T0ACME", SYSTEM_CLOCK.now())
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        again = await SqlInstallations(app.database.run).find("T0ACME")
        assert again is not None and again.is_open and again.installed_at > began.installed_at
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        assert await SqlInstallations(app.database.run).find("T0ACME") == again
