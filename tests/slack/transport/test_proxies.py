"""Slack is reached through the proxy that the environment names, and past it where NO_PROXY says so."""

import pytest

from bot.slack.transport.bolt_app import build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.socket_mode import SocketModeClient
from tests.slack.conftest import Inbox, heard_by
from tests.slack_stub import SlackServer


@pytest.mark.parametrize(
    ("address", "proxy"),
    [
        ("https://slack.com/api/", "http://proxy:3128"),
        ("http://127.0.0.1:9/api/", None),
        ("http://slack.corp.example/api/", None),
    ],
)
def test_a_proxy_is_used_but_for_what_no_proxy_names(
    monkeypatch: pytest.MonkeyPatch, address: str, proxy: str | None
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1,.corp.example")
    assert build_slack_client("xoxb-1", address).proxy == proxy


async def test_a_local_slack_is_reached_past_a_proxy_that_nobody_answers_at(
    slack: SlackServer, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    client = build_slack_client(slack.bot_token, slack.api_url)
    assert (await client.auth_test())["ok"]
    front = build_bolt_app(client, heard_by(inbox))
    sockets = SocketModeClient(front, build_slack_client(slack.app_token, slack.api_url), connections=1)
    await sockets.start()
    await slack.until(lambda: slack.connections == 1)
    await sockets.close()
