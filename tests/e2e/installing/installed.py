"""The app as it is installed by OAuth: over HTTP, from the button to the page after it, in two workspaces."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from typing import NamedTuple

import aiohttp
from cryptography.fernet import Fernet, MultiFernet

from bot.bootstrap import build_pipeline
from bot.clock import SYSTEM_CLOCK
from bot.domain.framework.knowledge import Knowledge
from bot.services.ports.core import Clock
from bot.slack.oauth.install_flow import OAuthApp
from bot.slack.oauth.states import OAuthStates
from bot.slack.service_builder import Connection, Ground, build_service
from bot.slack.transport.calls import build_slack_session
from bot.slack.transport.installation_check import Credentials, Transport, read_bot_scopes
from bot.slack.workspace_service import UseCases
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.installations.tokens import SqlBotTokens
from tests.conftest import ROOT
from tests.e2e.app import QUICK, kept_running, offline, rough_documents, rough_heatmap
from tests.slack_stub import SlackServer
from tests.slack_stub.authorization import CLIENT_ID, CLIENT_SECRET, Authorization

REDIRECT = "https://flightplan.example/slack/oauth_redirect"
KEY = Fernet.generate_key()


class Page(NamedTuple):
    status: int
    text: str


@dataclass
class InstallableApp:
    port: int
    database: Database
    authorization: Authorization
    oauth: OAuthApp

    @property
    def events_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/slack/events"

    @property
    def installations(self) -> SqlInstallations:
        return SqlInstallations(self.database.run)

    async def install(self, slack: SlackServer) -> Page:
        """As a browser goes through it: our page, Slack's, ours again; then Slack tells us of that workspace."""
        page = await Browser(self.port).install(slack.slack.workspace.team_id)
        await slack.deliver_to(self.events_url)
        return page


class Browser:
    """Keeps our cookie, as one does that came by https."""

    def __init__(self, port: int) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._cookie = ""

    async def begin(self) -> str:
        """The address of Slack's page."""
        async with aiohttp.ClientSession() as session, session.get(f"{self._site}/slack/install") as answer:
            jar = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            self._cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
            found = re.search(r'href="(http[^"]+authorize[^"]+)"', await answer.text())
            assert answer.status == 200 and found is not None
            return html.unescape(found[1])

    async def decide(self, page: str, choice: str) -> str:
        """Where Slack sends them back to."""
        async with aiohttp.ClientSession() as session, session.get(f"{page}&{choice}", allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            return answer.headers["Location"]

    async def come_back(self, address: str) -> Page:
        assert address.startswith(REDIRECT)
        ours = address.replace(REDIRECT, f"{self._site}/slack/oauth_redirect")
        async with aiohttp.ClientSession() as session, session.get(ours, headers={"Cookie": self._cookie}) as answer:
            return Page(answer.status, await answer.text())

    async def look(self, path: str) -> int:
        """What a page answers."""
        async with aiohttp.ClientSession() as session, session.get(f"{self._site}{path}") as answer:
            return answer.status

    async def install(self, team: str) -> Page:
        return await self.come_back(await self.decide(await self.begin(), f"team={team}"))


@asynccontextmanager
async def installable(
    authorization: Authorization,
    knowledge: Knowledge,
    database_url: str,
    *,
    clock: Clock = SYSTEM_CLOCK,
    keys: tuple[bytes, ...] = (KEY,),
    door: Transport = "http",
) -> AsyncIterator[InstallableApp]:
    cipher = MultiFernet([Fernet(key) for key in keys])
    with Database(database_url, now=clock.now) as database:

        async def load(workspace_id: str) -> UseCases:
            pipeline = build_pipeline(knowledge, offline(knowledge), database, workspace_id, clock)
            return UseCases(pipeline, rough_documents, rough_heatmap)

        async def remember(key: str) -> bool:
            return await database.in_workspace("local").run(lambda uow: uow.requests.add(key))

        oauth = OAuthApp(
            CLIENT_ID,
            CLIENT_SECRET,
            read_bot_scopes(ROOT / "manifest.json"),
            OAuthStates(cipher, remember, clock),
            SqlBotTokens(database.run, cipher),
            REDIRECT,
        )
        known = SqlInstallations(database.run, cipher)
        ground = Ground(known, database.get_app_queue(CLIENT_ID), load, partial(database.run, lambda tx: True), clock)
        credentials = Credentials(None, SlackServer.app_token, SlackServer.signing_secret, authorization.api_url)
        async with build_slack_session() as session:
            service = build_service(ground, Connection(credentials, None, door, session, oauth=oauth), QUICK)
            async with kept_running(service):
                yield InstallableApp(service.port, database, authorization, oauth)
