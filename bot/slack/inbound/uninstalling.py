"""Uninstalling: Slack says that the app is gone from a workspace. From then on nothing is done or said there."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.domain.access.installation import WorkspaceInstallation
from bot.services.ports.installations import Installations

log = logging.getLogger(__name__)

Json = Mapping[str, Any]


class InstallationEnd(NamedTuple):
    """`at`: the end of the second in which it was. Slack may tell of it hours later, when it is installed again."""

    workspace_id: str
    at: datetime


class UninstallReceiver:
    """The front's `end`: no token and no worker is needed, and neither may be there any more.

    `forget` is told of each installation that ended, so that nothing that is remembered of it is used again.
    """

    def __init__(self, installations: Installations, forget: Callable[[WorkspaceInstallation], None]) -> None:
        self._installations = installations
        self._forget = forget

    async def __call__(self, body: Json) -> bool:
        told = parse_installation_end(body)
        if told is None:
            return False
        known = await self._installations.find(told.workspace_id)
        owner = known.token_owner if known is not None else told.workspace_id
        for one in await self._installations.end(owner, told.at):
            self._forget(one)
            log.error(
                "Flightplan was uninstalled from %s (%s), or its token revoked. Nothing is done there any more%s.",
                one.team or "a workspace",
                one.workspace_id,
                "" if one.client_id else ": install it again and set SLACK_BOT_TOKEN",
            )
        return True


def parse_installation_end(body: Json) -> InstallationEnd | None:
    event = body.get("event") or {}
    kind, workspace = event.get("type"), str(body.get("team_id") or body.get("enterprise_id") or "")
    revoked = kind == "tokens_revoked" and (event.get("tokens") or {}).get("bot")
    if not workspace or not (revoked or kind == "app_uninstalled"):
        return None
    return InstallationEnd(workspace, datetime.fromtimestamp(int(body.get("event_time") or time.time()) + 1, UTC))
