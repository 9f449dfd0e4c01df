"""Sockets: Socket Mode by two of slack_sdk's connections, of which one always listens while the other is replaced."""

import asyncio
import logging
import random
import time
from contextlib import suppress
from typing import Any, NamedTuple

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient as SdkClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused, SlackUnavailable
from bot.services.worker.handler import RetryLater
from bot.services.worker.outage_log import SLACK_AWAY, OutageLog
from bot.slack.transport.bolt_app import FOREIGN
from bot.slack.transport.calls import PATIENCE, find_proxy, translate_slack_errors

log = logging.getLogger(__name__)
_LOOK = 0.25
"""Seconds within which a connection that was cut without a word is noticed."""


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


class SocketConnection(SdkClient):
    """One connection, from its greeting until it has to be replaced. slack_sdk reads, pings and acknowledges; but where
    it would close the connection and then open another, this one is over: the other has to be greeted first."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, watch: SocketTimings) -> None:
        super().__init__(client.token or "", logging.getLogger("slack_sdk"), client, ping_interval=watch.alive)
        self._app = app
        self._watch = watch
        self._greeted = asyncio.Event()
        self._over = asyncio.Event()
        self._why = ""
        self._heard_at = _get_loop_time()
        self._answering: set[asyncio.Task[Any] | None] = set()
        self.socket_mode_request_listeners.append(self._answer_request)

    @property
    def is_live(self) -> bool:
        socket = self.current_session
        return self._greeted.is_set() and not self._over.is_set() and socket is not None and not socket.closed

    async def open(self) -> None:
        """Slack says hello once a connection is in use. Raises as `translate_slack_errors` does, or OSError."""
        with translate_slack_errors("apps.connections.open"):
            answer = await self.web_client.apps_connections_open(app_token=self.app_token)
        self.wss_uri = str(answer["url"])
        self.proxy = find_proxy(self.wss_uri, self.proxy)
        async with asyncio.timeout(PATIENCE):
            await self.connect()  # type: ignore[no-untyped-call]
            await self._greeted.wait()
        if self._over.is_set():
            raise ConnectionError(f"Slack did not greet the connection ({self._why})")

    async def wait_until_over(self) -> str:
        """Why it has to be replaced: cut, asked to, or so quiet that it may be deaf."""
        while not self._over.is_set():
            if not await self.is_connected():
                self._end("closed")
            elif _get_loop_time() - self._heard_at > self._watch.quiet_for:
                self._end(f"quiet for {self._watch.quiet_for:g} s")
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):  # `wait_for` would swallow a cancellation that meets the end
                    await self._over.wait()
        return self._why

    async def drain(self) -> None:
        """Closes it once everything that came is answered; what comes later Slack delivers again."""
        deadline = _get_loop_time() + self._watch.drain
        while (answering := {task for task in self._answering if task}) and (left := deadline - _get_loop_time()) > 0:
            await asyncio.wait(answering, timeout=left)
        with suppress(OSError):
            async with asyncio.timeout(self._watch.drain):
                await self.disconnect()  # type: ignore[no-untyped-call]
        self.current_session = None
        await self.close()  # type: ignore[no-untyped-call]
        tasks = (self.message_processor, self.message_receiver, self.current_session_monitor, *self._answering)
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """What slack_sdk does where it finds the connection broken."""
        self._end("broken")

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        self._heard_at = _get_loop_time()
        if message.get("type") == "disconnect":
            self._end(f"asked to: {message.get('reason')}")
            return
        self._greeted.set()  # by a hello; whoever sends events without one means it too
        await super().run_message_listeners(message, raw_message)

    def _end(self, why: str) -> None:
        self._why = self._why or why
        self._over.set()
        self._greeted.set()

    async def _answer_request(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Acknowledged through the connection it came by; where that is impossible, Slack delivers it again."""
        task, started = asyncio.current_task(), time.time()
        self._answering.add(task)
        try:
            response = await run_async_bolt_app(self._app, request)
            if response.status == FOREIGN:
                return  # whoever shares our app-level token gets it when Slack sends it again
            if response.status != 200:
                log.warning("A %s failed and was not acknowledged (%d).", request.type, response.status)
                return
            await send_async_response(self, request, response, started)
        except ConnectionError:
            log.info("A connection broke before a %s was acknowledged.", request.type)
        finally:
            self._answering.discard(task)


class SocketModeClient:
    """Keeps so many connections open; no two are replaced at the same time."""

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
        self._outage = OutageLog(SLACK_AWAY, "connections")
        self._keepers: list[asyncio.Task[None]] = []
        self._is_closed = False

    @property
    def is_connected(self) -> bool:
        return any(link is not None and link.is_live for link in self._links)

    async def start(self) -> None:
        """Returns at once; see `is_connected`."""
        self._keepers = [asyncio.create_task(self._keep_connected(place)) for place in range(len(self._links))]

    async def close(self) -> None:
        """What came in is answered, then everything is closed; closing twice does no harm."""
        self._is_closed = True
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        links = {*(link for link in self._links if link is not None), *self._leaving}
        self._links = [None] * len(self._links)
        await asyncio.gather(*(link.drain() for link in links))

    async def _keep_connected(self, place: int) -> None:
        failures = 0
        while not self._is_closed:
            asked = 0.0
            try:
                lasted = await self._serve_connection(place)
                failures = 0 if lasted >= self._watch.steady else failures + 1
            except (SlackRefused, SlackUnavailable, RetryLater, OSError) as exc:
                failures += 1
                asked = getattr(exc, "seconds", 0.0)
                self._outage.record_failure(str(exc) or "no word")
            if failures:
                await asyncio.sleep(max(self._compute_backoff(failures), asked))

    async def _serve_connection(self, place: int) -> float:
        """How long a new one served, once it has to be replaced. It is closed when the next one stands."""
        async with self._turn:
            back, link = not self.is_connected, await self._open_connection()
            old, self._links[place] = self._links[place], link
            self._outage.record_success()
            if back:
                log.info("Connected to Slack.")
            if old is not None:
                await self._drain_connection(old)
        began = _get_loop_time()
        log.info("A connection to Slack is replaced: %s.", await link.wait_until_over())
        return _get_loop_time() - began

    async def _open_connection(self) -> SocketConnection:
        link = SocketConnection(self._app, self._client, self._watch)
        try:
            await link.open()
        except BaseException:
            await link.drain()
            raise
        return link

    async def _drain_connection(self, link: SocketConnection) -> None:
        self._leaving.add(link)
        await link.drain()
        self._leaving.discard(link)

    def _compute_backoff(self, failures: int) -> float:
        """Spread out, so that many do not come back at the same moment."""
        pause = min(self._watch.longest_pause, self._watch.first_pause * 2.0 ** min(failures - 1, 16))
        return pause * random.uniform(0.5, 1.0)


def _get_loop_time() -> float:
    return asyncio.get_running_loop().time()
