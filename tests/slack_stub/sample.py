"""A small Bolt app to try the server with: its manifest, and the two ways it can be connected."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.slack_stub.people import User
from tests.slack_stub.server import SlackServer
from tests.slack_stub.state.timing import Timing

SCOPES = [
    *("app_mentions:read", "assistant:write", "canvases:read", "canvases:write", "channels:history", "channels:read"),
    *(
        "channels:join",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "im:history",
        "im:write",
        "reactions:write",
    ),
    "users:read",
]
EVENTS = [
    *("agent_session_stopped", "app_home_opened", "app_mention", "app_uninstalled", "message.channels"),
    *("message.groups", "message.im", "reaction_added"),
]

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Sample"},
    "features": {
        "agent_view": {"agent_description": "A sample"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Sample"},
        "shortcuts": [{"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep it"}],
        "slash_commands": [{"command": "/pilot", "description": "Pilots", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@pytest.fixture(name="slack")
def slack_fixture() -> Iterator[SlackServer]:
    with SlackServer(MANIFEST, Timing(ack=1.5, retries=(0.02, 0.05, 0.1))) as server:
        yield server


@pytest.fixture(name="ana")
def ana_fixture(slack: SlackServer) -> User:
    return slack.user("ana", tz="Europe/Paris")


async def refused(slack: SlackServer, method: str, *, token: str | None = None, **args: Any) -> dict[str, Any]:
    """What Slack answers to a call that it does not carry out."""
    with pytest.raises(SlackApiError) as caught:
        await client_of(slack, **({"token": token} if token is not None else {})).api_call(method, json=args)
    return dict(caught.value.response.data)


def client_of(slack: SlackServer, **options: Any) -> AsyncWebClient:
    return AsyncWebClient(**{"token": slack.bot_token, "base_url": slack.api_url, **options})


def app_of(slack: SlackServer, **options: Any) -> AsyncApp:
    return AsyncApp(
        client=client_of(slack),
        signing_secret=slack.signing_secret,
        attaching_conversation_kwargs_enabled=False,
        **options,
    )


def quiet(slack: SlackServer) -> AsyncApp:
    """An app that hears everything and says nothing."""
    app = app_of(slack)

    async def hear() -> None:
        pass

    for kind in ("message", "app_mention", "app_home_opened", "agent_session_stopped"):
        app.event(kind)(hear)
    return app


@asynccontextmanager
async def by_socket(slack: SlackServer, app: AsyncApp, connections: int = 1, ping: float = 5.0) -> AsyncIterator[None]:
    """slack_sdk sees a cut wire after one `ping`, and cuts it itself if a pong takes longer than half of that."""
    before = slack.connections
    handlers = [AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping) for _ in range(connections)]
    for handler in handlers:
        handler.client.web_client = client_of(slack, token=slack.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.until(lambda: slack.connections == before + connections)
    try:
        yield
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def by_http(slack: SlackServer, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    server = uvicorn.Server(
        uvicorn.Config(site, port=0, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server.serve())
    await slack.until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    await slack.deliver_to(f"http://127.0.0.1:{port}/slack/events", challenge=True)
    try:
        yield
    finally:
        server.should_exit = True
        await serving
