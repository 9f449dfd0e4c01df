"""Away: whether somebody wants not to be written to just now, by Do Not Disturb or by their status."""

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

_SIGNS = frozenset((":palm_tree:", ":face_with_thermometer:", ":desert_island:", ":beach_with_umbrella:"))
"""Slack's own statuses for a vacation and for being sick, and what people put in their place."""
_WORDS = re.compile(
    r"\b(?:ooo|out[ -]of[ -](?:the[ -])?office|vacation(?:ing)?|on (?:holidays?|leave|vacation|pto)|pto|"
    r"(?:out|off) sick|sick leave|(?:parental|maternity|paternity|annual) leave|sabbatical)\b",
    re.I,
)
_UNTOLD = timedelta(days=1)
"""A status without an end is looked at again the day after."""


async def find_away_until(client: AsyncWebClient, person_id: str, at: datetime) -> datetime | None:
    """Until when; None where they are there at that moment, or Slack doesn't tell."""
    now = at.timestamp()
    ends = [
        _find_out_of_office_end(await _load_profile(client, person_id), now),
        _find_quiet_end(await _load_dnd_status(client, person_id), now),
    ]
    return max((end for end in ends if end is not None), default=None)


async def _load_profile(client: AsyncWebClient, person_id: str) -> Mapping[str, Any]:
    try:
        with translate_slack_errors("users.info"):
            answer = await client.users_info(user=person_id)
    except SlackRefused:
        return {}
    return dict((answer["user"] or {}).get("profile") or {})


async def _load_dnd_status(client: AsyncWebClient, person_id: str) -> Mapping[str, Any]:
    try:
        with translate_slack_errors("dnd.info"):
            answer = await client.dnd_info(user=person_id)
    except SlackRefused as exc:
        log.info("Do Not Disturb is not known. %s", exc)
        return {}
    return {key: answer.get(key) for key in _DND}


_DND = ("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts", "snooze_enabled", "snooze_endtime")


def _find_out_of_office_end(profile: Mapping[str, Any], now: float) -> datetime | None:
    says = profile.get("status_emoji") in _SIGNS or _WORDS.search(str(profile.get("status_text") or ""))
    if not says:
        return None
    ends = float(profile.get("status_expiration") or 0)
    return _to_datetime(ends) if ends > now else _to_datetime(now) + _UNTOLD if not ends else None


def _find_quiet_end(told: Mapping[str, Any], now: float) -> datetime | None:
    ends = [0.0]
    if told.get("snooze_enabled"):
        ends.append(float(told.get("snooze_endtime") or 0))
    if told.get("dnd_enabled") and float(told.get("next_dnd_start_ts") or 0) <= now:
        ends.append(float(told.get("next_dnd_end_ts") or 0))
    return _to_datetime(max(ends)) if max(ends) > now else None


def _to_datetime(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
