import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain.core.errors import SettingsInvalid
from bot.slack.transport.installation_check import Credentials, Transport, check_installation, read_bot_scopes
from tests.conftest import ROOT
from tests.slack.conftest import INSTALLATION
from tests.slack_stub import SlackServer

FOR_CONVENIENCE = ("canvases:read", "canvases:write", "reactions:write", "usergroups:read")
SCOPES = read_bot_scopes(ROOT / "manifest.json")


def keys(slack: SlackServer, **others: Any) -> Credentials:
    return Credentials(slack.bot_token, slack.app_token, slack.signing_secret, slack.api_url)._replace(**others)


async def complaint(credentials: Credentials, door: Transport = "socket") -> str:
    with pytest.raises(SettingsInvalid) as caught:
        await check_installation(credentials, door, SCOPES)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("door", ["socket", "http"])
async def test_a_sound_installation_is_known(slack: SlackServer, door: Transport) -> None:
    assert await check_installation(keys(slack), door, SCOPES) == INSTALLATION


@pytest.mark.parametrize(
    ("missing", "door", "name"),
    [
        ({"bot_token": None}, "socket", "SLACK_BOT_TOKEN"),
        ({"bot_token": " "}, "http", "SLACK_BOT_TOKEN"),
        ({"app_token": None}, "socket", "SLACK_APP_TOKEN"),
        ({"signing_secret": ""}, "http", "SLACK_SIGNING_SECRET"),
    ],
)
async def test_what_is_not_set_is_named(
    slack: SlackServer, missing: Mapping[str, Any], door: Transport, name: str
) -> None:
    said = await complaint(keys(slack, **missing), door)
    assert said.startswith(f"{name} is not set: ") and "the app's page" in said


async def test_a_door_asks_only_for_its_own_key(slack: SlackServer) -> None:
    await check_installation(keys(slack, signing_secret=None), "socket", SCOPES)
    await check_installation(keys(slack, app_token=None), "http", SCOPES)


async def test_tokens_in_each_others_place_are_seen_without_asking(slack: SlackServer) -> None:
    assert "SLACK_BOT_TOKEN does not begin with xoxb-" in await complaint(keys(slack, bot_token=slack.app_token))
    assert "SLACK_APP_TOKEN does not begin with xapp-" in await complaint(keys(slack, app_token=slack.bot_token))


async def test_wrong_and_dead_tokens_are_named_and_never_shown(slack: SlackServer) -> None:
    unknown = await complaint(keys(slack, bot_token="xoxb-nonsense"))
    assert "SLACK_BOT_TOKEN is not known to Slack" in unknown and "nonsense" not in unknown
    assert "SLACK_APP_TOKEN is not known to Slack" in await complaint(keys(slack, app_token="xapp-nonsense"))
    await slack.uninstall()
    assert "was uninstalled" in await complaint(keys(slack))


async def test_missing_scopes_are_told_all_at_once(slack: SlackServer) -> None:
    few = slack.issue_token("chat:write", "commands")
    said = await complaint(keys(slack, bot_token=few))
    lacking = sorted(set(SCOPES) - {"chat:write", "commands", *FOR_CONVENIENCE})
    assert f"lacks the scopes {', '.join(lacking)}: update the app from manifest.json" in said


async def test_an_app_of_before_there_were_canvases_and_groups_goes_on_without_them(slack: SlackServer) -> None:
    older = slack.issue_token(*(set(SCOPES) - set(FOR_CONVENIENCE)))
    assert (await check_installation(keys(slack, bot_token=older), "socket", SCOPES)).team_id


async def test_an_app_token_without_its_scope_is_told(slack: SlackServer) -> None:
    slack.fail("apps.connections.open", "missing_scope")
    assert "SLACK_APP_TOKEN lacks the scope connections:write" in await complaint(keys(slack))


async def test_a_slack_that_cannot_be_reached_is_named(slack: SlackServer) -> None:
    said = await complaint(keys(slack, api_url="http://127.0.0.1:9/api/"))
    assert "SLACK_API_URL" in said and "http://127.0.0.1:9/api/" in said
    slack.fail("auth.test", "internal_error", 503)
    assert "in trouble" in await complaint(keys(slack))


async def test_a_manifest_that_names_no_scopes_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "manifest.json"
    for text in ("", "{}", json.dumps({"oauth_config": None})):
        broken.write_text(text)
        with pytest.raises(SettingsInvalid, match=r"manifest\.json"):
            read_bot_scopes(broken)
