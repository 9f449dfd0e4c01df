"""`python -m bot serve` with the settings of several workspaces, and `doctor` and `keys` beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.fernet import Fernet

from bot.domain.core.errors import SettingsInvalid
from bot.settings import load_settings
from tests.console.terminal import run
from tests.e2e.conversation import answered, begun
from tests.e2e.installing.installed import REDIRECT, Browser
from tests.e2e.serving import free_port, launched, listens
from tests.slack_stub import SlackServer
from tests.slack_stub.authorization import CLIENT_ID, CLIENT_SECRET, Authorization

KEY, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


class Site(NamedTuple):
    port: int

    def events_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/slack/events"


def settings(authorization: Authorization, **others: str) -> dict[str, str]:
    told = {
        "SLACK_SIGNING_SECRET": SlackServer.signing_secret,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_REDIRECT_URI": REDIRECT,
        "SLACK_API_URL": authorization.api_url,
        "ENCRYPTION_KEYS": KEY,
    }
    return told | others


@asynccontextmanager
async def serving(directory: Path, env: dict[str, str]) -> AsyncIterator[Site]:
    port = free_port()
    process = await launched(directory, env | {"PORT": str(port)}, "--http", "--analyst", "offline")
    try:
        await listens(port)
        yield Site(port)
        code, log = await process.told_to_stop()
        assert code == 0 and "Traceback" not in log, log
        assert CLIENT_SECRET not in log and KEY not in log and "xoxb-" not in log
    finally:
        await process.killed()


async def examined(directory: Path, env: dict[str, str]) -> tuple[int, str]:
    code, screen = await asyncio.to_thread(lambda: run("doctor", "--patience", "30", directory=directory, **env))
    return code, " ".join(screen.split())


async def test_a_workspace_is_installed_while_it_serves_and_a_key_is_replaced_by_the_commands(
    slack: SlackServer, other: SlackServer, authorization: Authorization, tmp_path: Path
) -> None:
    env = settings(authorization)
    dana = slack.user("dana")
    async with serving(tmp_path, env) as site:
        for server in (slack, other):
            page = await Browser(site.port).install(server.slack.workspace.team_id)
            assert "Thank you" in page.text
            await server.deliver_to(site.events_url(), challenge=True)
        here = await begun(slack, dana)
        await begun(other, other.user("noor"))
    assert "installed by OAuth in 2 workspaces" in (await examined(tmp_path, env))[1]
    code, said = await examined(tmp_path, env | {"ENCRYPTION_KEYS": NEW})
    assert code == 2 and "T0Acme (T0ACME): No key of ENCRYPTION_KEYS opens the token" in said
    rotating = {**env, "ENCRYPTION_KEYS": f"{NEW},{KEY}"}
    code, said = await asyncio.to_thread(lambda: run("keys", "rotate", directory=tmp_path, **rotating))
    assert code == 0 and "2 tokens kept by the first key" in said
    async with serving(tmp_path, env | {"ENCRYPTION_KEYS": NEW}) as site:
        await slack.deliver_to(site.events_url())
        await answered(slack, dana, here, "The P&L is mine and I signed the acceptance in March.")
    authorization.scopes = "chat:write,commands"
    code, said = await examined(tmp_path, env | {"ENCRYPTION_KEYS": NEW})
    assert code == 2 and "T0OTHER): the scopes app_mentions:read, " in said and "canvases:read" not in said
    assert "Install it there again, by /slack/install" in said
    authorization.scopes = ""
    authorization.revoke("T0ACME")
    code, said = await examined(tmp_path, env | {"ENCRYPTION_KEYS": NEW})
    assert code == 2 and "T0ACME" in said and "account_inactive" in said and "T0OTHER" not in said


async def test_the_workspace_of_a_token_that_is_a_setting_is_served_along_with_those_that_install_it(
    slack: SlackServer, other: SlackServer, authorization: Authorization, tmp_path: Path
) -> None:
    authorization.admit("xoxb-a-setting", "T0ACME")
    env = settings(authorization, SLACK_BOT_TOKEN="xoxb-a-setting")
    async with serving(tmp_path, env) as site:
        await slack.deliver_to(site.events_url())
        await begun(slack, slack.user("dana"))
        await Browser(site.port).install("T0OTHER")
        await other.deliver_to(site.events_url())
        await begun(other, other.user("noor"))
    code, said = await examined(tmp_path, env)
    assert code == 0 and "answers (by http)" in said and "installed by OAuth in 2 workspaces" in said


async def test_a_client_id_beside_a_token_changes_nothing_for_the_one_workspace(
    slack: SlackServer, authorization: Authorization, tmp_path: Path
) -> None:
    authorization.admit("xoxb-a-setting", "T0ACME")
    env = settings(authorization, SLACK_BOT_TOKEN="xoxb-a-setting", ENCRYPTION_KEYS="", SLACK_REDIRECT_URI="")
    async with serving(tmp_path, env) as site:
        await slack.deliver_to(site.events_url(), challenge=True)
        await begun(slack, slack.user("dana"))
        assert await Browser(site.port).look("/slack/install") == 404
    code, said = await examined(tmp_path, env)
    assert code == 0 and "SLACK_CLIENT_ID is set without ENCRYPTION_KEYS" in said


def test_doctor_names_what_several_workspaces_need_and_what_can_hardly_be_meant(tmp_path: Path) -> None:
    code, screen = run("doctor", directory=tmp_path, SLACK_CLIENT_ID="1.2", SLACK_REDIRECT_URI="http://here/oauth")
    said = " ".join(screen.split())
    assert code == 2
    for words in (
        "SLACK_CLIENT_SECRET is not set: copy it from the app's page Basic Information",
        "ENCRYPTION_KEYS is not set: `python -m bot keys new` makes one",
        "SLACK_REDIRECT_URI does not end with /slack/oauth_redirect",
        "SLACK_REDIRECT_URI does not begin with https://",
    ):
        assert words in said
    assert "SLACK_BOT_TOKEN" not in said


def test_a_new_key_can_be_set_as_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, screen = run("keys", "new", directory=tmp_path)
    assert code == 0
    monkeypatch.setenv("ENCRYPTION_KEYS", f" {screen.strip()} , {KEY}")
    assert [key.get_secret_value() for key in load_settings().encryption_keys] == [screen.strip(), KEY]
    assert screen.strip() not in repr(load_settings())
    for wrong in ("short", KEY[:-2], f"{KEY},x"):
        monkeypatch.setenv("ENCRYPTION_KEYS", wrong)
        with pytest.raises(SettingsInvalid, match=r"^ENCRYPTION_KEYS: .*key \d is none"):
            load_settings()


def test_without_a_key_there_is_nothing_to_rotate_and_it_says_what_to_do(tmp_path: Path) -> None:
    code, screen = run("keys", "rotate", directory=tmp_path)
    assert code == 2 and "ENCRYPTION_KEYS is not set" in screen
