"""Registry: the workspaces that this process serves, each built when it is first needed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.messaging.event import Claim
from bot.services.ports.core import Clock
from bot.services.ports.installations import Installations
from bot.services.worker.handler import Handler, Handlers, Result, RetryLater
from bot.slack.workspace_service import WorkspaceService

Build = Callable[[WorkspaceInstallation], Awaitable[WorkspaceService]]

REMEMBERED = 30.0
"""Seconds; then it is looked up whether another process was told of an end, or of a new installation."""


class _Entry(NamedTuple):
    service: WorkspaceService
    looked_up_at: float


class WorkspaceRegistry:
    """`serves`: whether an installation is one of ours to serve."""

    def __init__(
        self, installations: Installations, build: Build, serves: Callable[[WorkspaceInstallation], bool], clock: Clock
    ) -> None:
        self._installations = installations
        self._build = build
        self._serves = serves
        self._clock = clock
        self._known: dict[str, _Entry] = {}
        self._turn = asyncio.Lock()

    async def find(self, workspace_id: str) -> WorkspaceService | None:
        """None where the app is not installed, or is no longer."""
        entry = self._known.get(workspace_id)
        if entry is not None and _get_loop_time() - entry.looked_up_at < REMEMBERED:
            return entry.service
        async with self._turn:
            return await self._look_up(workspace_id)

    async def adopt(self, workspace_id: str, enterprise_id: str, *, anew: bool = False) -> WorkspaceService | None:
        """A workspace of an organisation that the app is installed in. None where it isn't, or where it was taken from
        this workspace since; `anew`: even then, since it was given back."""
        org, known = [await self._installations.find(one) for one in (enterprise_id, workspace_id)]
        if org is None or not self._is_served(org) or org.enterprise_id != enterprise_id:
            return None
        if not anew and known is not None and known.ended_at is not None and known.ended_at >= org.installed_at:
            return None
        told = {"workspace_id": workspace_id, "installed_at": self._clock.now()}
        await self._installations.save(org.model_copy(update=told))
        self.forget(workspace_id)
        return await self.find(workspace_id)

    async def list_served(self) -> tuple[WorkspaceService, ...]:
        """Those that are installed now."""
        ours = [one.workspace_id for one in await self._installations.list_all() if self._is_served(one)]
        found = [await self.find(workspace_id) for workspace_id in ours]
        return tuple(service for service in found if service is not None)

    def forget(self, workspace_id: str) -> None:
        """What is remembered of it is not used again."""
        self._known.pop(workspace_id, None)

    async def _look_up(self, workspace_id: str) -> WorkspaceService | None:
        installed, entry = await self._installations.find(workspace_id), self._known.get(workspace_id)
        if installed is None or not self._is_served(installed):
            self.forget(workspace_id)
            return None
        same = entry is not None and entry.service.installation == installed
        service = entry.service if entry is not None and same else await self._build(installed)
        self._known[workspace_id] = _Entry(service, _get_loop_time())
        return service

    def _is_served(self, installed: WorkspaceInstallation) -> bool:
        return installed.is_open and self._serves(installed)


class WorkspaceDuties:
    """The port Duties: each event is worked by what belongs to its workspace. `pick`: the handlers of a lane."""

    def __init__(self, registry: WorkspaceRegistry, pick: Callable[[WorkspaceService], Handlers]) -> None:
        self._registry = registry
        self._pick = pick

    async def find_handler(self, claim: Claim, /) -> Handler | None:
        service = await self._registry.find(claim.workspace_id)
        if service is None:
            raise RetryLater(REMEMBERED, f"Flightplan was uninstalled from {claim.workspace_id}.")
        return await self._pick(service).find_handler(claim)

    async def on_interrupt(self, claim: Claim, /) -> Result:
        service = await self._registry.find(claim.workspace_id)
        return await self._pick(service).on_interrupt(claim) if service is not None else Result()

    async def on_giving_up(self, claim: Claim, error: Exception, reference: str, /) -> Result:
        service = await self._registry.find(claim.workspace_id)
        return await self._pick(service).on_giving_up(claim, error, reference) if service is not None else Result()


def _get_loop_time() -> float:
    return asyncio.get_running_loop().time()
