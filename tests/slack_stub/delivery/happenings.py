"""What happens in the workspace, told to the app as events: only what it subscribed to and may see."""

import time

from tests.slack_stub.delivery.deliveries import Delivery, PostOffice
from tests.slack_stub.state.records import Channel, Json, Message, Person
from tests.slack_stub.state.shapes import is_shared, message_json
from tests.slack_stub.state.workspace import Workspace

CHANNEL_TYPES = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


class Happenings:
    def __init__(self, workspace: Workspace, office: PostOffice) -> None:
        self.workspace = workspace
        self.office = office
        self.app = workspace.app

    def tell(self, event: Json, *, shared: bool = False) -> Delivery | None:
        """Any event at all, if its type is subscribed to."""
        return self._emit(event, shared) if event["type"] in self.app.events else None

    def _emit(self, event: Json, shared: bool) -> Delivery:
        bot = {"team_id": self.workspace.team_id, "user_id": self.app.user_id, "is_bot": True}
        install = {"enterprise_id": None, "is_enterprise_install": False}
        payload: Json = {
            "token": "verification",
            "team_id": self.workspace.team_id,
            "api_app_id": self.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self.workspace.new_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [{**install, **bot}],
            "is_ext_shared_channel": shared,
        }
        return self.office.emit(payload)

    def _in_channel(self, channel: Channel, event: Json) -> None:
        """To the app only where it is a member, and only for the kinds of channel it subscribed to."""
        if self.app.user_id in channel.members and self.app.hears_messages_of(channel.kind):
            place = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
            self._emit({**event, **place}, is_shared(channel, self.workspace))

    def posted(self, message: Message) -> None:
        channel = self.workspace.channels[message.channel]
        shape = message_json(message, self.workspace)
        self._in_channel(channel, {**shape, "event_ts": message.ts})
        mentioned = f"<@{self.app.user_id}" in message.text and channel.kind != "im"
        if mentioned and not message.bot_id and self.app.hears_mentions() and self.app.user_id in channel.members:
            mention = {**shape, "type": "app_mention", "channel": channel.id, "event_ts": message.ts}
            self._emit(mention, is_shared(channel, self.workspace))

    def changed(self, message: Message, previous: Json) -> None:
        """Edits, updates by the app itself, unfurled links and tombstones all look like this."""
        shape = message_json(message, self.workspace)
        event = self._hidden("message_changed") | {"message": shape, "previous_message": previous}
        self._in_channel(self.workspace.channels[message.channel], event)

    def deleted(self, message: Message, previous: Json) -> None:
        event = self._hidden("message_deleted") | {"deleted_ts": message.ts, "previous_message": previous}
        self._in_channel(self.workspace.channels[message.channel], event)

    def _hidden(self, subtype: str) -> Json:
        ts = self.workspace.new_ts()
        return {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts}

    def reacted(self, person: Person, message: Message, name: str, *, added: bool) -> None:
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        kind = "reaction_added" if added else "reaction_removed"
        event = {"type": kind, "user": person.id, "reaction": name, "item": item, "item_user": message.user}
        self.tell({**event, "event_ts": self.workspace.new_ts()})

    def joined(self, user: str, channel: Channel) -> None:
        self._came_or_went("member_joined_channel", user, channel)

    def left(self, user: str, channel: Channel) -> None:
        self._came_or_went("member_left_channel", user, channel)

    def _came_or_went(self, kind: str, user: str, channel: Channel) -> None:
        """Told where the app is a member, and of its own coming and going."""
        if self.app.user_id in {user, *channel.members}:
            event = {"type": kind, "user": user, "channel": channel.id, "team": self.workspace.team_id}
            place = {"channel_type": "C" if channel.kind == "public" else "G", "event_ts": self.workspace.new_ts()}
            self.tell({**event, **place})
