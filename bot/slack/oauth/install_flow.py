"""Install flow: Bolt's own, from the button to the page after it; what Slack grants is kept in our database."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.access.installation import BotToken, WorkspaceInstallation
from bot.domain.audit.act import FLIGHTPLAN, Act
from bot.domain.core.errors import FlightplanError
from bot.services.ports.core import Clock
from bot.services.ports.installations import BotTokens, Installations
from bot.services.worker.handler import RetryLater
from bot.slack.oauth.states import LIFETIME
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_PAGE = "../oauth/v2/authorize"
"""Of Slack, beside its Web API."""


@dataclass(frozen=True, repr=False)
class OAuthApp:
    """The app as Slack knows it, and where what it is granted is kept. `redirect_uri`: None for the only one that the
    app has on Slack's page."""

    client_id: str
    client_secret: str
    scopes: Sequence[str]
    states: AsyncOAuthStateStore
    tokens: BotTokens
    redirect_uri: str | None = None


class InstallFlow(AsyncOAuthFlow):
    """`installed`: told of each workspace, or organisation, once it is kept, and of who did it."""

    def __init__(
        self,
        app: OAuthApp,
        client: AsyncWebClient,
        installations: Installations,
        clock: Clock,
        installed: Callable[[str, Act], Awaitable[None]],
    ) -> None:
        super().__init__(client=client, settings=_build_settings(app, client.base_url))
        self._installations = installations
        self._clock = clock
        self._installed = installed

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Raises BoltError where it can't be kept: whoever installs is shown so."""
        try:
            told = await self._describe(installation)
            await self._installations.save(told, _read_token(installation))
            await self._installed(told.workspace_id, _build_act(installation, told.installed_at))
        except (FlightplanError, RetryLater) as exc:
            log.error("Flightplan was installed, but that can't be used. %s", exc)
            raise BoltError(str(exc)) from exc
        log.info("Flightplan was installed in %s (%s).", told.team, told.workspace_id)

    async def _describe(self, granted: Installation) -> WorkspaceInstallation:
        """Where links begin Slack tells only when asked."""
        with translate_slack_errors("auth.test"):
            told = await self.client.auth_test(token=granted.bot_token)
        enterprise = str(granted.enterprise_id) if granted.is_enterprise_install else ""
        return WorkspaceInstallation(
            workspace_id=enterprise or str(granted.team_id),
            enterprise_id=enterprise,
            client_id=self.client_id,
            app_id=granted.app_id or "",
            team=str((granted.enterprise_name if enterprise else granted.team_name) or told.get("team") or ""),
            url=str(told.get("url") or "").rstrip("/") + "/",
            bot_user_id=granted.bot_user_id or "",
            bot_id=granted.bot_id or "",
            installed_at=self._clock.now(),
        )


def _build_act(granted: Installation, at: datetime) -> Act:
    return Act(at=at, by=granted.user_id or FLIGHTPLAN, via="page", name="install", effect="changed")


def _read_token(granted: Installation) -> BotToken:
    expires = granted.bot_token_expires_at
    moment = datetime.fromtimestamp(expires, UTC) if expires else None
    return BotToken(granted.bot_token or "", granted.bot_refresh_token, moment)


def _build_settings(app: OAuthApp, api_url: str) -> AsyncOAuthSettings:
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=list(app.scopes),
        user_scopes=[],
        redirect_uri=app.redirect_uri,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=urljoin(api_url, _PAGE),
        state_store=app.states,
        state_expiration_seconds=LIFETIME,
        callback_options=AsyncCallbackOptions(success=_show_success, failure=_show_failure),
    )
    settings.redirect_uri = app.redirect_uri  # Bolt would look into the environment
    return settings


async def _show_success(args: AsyncSuccessArgs) -> BoltResponse:
    return await args.default.success(args)


async def _show_failure(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("An installation did not come about: %.80r.", args.reason)
    return await args.default.failure(args)
