"""Host checks: what `doctor` says of the machine and of Slack's side of it: room, clocks, events and agent sessions."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.credentials import build_credentials, wants_oauth
from bot.domain.core.errors import SettingsInvalid, SlackUnreachable
from bot.settings import Settings
from bot.slack.transport.calls import build_slack_client, build_slack_session
from bot.slack.transport.slack_probe import has_agent_sessions, measure_clock_lead
from bot.storage.condition import DiskSpace, examine_condition
from bot.storage.engine.database import Database

LEAST_FREE = 200 * 1024 * 1024
"""Bytes: with less, a day of much work may fill the disk."""
MOST_LEAD = 60.0
"""Seconds between two clocks: a fifth of what a signature of Slack's may be old."""
_MEGABYTE = 1024 * 1024


async def check_disk(database: Database) -> str:
    """Raises StorageFailed where it can't be written, SettingsInvalid where hardly any room is left."""
    space = (await examine_condition(database)).space
    if space is None:
        return f"{database.display_location} can be written; how much room there is, its server knows."
    return judge_space(space, database.display_location)


def judge_space(space: DiskSpace, where: str) -> str:
    """Raises SettingsInvalid where it is too little to go on, or to copy the database."""
    free, needed = space.free // _MEGABYTE, max(LEAST_FREE, space.used)
    if space.free < needed:
        raise SettingsInvalid(
            f"{free:,} MB are free where {where} lies; to go on and to copy it, {needed // _MEGABYTE:,} MB are needed."
            " Free some, or move it to a larger disk and name that in DATABASE_URL."
        )
    return f"{where} can be written, and {free:,} MB are free where it lies."


async def check_clock(settings: Settings, database: Database) -> str:
    """Against Slack's, where it is set up, and the database server's. Raises SettingsInvalid where one is far off."""
    leads = {}
    if (there := (await examine_condition(database)).clock) is not None:
        leads["the database's"] = (datetime.now(UTC) - there).total_seconds()
    if is_slack_set_up(settings):
        leads["Slack's"] = await _ask_slack_for_time(settings)
    return judge_clock(leads)


def judge_clock(leads: Mapping[str, float]) -> str:
    """`leads`: how many seconds ours is ahead, by whose clock. Raises SettingsInvalid where one is far off."""
    for whose, lead in leads.items():
        if abs(lead) >= MOST_LEAD:
            apart = f"{abs(lead):,.0f} seconds {'ahead of' if lead > 0 else 'behind'} {whose}"
            raise SettingsInvalid(
                f"this machine's is {apart}. From 300 on nothing that Slack signed is believed. Set it by the network:"
                " timedatectl set-ntp true."
            )
    return f"as {' and '.join(leads)}, within a minute." if leads else "nothing to compare it with."


async def check_events(settings: Settings, database: Database) -> str:
    """What Slack sends only where it is told to on the app's pages, which no token can look at."""
    last = (await examine_condition(database)).last_event
    came = f"the last one that is kept came on {last:%Y-%m-%d at %H:%M} UTC." if last else _NONE_CAME
    if not is_slack_set_up(settings) or settings.slack_bot_token is None:
        return came
    async with build_slack_session() as session:
        client = build_slack_client(build_credentials(settings).bot_token, settings.slack_api_url, session)
        return came if await has_agent_sessions(client) else f"{came}\n{_NO_SESSIONS}"


_NONE_CAME = (
    "none came yet. Write to the app in Slack while it is served; if nothing comes, compare the app's page Event"
    " Subscriptions with manifest.json, and reinstall it."
)
_NO_SESSIONS = (
    "Nobody sees that it reads or waits: agent sessions are off. Turn the agent on, on the app's page Agents & AI Apps,"
    " and reinstall it; all else works without."
)


def is_slack_set_up(settings: Settings) -> bool:
    return settings.slack_bot_token is not None or wants_oauth(settings)


async def _ask_slack_for_time(settings: Settings) -> float:
    """Raises SettingsInvalid where nothing answers."""
    async with build_slack_session() as session:
        try:
            return await measure_clock_lead(session, build_slack_client(None, settings.slack_api_url, session))
        except SlackUnreachable as exc:
            raise SettingsInvalid(f"{exc} Is SLACK_API_URL right, and is it up?") from exc
