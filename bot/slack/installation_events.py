"""Installation events: Slack says that the app is gone from a workspace; nothing is done or said there from then on."""

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.core.phrases import format_date
from bot.services.ports.installations import Installations
from bot.slack.transport.addressee import find_enterprise, list_workspaces
from bot.slack.workspace_registry import WorkspaceRegistry

log = logging.getLogger(__name__)

Json = Mapping[str, Any]


class InstallationEvents:
    """The front's `end`: no token and no worker is needed, and neither may be there any more. `kept`: how long
    everything of a workspace is kept then."""

    def __init__(self, installations: Installations, registry: WorkspaceRegistry, kept: timedelta) -> None:
        self._installations = installations
        self._registry = registry
        self._kept = kept

    async def __call__(self, body: Json) -> bool:
        event = body.get("event") or {}
        kind, teams = event.get("type"), [str(team) for team in event.get("team_ids") or ()]
        if kind == "team_access_granted":
            for team in teams:
                await self._registry.adopt(team, _name_enterprise(body), anew=True)
        elif kind == "team_access_revoked":
            for team in teams:
                await self._end(team, body)
        elif is_installation_end(body):
            await self._end(await self._find_owner(body), body)
        else:
            return False
        return True

    async def _find_owner(self, body: Json) -> str:
        """Whose token it was: in an organisation all its workspaces speak with one."""
        named = (*list_workspaces(body), _name_enterprise(body))
        for workspace in filter(None, named):
            if known := await self._installations.find(workspace):
                return known.token_owner
        return ""

    async def _end(self, workspace: str, body: Json) -> None:
        for one in await self._installations.end(workspace, _read_time(body)):
            self._registry.forget(one.workspace_id)
            log.error(
                "Flightplan was uninstalled from %s (%s), or its token revoked. Nothing is done there any more%s. "
                "What is kept of it is deleted on %s, unless it is installed again by then.",
                one.team or "a workspace",
                one.workspace_id,
                "" if one.client_id else ": install it again and set SLACK_BOT_TOKEN",
                format_date(((one.ended_at or _read_time(body)) + self._kept).date()),
            )


def is_installation_end(body: Json) -> bool:
    """Tokens of people, of which there are none, don't count."""
    event = body.get("event") or {}
    revoked = event.get("type") == "tokens_revoked" and (event.get("tokens") or {}).get("bot")
    return bool(revoked) or event.get("type") == "app_uninstalled"


def _name_enterprise(body: Json) -> str:
    return find_enterprise(body) or str(body.get("enterprise_id") or "")


def _read_time(body: Json) -> datetime:
    """The end of the second in which it was. Slack may tell of it hours later, when it is installed again."""
    return datetime.fromtimestamp(int(body.get("event_time") or time.time()) + 1, UTC)
