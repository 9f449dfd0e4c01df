"""Calls of Slack's Web API: a client that never repeats a call by itself, and what went wrong in our own words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused, SlackUnavailable, SlackUnreachable
from bot.services.ports.tracing import get_tracer
from bot.services.worker.handler import RetryLater

SLACK_API = "https://slack.com/api/"
PATIENCE = 20
"""Seconds that one call may take: well within the lease of whoever makes it."""
LONGEST_WAIT = 3600.0
_TROUBLE = frozenset(("fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"))
_TOO_MANY = frozenset(("rate_limited", "ratelimited", "message_limit_exceeded"))


def build_slack_session() -> aiohttp.ClientSession:
    """Connections that calls share; without it slack_sdk opens a new one for every call. To be closed by its owner."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))


def build_slack_client(
    token: str | None, api_url: str = SLACK_API, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """slack_sdk's default handler posts again after a broken connection: a message could appear twice. Not here."""
    client = AsyncWebClient(token, base_url=api_url, timeout=PATIENCE, session=session, retry_handlers=[])
    client.proxy = find_proxy(api_url, client.proxy)
    return client


def find_proxy(url: str, named: str | None) -> str | None:
    """The proxy that is `named` by the environment, as slack_sdk finds it; but that knows nothing of NO_PROXY."""
    return None if named is None or proxy_bypass(urlsplit(url).hostname or "") else named


@contextmanager
def translate_slack_errors(method: str) -> Iterator[None]:
    """Raises RetryLater where Slack asks to wait, SlackUnavailable where it may work later, else SlackRefused.

    SlackUnreachable, which is one of SlackUnavailable, where nothing at all works.
    """
    try:
        with get_tracer().open_span(f"call {method}", {}, None):
            yield
    except SlackApiError as exc:
        raise _to_domain_error(method, exc) from exc
    except (aiohttp.ClientError, OSError, SlackRequestError) as exc:
        raise SlackUnreachable(f"Slack could not be reached for {method} ({_describe_exception(exc)}).") from exc
    except (SlackClientError, AttributeError) as exc:  # slack_sdk stumbles over an answer that is no JSON object
        raise SlackUnavailable(f"Slack's answer to {method} could not be read ({_describe_exception(exc)}).") from exc


def _to_domain_error(method: str, exc: SlackApiError) -> Exception:
    status, headers, body = _read_response(exc.response)
    code = str(body.get("error") or "")
    if status == 429 or code in _TOO_MANY:
        return RetryLater(_parse_retry_after(headers), f"Slack asks for a pause before {method}.")
    if status >= 500:
        return SlackUnreachable(f"Slack is in trouble: {method} failed ({code or status}).")
    if not code or code in _TROUBLE:
        return SlackUnavailable(f"Slack is in trouble: {method} failed ({code or status}).")
    return SlackRefused(f"Slack refused {method}: {code}{_format_error_details(body)}.", code)


def _read_response(response: Any) -> tuple[int, Mapping[str, str], Mapping[str, Any]]:
    """Of slack_sdk's response, or of aiohttp's where the body was no JSON."""
    status = int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    data = getattr(response, "data", None)
    return status, headers, data if isinstance(data, dict) else {}


def _parse_retry_after(headers: Mapping[str, str]) -> float:
    try:
        return min(LONGEST_WAIT, max(1.0, float(headers.get("Retry-After", 30))))
    except ValueError:
        return 30.0


def _format_error_details(body: Mapping[str, Any]) -> str:
    if needed := body.get("needed"):
        return f" (it needs the scope {needed})"
    said = (body.get("response_metadata") or {}).get("messages") or body.get("errors") or []
    return f" ({'; '.join(str(one) for one in said)[:500]})" if said else ""


def _describe_exception(exc: BaseException) -> str:
    return f"{type(exc).__name__}: {exc}" if str(exc) else type(exc).__name__
