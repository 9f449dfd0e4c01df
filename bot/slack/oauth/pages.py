"""Pages: where somebody begins to install the app, and where Slack sends them back to."""

import logging
from collections.abc import Awaitable, Callable

import aiohttp
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.core.errors import StorageFailed
from bot.slack.oauth.install_flow import INSTALL_PATH, REDIRECT_PATH, InstallFlow

log = logging.getLogger(__name__)

_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}
"""The address that Slack sends them to is good for an installation: it goes nowhere else."""


def build_install_pages(flow: InstallFlow) -> list[Route]:
    return [
        Route(INSTALL_PATH, _build_page(flow.handle_installation), methods=["GET"]),
        Route(REDIRECT_PATH, _build_page(flow.handle_callback), methods=["GET"]),
    ]


def _build_page(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        try:
            shown = to_starlette_response(await handle(to_async_bolt_request(request, b"")))
        except (aiohttp.ClientError, SlackClientError, TimeoutError) as exc:
            log.warning("Slack could not be asked about an installation (%s).", type(exc).__name__)
            raise HTTPException(502, "Slack could not be reached. Please begin again") from exc
        except StorageFailed as exc:
            log.error("Nobody can install Flightplan at present. %s", exc)
            raise HTTPException(503, "Nothing can be kept at present. Please begin again in a while") from exc
        shown.headers.update(_PRIVATE)
        return shown

    return show
