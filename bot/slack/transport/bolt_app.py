"""Front: the one Bolt app behind both doors; what people do is received before Slack hears that it was."""

import hashlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import StorageFailed
from bot.services.ports.tracing import get_tracer
from bot.slack.transport.calls import build_slack_client

log = logging.getLogger(__name__)

Register = Callable[[AsyncApp], None]
NextMiddleware = Callable[[], Awaitable[Any]]
Json = Mapping[str, Any]


class Recipient(Protocol):
    """The workspace that something is for."""

    async def receive(self, body: dict[str, Any], /) -> None:
        """Stores an event for good, or raises."""

    async def remember(self, key: str, /) -> bool:
        """Keeps the key of a command, a click or a form; False where it is known already."""


FOREIGN = 403
"""The status of what is for another app or workspace."""
RECIPIENT = "recipient"
"""The key in a listener's context."""
_SIGNATURES = "slack_bolt.AsyncRequestVerification"
_APP = "slack_bolt.AsyncApp"


async def never_end(_: Json) -> bool:
    return False


class BoltCallbacks(NamedTuple):
    """What is behind the front."""

    find: Callable[[Json], Awaitable[Recipient | BoltResponse]]
    """Whom it is for, or the answer to what is for nobody here."""
    register: Register
    """Listeners for commands, clicks, shortcuts and forms; their `context` holds the recipient."""
    end: Callable[[Json], Awaitable[bool]] = never_end
    """Ends an installation where an event says that it is over, and says whether it did."""


def build_bolt_app(client: AsyncWebClient, listening: BoltCallbacks, signing_secret: str | None = None) -> AsyncApp:
    """`client`: for its address and connections alone. Listeners write down what they were told, then ack, and do
    nothing after: they run to their end before Slack gets its answer, so that a failure is one that Slack and the
    person see."""
    _quiet_bolt_logs()
    app = _TracedApp(
        name="flightplan",
        client=build_slack_client(None, client.base_url, client.session),  # with a token Bolt asks auth.test each time
        signing_secret=signing_secret or secrets.token_hex(32),  # without ours nothing from outside is to be believed
        before_authorize=_Gate(listening),
        authorize=_authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_handle_listener_error)
    listening.register(app)
    return app


class _TracedApp(AsyncApp):
    """Bolt's middleware has ended before a listener begins: what is traced is all of it."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        with get_tracer().open_span(f"take {_get_kind(req.body)}", {"by": req.mode}, None):
            return await super().async_dispatch(req)


def _get_kind(body: Json) -> str:
    """What kind of event, click or form it is; of commands the same for all."""
    event = body.get("event")
    return str((event.get("type") if isinstance(event, dict) else body.get("type")) or "command")


class _Gate(AsyncMiddleware):
    """Of Bolt's own kind: for a plain function Bolt builds all that a listener might ask for, at each request."""

    def __init__(self, listening: BoltCallbacks) -> None:
        self._listening = listening

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: NextMiddleware,  # noqa: A002  Bolt's names
    ) -> BoltResponse | None:
        """What is answered here is given back: Bolt takes a request that nobody answered for an unhandled one."""
        body = req.body
        if body.get("type") != "url_verification":
            recipient = await self._listening.find(body)
            if isinstance(recipient, BoltResponse):
                return recipient
            if await _is_settled(body, recipient, self._listening) or not await _is_first(req, recipient):
                return BoltResponse(status=200, body="")
            req.context[RECIPIENT] = recipient
        await next()
        return None


async def _is_settled(body: dict[str, Any], recipient: Recipient, listening: BoltCallbacks) -> bool:
    """Of what needs no listener: it is stored, or only told of."""
    kind = body.get("type")
    if kind == "app_rate_limited":
        log.warning("Slack holds events back: more than 30,000 an hour.")
        return True
    if kind != "event_callback":
        return False
    if not isinstance(body.get("event"), dict):
        log.warning("An event without anything in it was let go.")
    elif not await listening.end(body):
        await recipient.receive(body)
    return True


async def _is_first(req: AsyncBoltRequest, recipient: Recipient) -> bool:
    """Over HTTP only: nobody can catch what comes through a socket of ours, and what Slack sends there twice, because
    our answer was lost, wants it still."""
    if req.mode != "http" or await recipient.remember(_build_request_key(req.body)):
        return True
    log.info("A request that came before was acknowledged, and not worked again.")
    return False


def _build_request_key(body: Json) -> str:
    """Slack sends a command, a click or a form once, and gives it a trigger id; the few kinds without one have nothing
    that differs from request to request but all that they say."""
    said = [body.get("type"), body["trigger_id"]] if body.get("trigger_id") else body
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """The gate has found the workspace, whose listeners speak with a client of their own: nothing is asked of Slack."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def refuse_foreign() -> BoltResponse:
    """Over sockets whoever shares our app-level token gets it."""
    return BoltResponse(status=FOREIGN, body="", headers={"X-Slack-No-Retry": "1"})


async def _handle_listener_error(error: Exception, body: dict[str, Any]) -> BoltResponse | None:
    """Nobody reads a traceback in Slack: a command is answered with a reference, all else by Slack's own sign."""
    kind = body.get("type") or body.get("command") or "request"
    if isinstance(error, BoltUnhandledRequestError):
        log.info("A %s that nothing listens to was acknowledged.", kind)
        return BoltResponse(status=200, body="")
    reference = secrets.token_hex(2).upper()
    if isinstance(error, StorageFailed):
        log.error("A %s could not be kept (ref %s). %s", kind, reference, error)
    else:
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
