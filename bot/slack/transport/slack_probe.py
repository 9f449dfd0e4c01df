"""Probe: what Slack tells of itself without doing anything: the time, and whether an app has agent sessions."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused, SlackUnavailable, SlackUnreachable
from bot.services.worker.handler import RetryLater
from bot.slack.transport.calls import find_proxy, translate_slack_errors

_NOWHERE = "C00000000"
"""A channel that nobody has."""
_SESSIONS_LACK = frozenset(("feature_disabled", "unknown_method"))


async def measure_clock_lead(
    session: aiohttp.ClientSession, client: AsyncWebClient, now: Callable[[], float] = time.time
) -> float:
    """How many seconds our clock is ahead of Slack's, to a second or so; negative where it is behind. Any answer tells
    the time. Raises SlackUnreachable."""
    try:
        began, proxy = now(), find_proxy(client.base_url, client.proxy)
        async with session.post(f"{client.base_url}api.test", proxy=proxy) as answer:
            told = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (aiohttp.ClientError, OSError, KeyError, ValueError) as exc:
        raise SlackUnreachable("Slack's clock could not be read.") from exc
    return (began + now()) / 2 - (told + 0.5)


async def has_agent_sessions(client: AsyncWebClient) -> bool:
    """Slack refuses to set the status of a session nowhere, and says by it whether there are any. True where it says
    something else, or nothing now."""
    try:
        with translate_slack_errors("agents.sessions.setStatus"):
            await client.agents_sessions_setStatus(channel_id=_NOWHERE, status="active", thread_ts="1.0")
    except SlackRefused as exc:
        return exc.code not in _SESSIONS_LACK
    except (SlackUnavailable, RetryLater):
        return True
    return True
