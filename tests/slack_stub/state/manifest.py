"""The app as its manifest describes it: scopes, subscriptions, commands, shortcuts, features."""

from dataclasses import dataclass
from typing import Any

from tests.slack_stub.state.records import Json, Kind

SUBSCRIPTION: dict[Kind, str] = {
    "public": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
FAMILY: dict[Kind, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


@dataclass(frozen=True)
class App:
    """Slack's side of the manifest. An event also needs its scope, as when Slack checks a manifest."""

    manifest: Json
    id: str = "A0FLIGHT"
    bot_id: str = "B0FLIGHT"
    user_id: str = "U0FLIGHT"

    def _at(self, *path: str) -> Any:
        found: Any = self.manifest
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    @property
    def name(self) -> str:
        return str(self._at("features", "bot_user", "display_name") or self._at("display_information", "name") or "app")

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(self._at("oauth_config", "scopes", "bot") or ())

    @property
    def events(self) -> frozenset[str]:
        return frozenset(self._at("settings", "event_subscriptions", "bot_events") or ())

    @property
    def commands(self) -> dict[str, Json]:
        return {command["command"]: command for command in self._at("features", "slash_commands") or ()}

    @property
    def shortcuts(self) -> dict[str, Json]:
        return {shortcut["callback_id"]: shortcut for shortcut in self._at("features", "shortcuts") or ()}

    @property
    def agent(self) -> bool:
        return self._at("features", "agent_view") is not None

    @property
    def home_enabled(self) -> bool:
        return bool(self._at("features", "app_home", "home_tab_enabled"))

    @property
    def messages_enabled(self) -> bool:
        """The Messages tab; an agent always has one."""
        return self.agent or bool(self._at("features", "app_home", "messages_tab_enabled"))

    @property
    def messages_read_only(self) -> bool:
        return bool(self._at("features", "app_home", "messages_tab_read_only_enabled"))

    @property
    def interactive(self) -> bool:
        return bool(self._at("settings", "interactivity", "is_enabled"))

    def hears_messages_of(self, kind: Kind) -> bool:
        return SUBSCRIPTION[kind] in self.events and f"{FAMILY[kind]}:history" in self.scopes

    def hears_mentions(self) -> bool:
        return "app_mention" in self.events and "app_mentions:read" in self.scopes
