"""Web: what is served over HTTP: Slack's requests, where it sends them, and how the app is doing."""

import asyncio
import ipaddress
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from errno import EADDRNOTAVAIL
from functools import partial
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.core.errors import FlightplanError, SettingsInvalid
from bot.slack.transport.admission import Admission, note_answers
from bot.slack.transport.flood_filter import FloodFilter
from bot.slack.transport.http_protocol import LIMITS, HttpLimits, LimitedHttpProtocol
from bot.slack.transport.signed_request import SignedRequestReader, get_media_type, require_plain_shape

log = logging.getLogger(__name__)

Check = Callable[[], Awaitable[bool]]
_SLACK_PATHS = ("/slack/events", "/slack/interactions", "/slack/commands")
_CHECK_PATIENCE = 3.0
_QUEUE = 2048
"""Connections that may wait to be taken in."""
_HOSTS = "Set 127.0.0.1 to be reached from this machine alone, or 0.0.0.0 from everywhere."
_TROUBLE = 0.5
"""Seconds after which it is tried again to take somebody in."""
_STRANGERS_FILL = (__name__, LimitedHttpProtocol.__module__, "uvicorn.error")
"""Loggers that get a line where somebody sends us nonsense."""


def build_http_app(
    checks: Mapping[str, Check],
    front: AsyncApp | None = None,
    signing_secret: str | None = None,
    metrics: Callable[[], Awaitable[str]] | None = None,
) -> Starlette:
    """`checks` by what they look at (database, workers, socket); `front` only where Slack comes over HTTP.
    `metrics`: what monitoring on this machine may read."""

    async def ready(request: Request) -> Response:
        lacking = await _list_failing_checks(checks)
        told = f": {', '.join(lacking)}" if _is_from_this_machine(request) else ""
        return PlainTextResponse(f"not ready{told}" if lacking else "ready", 503 if lacking else 200)

    async def count(request: Request) -> Response:
        if metrics is None or not _is_from_this_machine(request):
            raise HTTPException(404)
        return PlainTextResponse(await metrics())

    routes = [Route("/healthz", _handle_healthz), Route("/readyz", ready), Route("/metrics", count)]
    if front is not None:
        take = _build_slack_endpoint(front, SignedRequestReader(signing_secret))
        routes += [Route(path, take, methods=["POST"]) for path in _SLACK_PATHS]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refuse_request})  # type: ignore[dict-item]
    app.router.redirect_slashes = False
    return app


async def _handle_healthz(_: Request) -> Response:
    return PlainTextResponse("alive")


def _is_from_this_machine(request: Request) -> bool:
    """What is not ready is nobody else's business."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def _list_failing_checks(checks: Mapping[str, Check]) -> list[str]:
    results = await asyncio.gather(*(_passes_check(name, check) for name, check in checks.items()))
    return [name for name, passed in zip(checks, results, strict=True) if not passed]


async def _passes_check(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(_CHECK_PATIENCE):
            return await check()
    except (FlightplanError, TimeoutError) as exc:
        log.warning("%s is not ready: %r", name, exc)
        return False


def _build_slack_endpoint(front: AsyncApp, reader: SignedRequestReader) -> Callable[[Request], Awaitable[Response]]:
    """Bolt parses a request before it looks at the signature: what is not proven to be Slack's is not let that far."""

    async def take(request: Request) -> Response:
        body = await reader.read(request)
        require_plain_shape(body, get_media_type(request))
        try:
            signed = to_async_bolt_request(request, body)
        except (AttributeError, TypeError, ValueError) as exc:  # an id where an object should be, or so
            raise HTTPException(400, "its body is nothing that Slack sends") from exc
        return to_starlette_response(await front.async_dispatch(signed))

    return take


async def _refuse_request(request: Request, refusal: HTTPException) -> Response:
    """One line, which holds nothing of the body; what else strangers chose is quoted, so that it stays one. Whoever
    wants to try once more waits for their turn again."""
    host, path = request.client.host if request.client else "", request.url.path
    words = f"A request to %.100r from %.50r was refused ({refusal.status_code}): %s."
    log.warning(words, path, host, refusal.detail)
    return PlainTextResponse(refusal.detail, refusal.status_code, {**(refusal.headers or {}), "Connection": "close"})


LOOPBACK = "127.0.0.1"


def open_port(host: str, port: int) -> socket.socket:
    """Raises SettingsInvalid where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        address = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0][4]
        return socket.create_server(address, family=family, backlog=_QUEUE)
    except (OSError, UnicodeError) as exc:
        raise SettingsInvalid(_describe_refusal(host, port, exc)) from exc


def _describe_refusal(host: str, port: int, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number is None or number < 0 or number == EADDRNOTAVAIL:  # below 0: the name can't be resolved
        return f"HOST: {host[:80]} is no address of this machine. {_HOSTS}"
    return f"PORT: {port} cannot be had at HOST {host} ({os.strerror(number)}). Name another."


class HttpServer:
    """Serves a site inside our event loop until it is closed; signals are left to whoever runs it."""

    def __init__(
        self,
        site: Starlette,
        port: int,
        host: str = LOOPBACK,
        limits: HttpLimits = LIMITS,
        *,
        listening: socket.socket | None = None,
    ) -> None:
        """`listening`: at that address, where it was opened already."""
        self._site = site
        self._admission = Admission(limits.pauses)
        self._limits = limits
        self._flood = FloodFilter()
        self._address = (host, port)
        self._socket = listening
        self._server: _UvicornServer | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The one that is served, once it is."""
        return int(self._socket.getsockname()[1]) if self._socket is not None else self._address[1]

    async def start(self) -> None:
        """Raises SettingsInvalid where the port cannot be had."""
        self._socket = self._socket or open_port(*self._address)
        for name in _STRANGERS_FILL:
            logging.getLogger(name).addFilter(self._flood)
        config = _build_uvicorn_config(self._site, self._limits, self._admission)
        self._server = _UvicornServer(config, self._admission)
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def close(self) -> None:
        """Requests under way are answered first."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        if self._socket is not None:
            self._socket.close()
        for name in _STRANGERS_FILL:
            logging.getLogger(name).removeFilter(self._flood)


def _build_uvicorn_config(site: Starlette, limits: HttpLimits, admission: Admission) -> uvicorn.Config:
    quiet: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
    return uvicorn.Config(
        note_answers(site, admission, _SLACK_PATHS),
        http=partial(LimitedHttpProtocol, limits=limits, admission=admission),  # type: ignore[arg-type]  # it is only called
        limit_concurrency=limits.connections + 1,
        timeout_keep_alive=limits.keep_alive,
        timeout_graceful_shutdown=5,
        lifespan="off",
        ws="none",
        **quiet,
    )


class _UvicornServer(uvicorn.Server):
    """Takes connections in by itself, a few at a time, so that a crowd at the door doesn't hold up who is inside."""

    def __init__(self, config: uvicorn.Config, admission: Admission) -> None:
        super().__init__(config)
        self._admission = admission
        self._accepting: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        for listening in sockets or ():
            listening.listen(_QUEUE)
            listening.setblocking(False)
            self._accepting = asyncio.create_task(self._accept_connections(listening))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._accepting is not None:
            self._accepting.cancel()
            await asyncio.wait([self._accepting])
        await super().shutdown(sockets)

    async def _accept_connections(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(listening)
                await loop.connect_accepted_socket(self._build_protocol, connection)
            except OSError as exc:  # no files left, or who came is gone already
                log.warning("A connection could not be taken in (%s).", exc.strerror)
                await asyncio.sleep(_TROUBLE)
            if rest := self._admission.note_arrival():
                await asyncio.sleep(rest)

    def _build_protocol(self) -> asyncio.Protocol:
        build: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        return build(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would take SIGTERM for itself, and the workers would never hear of it."""
        yield
