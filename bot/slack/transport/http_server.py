"""Web: what is served over HTTP: Slack's requests, where it sends them, and how the app is doing."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.core.errors import FlightplanError, SettingsInvalid

log = logging.getLogger(__name__)

Check = Callable[[], Awaitable[bool]]
_SLACK_PATHS = ("/slack/events", "/slack/interactions", "/slack/commands")
_LARGEST = 2 * 1024 * 1024
_CHECK_PATIENCE = 3.0


def build_http_app(checks: Mapping[str, Check], front: AsyncApp | None = None) -> Starlette:
    """`checks` by what they look at (database, workers, socket); `front` only where Slack comes over HTTP."""

    async def ready(_: Request) -> Response:
        lacking = await _list_failing_checks(checks)
        words = f"not ready: {', '.join(lacking)}" if lacking else "ready"
        return PlainTextResponse(words, 503 if lacking else 200)

    routes = [Route("/healthz", _handle_healthz), Route("/readyz", ready)]
    if front is not None:
        take = _build_slack_endpoint(AsyncSlackRequestHandler(front))
        routes += [Route(path, take, methods=["POST"]) for path in _SLACK_PATHS]
    return Starlette(routes=routes)


async def _handle_healthz(_: Request) -> Response:
    return PlainTextResponse("alive")


async def _list_failing_checks(checks: Mapping[str, Check]) -> list[str]:
    results = await asyncio.gather(*(_passes_check(name, check) for name, check in checks.items()))
    return [name for name, passed in zip(checks, results, strict=True) if not passed]


async def _passes_check(name: str, check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), _CHECK_PATIENCE)
    except (FlightplanError, TimeoutError) as exc:
        log.warning("%s is not ready: %r", name, exc)
        return False


def _build_slack_endpoint(handler: AsyncSlackRequestHandler) -> Callable[[Request], Awaitable[Response]]:
    """Bolt reads a request before it looks at the signature: what cannot come from Slack is not let that far."""

    async def take(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            return Response(status_code=411)
        if int(length) > _LARGEST:
            return Response(status_code=413)
        try:
            response = await handler.handle(request)
        except (AttributeError, TypeError, ValueError):  # neither a form nor a JSON object
            return Response(status_code=400)
        if response.status_code == 401:
            log.warning("A request that Slack did not sign just now was turned away. Is SLACK_SIGNING_SECRET right?")
        return response

    return take


class HttpServer:
    """Serves a site inside our event loop until it is closed; signals are left to whoever runs it."""

    def __init__(self, site: Starlette, port: int, host: str = "0.0.0.0") -> None:
        self._site = site
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._server: _UvicornServer | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The one that is served, once it is."""
        return int(self._socket.getsockname()[1]) if self._socket is not None else self._address[1]

    async def start(self) -> None:
        """Raises SettingsInvalid where the port cannot be had."""
        try:
            self._socket = socket.create_server(self._address)
        except OSError as exc:
            raise SettingsInvalid(f"PORT: {self._address[1]} cannot be had ({exc.strerror}). Name another.") from exc
        quiet: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
        config = uvicorn.Config(self._site, lifespan="off", ws="none", timeout_graceful_shutdown=5, **quiet)
        self._server = _UvicornServer(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def close(self) -> None:
        """Requests under way are answered first."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        if self._socket is not None:
            self._socket.close()


class _UvicornServer(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn would take SIGTERM for itself, and the workers would never hear of it."""
        yield
