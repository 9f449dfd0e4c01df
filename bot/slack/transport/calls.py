"""Calls of Slack's Web API: a client that never repeats a call by itself, and what went wrong in our own words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackAway, SlackRefused, SlackUnavailable
from bot.services.worker.handler import Postponed

SLACK_API = "https://slack.com/api/"
PATIENCE = 20
"""Seconds that one call may take: well within the lease of whoever makes it."""
LONGEST_WAIT = 3600.0
_IN_TROUBLE = frozenset(
    ("fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org")
)
_TOO_MANY = frozenset(("rate_limited", "ratelimited", "message_limit_exceeded"))


def slack_session() -> aiohttp.ClientSession:
    """Connections that calls share; without it slack_sdk opens a new one for every call. To be closed by its owner."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))


def slack_client(
    token: str | None, api_url: str = SLACK_API, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """slack_sdk's default handler posts again after a broken connection: a message could appear twice. Not here."""
    return AsyncWebClient(token, base_url=api_url, timeout=PATIENCE, session=session, retry_handlers=[])


@contextmanager
def translated(method: str) -> Iterator[None]:
    """Raises Postponed where Slack asks to wait, SlackUnavailable where it may work later, else SlackRefused.

    SlackAway, which is one of SlackUnavailable, where nothing at all works.
    """
    try:
        yield
    except SlackApiError as exc:
        raise _meaning(method, exc) from exc
    except (aiohttp.ClientError, OSError, SlackRequestError) as exc:
        raise SlackAway(f"Slack could not be reached for {method} ({_words(exc)}).") from exc
    except (SlackClientError, AttributeError) as exc:  # slack_sdk stumbles over an answer that is no JSON object
        raise SlackUnavailable(f"Slack's answer to {method} could not be read ({_words(exc)}).") from exc


def _meaning(method: str, exc: SlackApiError) -> Exception:
    status, headers, body = _answer(exc.response)
    code = str(body.get("error") or "")
    if status == 429 or code in _TOO_MANY:
        return Postponed(_wait(headers), f"Slack asks for a pause before {method}.")
    if status >= 500:
        return SlackAway(f"Slack is in trouble: {method} failed ({code or status}).")
    if not code or code in _IN_TROUBLE:
        return SlackUnavailable(f"Slack is in trouble: {method} failed ({code or status}).")
    return SlackRefused(f"Slack refused {method}: {code}{_details(body)}.", code)


def _answer(response: Any) -> tuple[int, Mapping[str, str], Mapping[str, Any]]:
    """Of slack_sdk's response, or of aiohttp's where the body was no JSON."""
    status = int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    data = getattr(response, "data", None)
    return status, headers, data if isinstance(data, dict) else {}


def _wait(headers: Mapping[str, str]) -> float:
    try:
        return min(LONGEST_WAIT, max(1.0, float(headers.get("Retry-After", 30))))
    except ValueError:
        return 30.0


def _details(body: Mapping[str, Any]) -> str:
    if needed := body.get("needed"):
        return f" (it needs the scope {needed})"
    said = (body.get("response_metadata") or {}).get("messages") or body.get("errors") or []
    return f" ({'; '.join(str(one) for one in said)[:500]})" if said else ""


def _words(exc: BaseException) -> str:
    return f"{type(exc).__name__}: {exc}" if str(exc) else type(exc).__name__
