"""Credentials: what the settings say of the Slack app, and what of it is missing."""

from cryptography.fernet import MultiFernet
from pydantic import SecretStr

from bot.bootstrap import build_cipher
from bot.domain.core.errors import SettingsInvalid
from bot.services.ports.core import Clock
from bot.settings import Settings
from bot.slack.oauth.install_flow import REDIRECT_PATH, OAuthApp
from bot.slack.oauth.states import OAuthStates
from bot.slack.transport.installation_check import Credentials, read_bot_scopes
from bot.storage.engine.database import Database
from bot.storage.installations.tokens import SqlBotTokens
from bot.storage.workspaces import LOCAL_WORKSPACE

_BASIC = "copy it from the app's page Basic Information"


def build_credentials(settings: Settings) -> Credentials:
    return Credentials(
        bot_token=_get_secret(settings.slack_bot_token),
        app_token=_get_secret(settings.slack_app_token),
        signing_secret=_get_secret(settings.slack_signing_secret),
        api_url=settings.slack_api_url,
    )


def wants_oauth(settings: Settings) -> bool:
    """Whether the app is to be installed in any number of workspaces. A client id that stands beside a token says
    nothing of that: it is copied along easily, and the one workspace is to be served as before."""
    alone = settings.slack_client_id is not None and settings.slack_bot_token is None
    return bool(settings.encryption_keys) or alone


def list_missing_for_oauth(settings: Settings) -> tuple[str, ...]:
    """A line for each setting that several workspaces need; none where the one workspace has a token."""
    if not wants_oauth(settings):
        return ()
    needed = {
        f"SLACK_CLIENT_ID is not set: {_BASIC}.": settings.slack_client_id,
        f"SLACK_CLIENT_SECRET is not set: {_BASIC}.": settings.slack_client_secret,
        "ENCRYPTION_KEYS is not set: `python -m bot keys new` makes one.": settings.encryption_keys,
    }
    return tuple(line for line, value in needed.items() if not value)


def list_oddities(settings: Settings) -> tuple[str, ...]:
    """A line for what is set and can hardly be meant so."""
    found = []
    if settings.slack_client_id and not wants_oauth(settings):
        found.append("SLACK_CLIENT_ID is set without ENCRYPTION_KEYS: only the workspace of SLACK_BOT_TOKEN is served.")
    if settings.slack_redirect_uri and not settings.slack_redirect_uri.endswith(REDIRECT_PATH):
        found.append(f"SLACK_REDIRECT_URI does not end with {REDIRECT_PATH}, where people are to come back.")
    if settings.slack_redirect_uri and not settings.slack_redirect_uri.startswith("https://"):
        found.append("SLACK_REDIRECT_URI does not begin with https://: no browser sends our cookie there.")
    return tuple(found)


def build_oauth_app(settings: Settings, database: Database, clock: Clock) -> OAuthApp:
    cipher = require_cipher(settings)

    async def remember(key: str) -> bool:
        return await database.in_workspace(LOCAL_WORKSPACE).run(lambda uow: uow.requests.add(key))

    return OAuthApp(
        settings.slack_client_id or "",
        _get_secret(settings.slack_client_secret) or "",
        read_bot_scopes(settings.slack_manifest),
        OAuthStates(cipher, remember, clock),
        SqlBotTokens(database.run, cipher),
        settings.slack_redirect_uri,
    )


def require_cipher(settings: Settings) -> MultiFernet:
    cipher = build_cipher(settings)
    if cipher is None:
        raise SettingsInvalid("ENCRYPTION_KEYS is not set: `python -m bot keys new` makes one.")
    return cipher


def _get_secret(setting: SecretStr | None) -> str | None:
    return setting.get_secret_value() if setting is not None else None
