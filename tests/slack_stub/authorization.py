"""Slack's page where an app is allowed, what that grants, and one Web API before several workspaces."""

import asyncio
import base64
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.slack_stub.server import PATIENCE, SlackServer
from tests.slack_stub.slack import Token
from tests.slack_stub.state.records import Json

CLIENT_ID, CLIENT_SECRET = "111.222", "a-client-secret"
HALF_A_DAY = 43_200


@dataclass
class Grant:
    """What a token is good for. `enterprise`: of an organisation's installation."""

    team: str
    enterprise: str | None = None
    refresh: str | None = None
    expires_at: float | None = None


@dataclass
class Authorization:
    """`rotating`: tokens expire, and are exchanged."""

    workspaces: dict[str, SlackServer]
    enterprise: str | None = None
    """Where set, what is granted is all of its workspaces."""
    rotating: bool = False
    scopes: str = ""
    """What is told to be granted; empty for what is."""
    held: asyncio.Event | None = None
    """No token is given before this is set."""
    waiting: int = 0
    """How many waited for that."""
    away: bool = False
    url: str = ""
    codes: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Grant] = field(default_factory=dict)
    exchanges: int = 0
    called: list[tuple[str, str]] = field(default_factory=list)
    """Method and token of each call."""

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def revoke(self, team: str) -> None:
        self.tokens = {token: grant for token, grant in self.tokens.items() if grant.team != team}

    def admit(self, token: str, team: str) -> None:
        """One that was not granted here, as of an app that is installed from its page."""
        self.tokens[token] = Grant(team)

    def expire(self, team: str) -> None:
        """Its tokens are over at this moment."""
        for grant in self.tokens.values():
            if grant.team == team:
                grant.expires_at = 0.0

    # --- requests --------------------------------------------------------------------------------

    async def _authorize(self, http: web.Request) -> web.Response:
        """Somebody allows it in the workspace that they are in (`team`), or says no (`refuse`)."""
        asked = http.query
        if asked["client_id"] != CLIENT_ID or "chat:write" not in asked["scope"].split(","):
            return web.Response(status=400, text="no such app, or no scopes")
        back = {"state": asked["state"]}
        if "refuse" in asked:
            back |= {"error": "access_denied"}
        else:
            code = uuid.uuid4().hex
            self.codes[code] = Grant(asked["team"], self.enterprise)
            back |= {"code": code}
        raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode(back)}")

    async def _api(self, http: web.Request) -> web.StreamResponse:
        method, body = http.match_info["method"], await http.read()
        if self.away and http.transport is not None:
            http.transport.abort()
        if method == "oauth.v2.access":
            await self._wait_while_held()
            return web.json_response(self._access(http.headers.get("Authorization", ""), dict(await http.post())))
        token = http.headers.get("Authorization", "").removeprefix("Bearer ")
        self.called.append((method, token))
        grant = self.tokens.get(token)
        if grant is None or (grant.expires_at is not None and grant.expires_at <= time.time()):
            return web.json_response({"ok": False, "error": "token_expired" if grant else "account_inactive"})
        return await self._pass_on(http, body, grant)

    async def _wait_while_held(self) -> None:
        if self.held is not None:
            self.waiting += 1
            await asyncio.wait_for(self.held.wait(), PATIENCE)

    async def _pass_on(self, http: web.Request, body: bytes, grant: Grant) -> web.StreamResponse:
        server = self.workspaces[grant.team]
        ours = server.app_token if http.match_info["method"] == "apps.connections.open" else server.bot_token
        headers = {"Authorization": f"Bearer {ours}", "Content-Type": http.headers.get("Content-Type", "")}
        target = f"{server.url}{http.path_qs}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(http.method, target, data=body, headers=headers) as answer,
        ):
            told, scopes = await answer.json(), self.scopes or answer.headers.get("x-oauth-scopes", "")
            return web.json_response(told, status=answer.status, headers={"x-oauth-scopes": scopes})

    def _access(self, authorization: str, asked: Json) -> Json:
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {known}":
            return {"ok": False, "error": "invalid_client_id"}
        if asked.get("grant_type") == "refresh_token":
            return self._exchange(str(asked["refresh_token"]))
        grant = self.codes.pop(str(asked.get("code")), None)
        return self._grant(grant) if grant else {"ok": False, "error": "invalid_code"}

    def _exchange(self, refresh: str) -> Json:
        """The old pair is good for nothing afterwards."""
        found = next((token for token, grant in self.tokens.items() if grant.refresh == refresh), None)
        if found is None:
            return {"ok": False, "error": "invalid_refresh_token"}
        self.exchanges += 1
        old = self.tokens.pop(found)
        return self._grant(Grant(old.team, old.enterprise))

    def _grant(self, grant: Grant) -> Json:
        token, server = f"xoxb-{uuid.uuid4().hex}", self.workspaces[grant.team]
        self.tokens[token] = grant
        server.slack.tokens[server.bot_token] = Token("bot", server.app.scopes)  # also where it was uninstalled before
        told: Json = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(server.app.scopes)),
            "bot_user_id": server.app.user_id,
            "app_id": server.app.id,
            "team": None if grant.enterprise else {"id": grant.team, "name": grant.team.title()},
            "enterprise": {"id": grant.enterprise, "name": "Org"} if grant.enterprise else None,
            "is_enterprise_install": grant.enterprise is not None,
            "authed_user": {"id": "U1"},
        }
        if self.rotating:
            grant.refresh, grant.expires_at = f"xoxe-{uuid.uuid4().hex}", time.time() + HALF_A_DAY
            told |= {"refresh_token": grant.refresh, "expires_in": HALF_A_DAY}
        return told


@asynccontextmanager
async def authorizing(*workspaces: SlackServer, **traits: bool | str) -> AsyncIterator[Authorization]:
    known = {server.slack.workspace.team_id: server for server in workspaces}
    serving = Authorization(known, **traits)  # type: ignore[arg-type]
    site_app = web.Application(client_max_size=64 * 1024 * 1024)
    site_app.router.add_get("/oauth/v2/authorize", serving._authorize)
    site_app.router.add_route("*", "/api/{method}", serving._api)
    runner = web.AppRunner(site_app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    serving.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield serving
    finally:
        await runner.cleanup()
