"""Sockets: Socket Mode by two connections, of which one always listens while the other is replaced."""

import asyncio
import logging
import random
from typing import NamedTuple

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.transport.calls import PATIENCE, translate_slack_errors
from bot.slack.transport.socket_connection import SocketConnection

log = logging.getLogger(__name__)


class SocketTimings(NamedTuple):
    """Seconds."""

    alive: float = 20.0
    """Between pings; a connection that leaves one unanswered for half of it is dead."""
    quiet_for: float = 300.0
    """Without an envelope a connection may have gone deaf, and is replaced."""
    first_pause: float = 0.5
    """After a failure; doubled with each that follows."""
    longest_pause: float = 30.0
    steady: float = 10.0
    """A connection that lived so long was no failure."""
    drain: float = 8.0
    """For what came in to be answered before a connection is closed."""


WATCH = SocketTimings()


class SocketModeClient:
    """slack_sdk's own client closes the old connection before it opens the new one, can go deaf after it and leaves
    tasks behind. Here the new one is greeted first, and no two are replaced at the same time."""

    def __init__(
        self, app: AsyncApp, client: AsyncWebClient, connections: int = 2, watch: SocketTimings = WATCH
    ) -> None:
        """`client` speaks with the app-level token."""
        self._app = app
        self._client = client
        self._watch = watch
        self._links: list[SocketConnection | None] = [None] * connections
        self._leaving: set[SocketConnection] = set()
        self._turn = asyncio.Lock()
        self._keepers: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None

    @property
    def is_connected(self) -> bool:
        return any(link is not None and link.is_live for link in self._links)

    async def start(self) -> None:
        """Returns at once; see `connected`."""
        self._session = aiohttp.ClientSession()
        self._keepers = [asyncio.create_task(self._keep_connected(place)) for place in range(len(self._links))]

    async def close(self) -> None:
        """What came in is answered, then everything is closed; closing twice does no harm."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        links = {*(link for link in self._links if link is not None), *self._leaving}
        self._links = [None] * len(self._links)
        await asyncio.gather(*(self._close_connection(link) for link in links))
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _keep_connected(self, place: int) -> None:
        failures = 0
        while True:
            try:
                await self._replace_connection(place)
            except Exception as exc:  # whatever it is: without a connection nobody is heard
                failures += 1
                log.warning("Slack takes no connection (%s).", exc)
                await asyncio.sleep(max(self._compute_backoff(failures), getattr(exc, "seconds", 0.0)))
                continue
            lasted = await self._wait_until_over(place)
            failures = 0 if lasted >= self._watch.steady else failures + 1
            if failures:
                await asyncio.sleep(self._compute_backoff(failures))

    async def _replace_connection(self, place: int) -> None:
        async with self._turn:
            back = not self.is_connected
            old, self._links[place] = self._links[place], await self._open_connection()
            if back:
                log.info("Connected to Slack.")
            await self._close_connection(old)

    async def _open_connection(self) -> SocketConnection:
        with translate_slack_errors("apps.connections.open"):
            answer = await self._client.api_call("apps.connections.open")
        if self._session is None:
            raise ConnectionError("the sockets are closed")
        ws = await self._session.ws_connect(
            answer["url"],
            heartbeat=self._watch.alive,
            proxy=self._client.proxy,
            ssl=True if self._client.ssl is None else self._client.ssl,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
        )
        link = SocketConnection(ws, self._run_bolt_app)
        try:
            await link.wait_for_greeting(PATIENCE)
        except BaseException:
            await link.close(0.1)
            raise
        return link

    async def _wait_until_over(self, place: int) -> float:
        """How long the connection served, once it has to be replaced."""
        loop = asyncio.get_running_loop()
        began, link = loop.time(), self._links[place]
        if link is not None:
            log.info("A connection to Slack is replaced: %s.", await link.wait_until_over(self._watch.quiet_for))
        return loop.time() - began

    async def _close_connection(self, link: SocketConnection | None) -> None:
        if link is not None:
            self._leaving.add(link)
            await link.close(self._watch.drain)
            self._leaving.discard(link)

    def _compute_backoff(self, failures: int) -> float:
        """Spread out, so that many do not come back at the same moment."""
        pause = min(self._watch.longest_pause, self._watch.first_pause * 2.0 ** min(failures - 1, 16))
        return pause * random.uniform(0.5, 1.0)

    async def _run_bolt_app(self, request: SocketModeRequest) -> BoltResponse:
        response: BoltResponse = await run_async_bolt_app(self._app, request)
        return response
