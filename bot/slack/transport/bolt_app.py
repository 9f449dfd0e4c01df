"""Front: the one Bolt app behind both doors; what people do is received before Slack hears that it was."""

import hashlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.transport.addressee import AddresseeCheck
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.installation_check import Installation

log = logging.getLogger(__name__)

Receive = Callable[[dict[str, Any]], Awaitable[None]]
"""Stores an event for good, or raises."""
Register = Callable[[AsyncApp], None]
Remember = Callable[[str], Awaitable[bool]]
"""Keeps the key of a request; False where it is known already."""
NextMiddleware = Callable[[], Awaitable[Any]]

FOREIGN = 403
"""The status of what is for another app or workspace."""
_SIGNATURES = "slack_bolt.AsyncRequestVerification"
_APP = "slack_bolt.AsyncApp"


End = Callable[[Mapping[str, Any]], Awaitable[bool]]
"""Of an event: ends the installation if that is what it says, and says whether."""


async def never_end(_: Mapping[str, Any]) -> bool:
    return False


class BoltCallbacks(NamedTuple):
    """What is behind the front."""

    receive: Receive
    """Of events."""
    register: Register
    """Listeners for commands, clicks, shortcuts and forms."""
    remember: Remember
    """Of those, each by a key of its own."""
    end: End = never_end


def build_bolt_app(
    client: AsyncWebClient, installation: Installation, listening: BoltCallbacks, signing_secret: str | None = None
) -> AsyncApp:
    """`client` speaks with the bot token. Listeners write down what they were told, then ack, and do nothing after:
    they run to their end before Slack gets its answer, so that a failure is one that Slack and the person see."""
    _quiet_bolt_logs()
    app = AsyncApp(
        name="flightplan",
        client=build_slack_client(None, client.base_url, client.session),  # with a token Bolt asks auth.test each time
        signing_secret=signing_secret or secrets.token_hex(32),  # without ours nothing from outside is to be believed
        before_authorize=_build_gate(AddresseeCheck(installation), listening),
        authorize=_build_authorizer(client.token, installation),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_handle_listener_error)
    listening.register(app)
    return app


def _build_gate(addressee: AddresseeCheck, listening: BoltCallbacks) -> Callable[..., Awaitable[BoltResponse | None]]:
    """What is answered here is given back: Bolt takes a request that nobody answered for an unhandled one."""

    async def pass_gate(
        req: AsyncBoltRequest,
        body: dict[str, Any],
        ack: AsyncAck,
        next: NextMiddleware,  # noqa: A002  Bolt's names
    ) -> BoltResponse | None:
        if not addressee.is_for_us(body):
            return BoltResponse(status=FOREIGN, body="", headers={"X-Slack-No-Retry": "1"})
        if body.get("type") == "app_rate_limited":
            log.warning("Slack holds events back: more than 30,000 an hour.")
            return await ack()
        if body.get("type") == "event_callback":
            if not await listening.end(body):
                await listening.receive(body)
            return await ack()
        if req.mode == "http" and not await _is_first(body, listening):
            log.info("A request that came before was acknowledged, and not worked again.")
            return await ack()
        await next()
        return None

    return pass_gate


async def _is_first(body: Mapping[str, Any], listening: BoltCallbacks) -> bool:
    """Over HTTP only: nobody can catch what comes through a socket of ours, and what Slack sends there twice, because
    our answer was lost, wants it still."""
    return body.get("type") == "url_verification" or await listening.remember(_build_request_key(body))


def _build_request_key(body: Mapping[str, Any]) -> str:
    """Slack sends a command, a click or a form once, and gives it a trigger id; the few kinds without one have nothing
    that differs from request to request but all that they say."""
    said = [body.get("type"), body["trigger_id"]] if body.get("trigger_id") else body
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _build_authorizer(token: str | None, installation: Installation) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Other workspaces have no business here: only shared channels mention them, and those come as events."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_id=installation.bot_id,
            bot_user_id=installation.bot_user_id,
        )

    return authorize


async def _handle_listener_error(error: Exception, body: dict[str, Any]) -> BoltResponse | None:
    """Nobody reads a traceback in Slack: a command is answered with a reference, all else by Slack's own sign."""
    kind = body.get("type") or body.get("command") or "request"
    if isinstance(error, BoltUnhandledRequestError):
        log.info("A %s that nothing listens to was acknowledged.", kind)
        return BoltResponse(status=200, body="")
    reference = secrets.token_hex(2).upper()
    log.error("A %s failed (ref %s).", kind, reference, exc_info=error)
    if "command" not in body:
        return None
    words = f"That didn't work. Please try again in a minute; if it stays, tell your admin the reference {reference}."
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words})


def _quiet_bolt_logs() -> None:
    """Bolt writes the whole body of an unsigned request into the log, and warns of a token it need not use."""
    for name, wanted in ((_SIGNATURES, _drop_log_record), (_APP, _is_not_about_tokens)):
        logger = logging.getLogger(name)
        if wanted not in logger.filters:
            logger.addFilter(wanted)


def _drop_log_record(_: logging.LogRecord) -> bool:
    """The site says that a request was turned away."""
    return False


def _is_not_about_tokens(record: logging.LogRecord) -> bool:
    return "token" not in record.getMessage() or record.levelno > logging.WARNING
