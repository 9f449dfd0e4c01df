"""Install: is the app installed as it needs to be? Asked at start; each failure is one line that says what to do."""

import json
import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.core.errors import SettingsInvalid, SlackRefused, SlackUnavailable
from bot.services.worker.handler import RetryLater
from bot.slack.transport.calls import SLACK_API, build_slack_client, translate_slack_errors

log = logging.getLogger(__name__)

Transport = Literal["socket", "http"]
DISPENSABLE = {
    "canvases:read": "plans get no canvas",
    "canvases:write": "plans get no canvas",
    "reactions:write": "answers that were recorded get no tick",
    "usergroups:read": "groups that people mention go without their names",
}
"""Scopes without which the app does all it does but for one convenience, and what that is."""

_BOT = "SLACK_BOT_TOKEN"
_APP = "SLACK_APP_TOKEN"
_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105  the name of it
_WHERE = {
    _BOT: "copy the Bot User OAuth Token (xoxb-…) from the app's page OAuth & Permissions",
    _APP: "make an app-level token (xapp-…) with the scope connections:write on the app's page Basic Information",
    _SECRET: "copy the Signing Secret from the app's page Basic Information",
}
_STARTS = {_BOT: "xoxb-", _APP: "xapp-"}
_WRONG = {
    "account_inactive": "is of an app that was uninstalled, or of a workspace that is gone",
    "invalid_auth": "is not known to Slack",
    "not_allowed_token_type": "is a token of another kind",
    "not_authed": "is empty",
    "token_expired": "has expired",
    "token_revoked": "was revoked",
}


class Credentials(NamedTuple):
    bot_token: str | None
    app_token: str | None = None
    """For Socket Mode."""
    signing_secret: str | None = None
    """For HTTP."""
    api_url: str = SLACK_API


class Installation(NamedTuple):
    team_id: str
    team: str
    url: str
    """Of the workspace, with a slash at its end: what permalinks begin with."""
    bot_user_id: str
    bot_id: str
    app_id: str
    """Empty where Slack does not tell."""
    enterprise_id: str = ""
    """Of an organisation in all of which the app is installed; empty where it is in one workspace."""


def read_bot_scopes(manifest: Path) -> tuple[str, ...]:
    """The bot scopes that the manifest asks for."""
    try:
        return tuple(json.loads(manifest.read_text())["oauth_config"]["scopes"]["bot"])
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise SettingsInvalid(f"{manifest.name} cannot be read, or names no bot scopes.") from exc


async def check_installation(credentials: Credentials, door: Transport | None, scopes: Collection[str]) -> Installation:
    """Raises SettingsInvalid with one line for the first thing that is missing or wrong. `door`: None where Slack comes
    in on another machine."""
    token = _require_credential(_BOT, credentials.bot_token)
    if door is not None:
        _require_door_key(credentials, door)
    answer = await _call_slack(_build_client(token, credentials), "auth.test", _BOT)
    _require_scopes(answer.headers, scopes)
    installation = _parse_installation(answer)
    if not installation.app_id:
        installation = installation._replace(app_id=await _find_app_id(token, credentials, installation.bot_id))
    if door is not None:
        await check_door(credentials, door)
    return installation


async def check_door(credentials: Credentials, door: Transport) -> None:
    """Raises SettingsInvalid where Slack has no way in by it."""
    key = _require_door_key(credentials, door)
    if door == "socket":
        await _call_slack(_build_client(key, credentials), "apps.connections.open", _APP)


def _require_door_key(credentials: Credentials, door: Transport) -> str:
    needed = (_APP, credentials.app_token) if door == "socket" else (_SECRET, credentials.signing_secret)
    return _require_credential(*needed)


def list_missing(credentials: Credentials) -> tuple[str, ...]:
    """A line for each token that is not set, with where it stands; of the two ways in, one is enough."""
    ways = () if credentials.app_token or credentials.signing_secret else (_APP, _SECRET)
    needed = (*(() if credentials.bot_token else (_BOT,)), *ways)
    kinds = {_BOT: "", _APP: " (for Socket Mode, which needs no address)", _SECRET: " (or, for HTTP, in its place)"}
    return tuple(f"{name}{kinds[name]} is not set: {_WHERE[name]}." for name in needed)


def _require_credential(name: str, value: str | None) -> str:
    given = (value or "").strip()
    if not given:
        raise SettingsInvalid(f"{name} is not set: {_WHERE[name]}.")
    if name == _SECRET and given.startswith(("xox", "xapp-")):
        raise SettingsInvalid(f"{name} is a token, not a signing secret: {_WHERE[name]}.")
    if not given.startswith(_STARTS.get(name, "")):
        raise SettingsInvalid(f"{name} does not begin with {_STARTS[name]}: {_WHERE[name]}.")
    return given


def _build_client(token: str, credentials: Credentials) -> AsyncWebClient:
    client = build_slack_client(token, credentials.api_url)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    return client


async def _call_slack(client: AsyncWebClient, method: str, name: str) -> AsyncSlackResponse:
    try:
        with translate_slack_errors(method):
            return await client.api_call(method)
    except SlackRefused as exc:
        raise _to_settings_error(exc, name) from exc
    except (SlackUnavailable, RetryLater) as exc:
        raise SettingsInvalid(f"{exc} Is {client.base_url} the right address (SLACK_API_URL), and is it up?") from exc


def _to_settings_error(exc: SlackRefused, name: str) -> SettingsInvalid:
    if exc.code == "missing_scope":
        return SettingsInvalid(f"{name} lacks the scope connections:write: {_WHERE[name]}.")
    return SettingsInvalid(f"{name} {_WRONG.get(exc.code, f'is refused ({exc.code})')}: {_WHERE[name]}.")


def _require_scopes(headers: Mapping[str, str], wanted: Collection[str]) -> None:
    lacking = find_lacking_scopes(headers, wanted)
    for scope in lacking & DISPENSABLE.keys():
        log.info("The scope %s is not granted: %s.", scope, DISPENSABLE[scope])
    if words := ", ".join(sorted(lacking - DISPENSABLE.keys())):
        raise SettingsInvalid(
            f"{_BOT} lacks the scopes {words}: update the app from manifest.json and reinstall it to the workspace."
        )


def find_lacking_scopes(headers: Mapping[str, str], wanted: Collection[str]) -> set[str]:
    """By what came with an answer. Some servers do not tell; then the calls themselves will."""
    told = next((value for key, value in headers.items() if key.lower() == "x-oauth-scopes"), None)
    return set() if told is None else set(wanted) - {scope.strip() for scope in told.split(",")}


async def _find_app_id(token: str, credentials: Credentials, bot_id: str) -> str:
    """Slack tells it of the bot, where `auth.test` does not; it only serves to know what is for us."""
    try:
        with translate_slack_errors("bots.info"):
            client = _build_client(token, credentials)
            answer = await client.bots_info(bot=bot_id)
        return str((answer.get("bot") or {}).get("app_id") or "")
    except (SlackRefused, SlackUnavailable, RetryLater) as exc:
        log.info("What is for another app is known by its workspace alone. %s", exc)
        return ""


def _parse_installation(answer: AsyncSlackResponse) -> Installation:
    url = str(answer.get("url") or "").rstrip("/") + "/"
    return Installation(
        team_id=str(answer.get("team_id") or "workspace"),
        team=str(answer.get("team") or ""),
        url=url,
        bot_user_id=str(answer["user_id"]),
        bot_id=str(answer.get("bot_id") or ""),
        app_id=str(answer.get("app_id") or ""),
        enterprise_id=str(answer.get("enterprise_id") or "") if answer.get("is_enterprise_install") else "",
    )
