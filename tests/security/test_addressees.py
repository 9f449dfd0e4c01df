"""One app in many workspaces signs for all of them with one secret: what is meant for another is none of ours."""

import json
import logging
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.transport.addressee import AddresseeCheck
from bot.slack.transport.bolt_app import build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.installation_check import Credentials, check_installation
from bot.slack.transport.socket_mode import SocketModeClient
from tests.security.doors import COMMAND, FORM, answer_to, as_slack, opened
from tests.slack.conftest import INSTALLATION, Inbox, heard_by
from tests.slack_stub import Channel, SlackServer, User

OURS: dict[str, Any] = {"api_app_id": "A0FLIGHT", "team_id": "T0ACME"}
EVENT: dict[str, Any] = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "text": "hello"}}
CLICK: dict[str, Any] = {"type": "block_actions", "api_app_id": "A0FLIGHT", "trigger_id": "1.2", "user": {"id": "U1"}}


def authorized(**of: Any) -> dict[str, Any]:
    return {"authorizations": [{"enterprise_id": None, "is_enterprise_install": False, **of}]}


@pytest.mark.parametrize(
    ("body", "ours"),
    [
        ({**EVENT, **OURS}, True),
        ({**EVENT, **OURS, "api_app_id": "A0OTHER"}, False),
        ({**EVENT, **OURS, "team_id": "T0OTHER"}, False),
        ({**EVENT, **OURS, "team_id": "T0OTHER", **authorized(team_id="T0ACME")}, True),
        ({**EVENT, **OURS, "team_id": "T0OTHER", "context_team_id": "T0ACME"}, True),
        ({**EVENT, **OURS, "team_id": "T0OTHER", **authorized(team_id="T0OTHER")}, False),
        ({**EVENT, "team_id": "T0OTHER", "event": {"type": "message", "team": "T0ACME"}}, False),
        ({**EVENT, "team_id": "T0OTHER", **authorized(enterprise_id="E0ORG", is_enterprise_install=True)}, False),
        ({**CLICK, "team": {"id": "T0ACME"}}, True),
        ({**CLICK, "team": {"id": "T0OTHER"}}, False),
        ({**CLICK, "team": {"id": "T0OTHER"}, "user": {"id": "U1", "team_id": "T0ACME"}}, False),
        ({**CLICK, "team": {"id": "T0OTHER"}, "message": {"team": "T0ACME"}}, True),
        ({**CLICK, "team": {"id": "T0OTHER"}, "view": {"app_installed_team_id": "T0ACME"}}, True),
        ({**CLICK, "team": None, "enterprise": {"id": "E0ORG"}, "is_enterprise_install": True}, False),
        ({"type": "url_verification", "challenge": "abc", "token": "any"}, True),
    ],
)
def test_what_names_another_app_or_only_other_workspaces_is_not_for_us(body: dict[str, Any], *, ours: bool) -> None:
    assert AddresseeCheck(INSTALLATION).is_for_us(body) is ours


@pytest.mark.parametrize(
    "body",
    [
        {**EVENT, "team_id": "T0OTHER", **authorized(enterprise_id="E0ORG", is_enterprise_install=True)},
        {**CLICK, "team": None, "enterprise": {"id": "E0ORG"}, "is_enterprise_install": True},
        {"command": "/pilot", "team_id": "T0OTHER", "enterprise_id": "E0ORG", "is_enterprise_install": "true"},
    ],
)
def test_an_app_installed_in_a_whole_organisation_hears_all_its_workspaces(body: dict[str, Any]) -> None:
    assert AddresseeCheck(INSTALLATION._replace(team_id="E0ORG", enterprise_id="E0ORG")).is_for_us(body)
    assert not AddresseeCheck(INSTALLATION._replace(enterprise_id="E0ELSE")).is_for_us(body)


async def test_over_http_it_is_refused_told_of_once_and_not_sent_again(caplog: pytest.LogCaptureFixture) -> None:
    async with opened() as door:
        event = json.dumps({**EVENT, **OURS, "team_id": "T0OTHER"}).encode()
        for _ in range(3):
            assert await answer_to(door, as_slack(event, kind="application/json")) == (403, "")
        assert await answer_to(door, as_slack(COMMAND.replace(b"A0FLIGHT", b"A0OTHER"))) == (403, "")
        click = urlencode({"payload": json.dumps({**CLICK, "team": {"id": "T0OTHER"}})}).encode()
        assert await answer_to(door, as_slack(click, kind=FORM)) == (403, "")
        assert door.inbox.events == []
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line.count("T0OTHER") + line.count("A0OTHER") for line in lines] == [1, 1]


async def test_slacks_check_of_the_address_is_answered_as_often_as_it_is_made() -> None:
    async with opened() as door:
        check = b'{"type":"url_verification","challenge":"3eZbrw1a","token":"any"}'
        for _ in range(2):
            status, said = await answer_to(door, as_slack(check, kind="application/json"))
            assert status == 200 and "3eZbrw1a" in said


async def test_by_socket_it_is_left_to_whoever_it_is_for(
    slack: SlackServer, dana: User, freight: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    front = build_bolt_app(
        build_slack_client(slack.bot_token, slack.api_url), heard_by(inbox, INSTALLATION._replace(team_id="T0OTHER"))
    )
    sockets = SocketModeClient(front, build_slack_client(slack.app_token, slack.api_url), connections=1)
    await sockets.start()
    await slack.until(lambda: slack.connections == 1)
    slack.timing.ack, slack.timing.retries = 0.2, (0.0,)
    await dana.says(freight, "hello")
    await slack.settled()
    await sockets.close()
    assert inbox.events == [] and not slack.events("message")[-1].acked
    assert [r.getMessage() for r in caplog.records if "T0ACME" in r.getMessage()] != []
    assert sum("T0ACME" in r.getMessage() for r in caplog.records) == 1


async def test_the_apps_id_is_asked_of_its_bot_and_done_without_where_slack_does_not_tell(slack: SlackServer) -> None:
    credentials = Credentials(slack.bot_token, signing_secret="s", api_url=slack.api_url)
    assert (await check_installation(credentials, "http", ())).app_id == "A0FLIGHT"
    slack.fail("bots.info", "unknown_method")
    assert (await check_installation(credentials, "http", ())).app_id == ""
