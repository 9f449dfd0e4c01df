"""The ports for where the app is installed: in which workspaces, and the token for each."""

from datetime import datetime
from typing import Protocol

from bot.domain.access.installation import BotToken, WorkspaceInstallation


class Installations(Protocol):
    """Of all workspaces."""

    async def list_all(self) -> tuple[WorkspaceInstallation, ...]:
        """Oldest first, with those that have ended."""

    async def find(self, workspace_id: str) -> WorkspaceInstallation | None: ...

    async def save(self, installation: WorkspaceInstallation, token: BotToken | None = None) -> None:
        """In place of what was known of it. `token`: None leaves the one that is kept, if any."""

    async def end(self, workspace_id: str, at: datetime) -> tuple[WorkspaceInstallation, ...]:
        """It has ended, its token is gone, and the workers take nothing more of it; of an organisation's installation,
        so have all its workspaces'. Those that ended now: none where it had ended already, or began only after `at`."""


class BotTokens(Protocol):
    """Each by the id of the installation that it was given for. Kept encrypted."""

    async def load(self, owner: str) -> BotToken | None:
        """Raises NoToken where no key opens it."""

    async def lease_refresh(self, owner: str, seconds: float) -> bool:
        """Nobody else gets this one refreshed until it is replaced or the seconds are over. False where somebody is at
        it, or there is none."""

    async def replace(self, owner: str, token: BotToken) -> None:
        """Ends the lease. Nothing happens where it is gone meanwhile."""

    async def end_lease(self, owner: str) -> None: ...
