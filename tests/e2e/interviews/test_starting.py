"""`python -m bot serve` against a Slack-compatible server: it serves and drains, or says in a line what is missing."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.core.errors import SettingsInvalid, StorageFailed
from bot.serving import serve_slack
from bot.settings import load_settings
from bot.slack.transport.installation_check import read_bot_scopes
from tests.conftest import ROOT
from tests.e2e.scenes import CLAIMS, opened_by, told
from tests.e2e.serving import launched, serving, settings
from tests.slack_stub import Channel, SlackServer, User

KEYS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


async def test_it_serves_with_nothing_but_the_address_changed_and_ends_what_it_began_when_told_to_stop(
    slack: SlackServer, tmp_path: Path, dana: User, freight: Channel
) -> None:
    async with serving(slack, tmp_path) as process:
        view = opened_by(slack, await dana.command("/pilot", "start Freight", freight), dana)
        await dana.submits(view)
        thread = await slack.until(lambda: slack.last(freight))
        await dana.says(freight, CLAIMS[0], thread)
        await slack.settled()
        code, log = await process.told_to_stop()
    assert code == 0, log
    assert "Flightplan serves Acme by socket" in log and "Stopped. What was begun is done or kept." in log
    assert "Traceback" not in log and CLAIMS[0] not in log and slack.bot_token not in log
    async with serving(slack, tmp_path, "--socket") as process:
        await slack.until(lambda: "Noted under" in slack.said(freight)[-1].shown)
        assert "1 of 15 known" in (await told(dana, "list")).shown
        assert (await process.told_to_stop())[0] == 0
    assert sum("Noted under" in message.shown for message in slack.said(freight)) == 1
    assert slack.refusals == []


async def test_it_serves_over_http(slack: SlackServer, tmp_path: Path, dana: User) -> None:
    async with serving(slack, tmp_path, "--http", SLACK_APP_TOKEN="") as process:
        assert "You are in no pilot yet" in (await told(dana, "list")).shown
        with slack.forging():
            assert not (await dana.command("/pilot", "list")).ok
        code, log = await process.told_to_stop()
    assert code == 0 and "is SLACK_SIGNING_SECRET right?" in log
    assert slack.connections == 0


async def test_what_is_missing_or_wrong_ends_the_program_with_one_line(slack: SlackServer, tmp_path: Path) -> None:
    cases: dict[str, dict[str, str]] = {
        "Not set: SLACK_BOT_TOKEN, and one of SLACK_APP_TOKEN (Socket Mode)": dict.fromkeys(KEYS, ""),
        "The database postgresql://flightplan@127.0.0.1:9/x cannot be reached": {
            "DATABASE_URL": "postgresql://flightplan:hunter2@127.0.0.1:9/x"
        },
    }
    begun = [await launched(tmp_path, settings(slack, **changed)) for changed in cases.values()]
    for named, (code, log) in zip(cases, await asyncio.gather(*(process.ended() for process in begun)), strict=True):
        line = log.strip()
        assert line.startswith(named), log
        assert code == 2 and "\n" not in line and "Traceback" not in line
        assert "hunter2" not in line


async def test_each_thing_that_can_be_missing_is_named(
    slack: SlackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    granted, dispensable = (
        {"chat:write", "commands"},
        {"canvases:read", "canvases:write", "reactions:write", "usergroups:read"},
    )
    lacking = ", ".join(sorted(set(read_bot_scopes(ROOT / "manifest.json")) - granted - dispensable))
    cases: dict[str, dict[str, str]] = {
        "Not set: one of SLACK_APP_TOKEN (Socket Mode)": {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": ""},
        "SLACK_BOT_TOKEN is not set": {"SLACK_BOT_TOKEN": ""},
        "SLACK_BOT_TOKEN is not known to Slack": {"SLACK_BOT_TOKEN": "xoxb-wrong"},
        "SLACK_APP_TOKEN is not known to Slack": {"SLACK_APP_TOKEN": "xapp-wrong"},
        "SLACK_SIGNING_SECRET is a token, not a signing secret": {
            "SLACK_APP_TOKEN": "",
            "SLACK_SIGNING_SECRET": "xoxb-1-local",
        },
        f"SLACK_BOT_TOKEN lacks the scopes {lacking}: update": {
            "SLACK_BOT_TOKEN": slack.issue_token("chat:write", "commands")
        },
        "Slack could not be reached for auth.test": {"SLACK_API_URL": "http://127.0.0.1:9/api/"},
        "HOST: nowhere.invalid is no address of this machine.": {
            "SLACK_APP_TOKEN": "",
            "HOST": "nowhere.invalid",
            "SLACK_API_URL": "http://127.0.0.1:9/api/",
        },
        "SLACK_API_URL: ": {"SLACK_API_URL": "slack.com"},
        "PORT: Input should be a valid integer": {"PORT": "http"},
        f"The database {tmp_path / 'file' / 'x.db'}": {"DATABASE_URL": f"sqlite:///{tmp_path / 'file' / 'x.db'}"},
    }
    for named, changed in cases.items():
        monkeypatch.chdir(tmp_path)
        for name, value in settings(slack, **changed).items():
            monkeypatch.setenv(name, value)
        with pytest.raises((SettingsInvalid, StorageFailed)) as caught:
            await serve_slack(load_settings(), None, None)
        assert str(caught.value).startswith(named)
        assert "\n" not in str(caught.value) and "-wrong" not in str(caught.value)
        monkeypatch.undo()
