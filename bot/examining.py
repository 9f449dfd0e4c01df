"""Examining: how Slack is reached, and in which workspaces the app answers, as `doctor` tells it."""

from datetime import UTC, datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.credentials import build_credentials, list_missing_for_oauth, list_oddities, require_cipher, wants_oauth
from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.core.errors import FlightplanError, SettingsInvalid
from bot.services.worker.handler import RetryLater
from bot.serving import check_access, choose_transport
from bot.settings import Settings
from bot.slack.transport.calls import build_slack_client, build_slack_session, translate_slack_errors
from bot.slack.transport.installation_check import list_missing
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.installations.tokens import SqlBotTokens

_MOST = 20
"""Workspaces that are asked one by one."""


async def examine_slack(settings: Settings, database: Database) -> str:
    """How Slack is reached; where nothing is set, what to set and where it is found. Raises SettingsInvalid for what is
    wrong or lacks half."""
    credentials, odd = build_credentials(settings), list_oddities(settings)
    missing = list_missing_for_oauth(settings) or (() if wants_oauth(settings) else list_missing(credentials))
    if not (credentials.bot_token or credentials.app_token or credentials.signing_secret or wants_oauth(settings)):
        first = "not set up. Make the app from manifest.json on api.slack.com/apps, install it, then:"
        return "\n".join((first, *(f"- {line}" for line in missing)))
    if missing:
        raise SettingsInvalid("\n".join((*missing, *odd)))
    door = choose_transport(settings)
    found = await check_access(credentials, door, settings)
    sole = f"{found.team or found.team_id} answers (by {door}), and the app has the scopes it needs." if found else ""
    many = await _examine_installations(settings, database) if wants_oauth(settings) else ""
    return "\n".join(filter(None, (sole, many, *odd)))


async def _examine_installations(settings: Settings, database: Database) -> str:
    """Raises SettingsInvalid with a line for each that can't be used."""
    known = await SqlInstallations(database.run).list_all()
    ours = [one for one in known if one.is_open and one.client_id == settings.slack_client_id]
    holders = [one for one in ours if one.token_owner == one.workspace_id]
    tokens = SqlBotTokens(database.run, require_cipher(settings))
    async with build_slack_session() as session:
        client = build_slack_client(None, settings.slack_api_url, session)
        faults = [line for one in holders[:_MOST] if (line := await _find_fault(one, tokens, client))]
    if faults:
        raise SettingsInvalid("\n".join(faults))
    count = f"{len(ours)} workspace{'' if len(ours) == 1 else 's'}"
    return f"Flightplan is installed by OAuth in {count}; the tokens open, and Slack takes them."


async def _find_fault(installed: WorkspaceInstallation, tokens: SqlBotTokens, client: AsyncWebClient) -> str:
    """Empty for none. A token that is to be exchanged before its next use is not tried."""
    name = f"{installed.team or 'A workspace'} ({installed.workspace_id})"
    try:
        token = await tokens.load(installed.workspace_id)
        if token is not None and (token.expires_at is None or token.expires_at > datetime.now(UTC)):
            with translate_slack_errors("auth.test"):
                await client.auth_test(token=token.access)
    except (FlightplanError, RetryLater) as exc:
        return f"{name}: {exc}"
    return ""
