"""Examining: how Slack is reached, and in which workspaces the app answers, as `doctor` tells it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.credentials import build_credentials, list_missing_for_oauth, list_oddities, require_cipher, wants_oauth
from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.core.errors import FlightplanError, SettingsInvalid
from bot.services.worker.handler import RetryLater
from bot.serving import check_access, choose_transport
from bot.settings import Settings
from bot.slack.oauth.install_flow import INSTALL_PATH
from bot.slack.transport.calls import build_slack_client, build_slack_session, translate_slack_errors
from bot.slack.transport.installation_check import DISPENSABLE, find_lacking_scopes, list_missing, read_bot_scopes
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.installations.tokens import SqlBotTokens

_MOST = 20
"""Tokens that Slack is asked about, one by one."""


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
        check = _TokenCheck(tokens, client, read_bot_scopes(settings.slack_manifest))
        faults = [await check.find_fault(one, ask=place < _MOST) for place, one in enumerate(holders)]
    if any(faults):
        raise SettingsInvalid("\n".join(filter(None, faults)))
    count = f"{len(ours)} workspace{'' if len(ours) == 1 else 's'}"
    taken = "them" if len(holders) <= _MOST else f"the first {_MOST}"
    return f"Flightplan is installed by OAuth in {count}; the tokens open, and Slack takes {taken}."


class _TokenCheck(NamedTuple):
    tokens: SqlBotTokens
    client: AsyncWebClient
    scopes: Sequence[str]

    async def find_fault(self, installed: WorkspaceInstallation, *, ask: bool) -> str:
        """Empty for none. `ask`: Slack too; but not of a token that is to be exchanged before its next use."""
        try:
            token = await self.tokens.load(installed.workspace_id)
            live = token is not None and (token.expires_at is None or token.expires_at > datetime.now(UTC))
            fault = await self._ask_slack(token.access) if ask and live and token else ""
        except (FlightplanError, RetryLater) as exc:
            fault = str(exc)
        return f"{installed.team or 'A workspace'} ({installed.workspace_id}): {fault}" if fault else ""

    async def _ask_slack(self, access: str) -> str:
        with translate_slack_errors("auth.test"):
            answer = await self.client.auth_test(token=access)
        lacking = ", ".join(sorted(find_lacking_scopes(answer.headers, self.scopes) - DISPENSABLE.keys()))
        return f"the scopes {lacking} are not granted. Install it there again, by {INSTALL_PATH}." if lacking else ""
