"""Addressees: for which of the workspaces that are served something is that Slack sends."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.response import BoltResponse

from bot.slack.installation_events import is_installation_end
from bot.slack.transport.addressee import AddresseeCheck, StrangerLog, find_enterprise, list_workspaces
from bot.slack.transport.bolt_app import refuse_foreign
from bot.slack.transport.installation_check import Installation
from bot.slack.workspace_registry import WorkspaceRegistry
from bot.slack.workspace_service import WorkspaceService

Json = Mapping[str, Any]


class SoleAddressee:
    """Of an app whose token is a setting: all that names its workspace, or the organisation that it is installed in."""

    def __init__(self, registry: WorkspaceRegistry, us: Installation) -> None:
        self._registry = registry
        self._workspace = us.team_id
        self._check = AddresseeCheck(us)

    async def find(self, body: Json) -> WorkspaceService | BoltResponse:
        if not self._check.is_for_us(body):
            return refuse_foreign()
        return await self._registry.find(self._workspace) or BoltResponse(status=200, body="")


class InstalledAddressees:
    """Of an app that is installed in many: the first of the workspaces that are named, in which it is."""

    def __init__(self, registry: WorkspaceRegistry) -> None:
        self._registry = registry
        self._log = StrangerLog("Flightplan isn't installed in %.60r: what Slack sends from there is let go.")

    async def find(self, body: Json) -> WorkspaceService | BoltResponse:
        """What comes from elsewhere is acknowledged: nobody would take it if Slack sent it again."""
        named = list_workspaces(body)
        for workspace in named:
            if service := await self._registry.find(workspace):
                return service if _is_same_app(service, body) else refuse_foreign()
        enterprise = find_enterprise(body)
        if named and enterprise and (service := await self._registry.adopt(named[0], enterprise)):
            return service
        if not is_installation_end(body):
            self._log.tell(next(iter(named), enterprise or "no workspace"))
        return BoltResponse(status=200, body="")


def _is_same_app(service: WorkspaceService, body: Json) -> bool:
    app, known = body.get("api_app_id"), service.installation.app_id
    return not app or not known or app == known
