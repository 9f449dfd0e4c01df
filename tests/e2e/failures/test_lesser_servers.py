"""Servers that speak less of Slack's Web API: what matters goes on, and the operator reads once what is missing."""

import logging
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import running, sqlite
from tests.e2e.scenes import at_rest, plan_asked_for, rated, start
from tests.slack_stub import SlackServer

LACKING = ("agents.sessions.setStatus", "files.getUploadURLExternal")


async def test_a_pilot_gets_its_plan_without_sessions_and_files(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for method in LACKING:
        slack.fail(method, "unknown_method", count=None)
    dana = slack.user("dana")
    async with running(slack, knowledge, sqlite(tmp_path)) as app:
        card = await rated(app, dana, await start(app, dana, "Freight", participants=[dana]))
        await plan_asked_for(app, dana, card)
        await at_rest(app)
    assert any("plan.md as text" in message.shown for message in slack.said(dana.dm)), slack.story()
    warnings = [one for one in caplog.records if one.levelno >= logging.WARNING and one.name.startswith("bot")]
    assert len([one for one in warnings if "agent sessions" in one.getMessage()]) == 1
    assert [one.getMessage() for one in warnings if one.levelno > logging.WARNING] == []
