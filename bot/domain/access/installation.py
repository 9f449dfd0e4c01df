"""Installation: where the app is installed, since when, and whether that has ended; and the token it speaks with."""

from typing import NamedTuple

from pydantic import AwareDatetime

from bot.domain.core.model import Value


class WorkspaceInstallation(Value):
    """Of the app in one workspace. An app that is installed in a whole organisation has one by the organisation's id,
    which holds its token, and one for each workspace of it that was heard of."""

    workspace_id: str
    enterprise_id: str = ""
    """Of the organisation in all of which it is installed; empty where it is in this workspace alone."""
    client_id: str = ""
    """Of the app, where it was installed by OAuth or is served along with those; empty where its token is a setting."""
    app_id: str = ""
    team: str = ""
    """Its name."""
    url: str = ""
    """With a slash at its end: what permalinks begin with."""
    bot_user_id: str = ""
    bot_id: str = ""
    installed_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    """When it was uninstalled or its token revoked; its data is kept for a while after that."""
    emptied_at: AwareDatetime | None = None
    """When nothing was left any more of what was kept of it."""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def token_owner(self) -> str:
        """The id of the installation that holds the token."""
        return self.enterprise_id or self.workspace_id


class BotToken(NamedTuple):
    access: str
    refresh: str | None = None
    """What the next one is got with, where tokens expire."""
    expires_at: AwareDatetime | None = None
