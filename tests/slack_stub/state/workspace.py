"""All state of the pretended workspace, and the ids and times that Slack would give out."""

import itertools
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.manifest import App
from tests.slack_stub.state.records import (
    Canvas,
    Channel,
    Json,
    Kind,
    Message,
    Person,
    Prompts,
    Session,
    StoredFile,
    View,
    elements_of,
)

DOMAIN = "acme"


class Workspace:
    def __init__(self, app: App, team_id: str) -> None:
        self.app = app
        self.team_id = team_id
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Message] = []
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, StoredFile] = {}
        self.canvases: dict[str, Canvas] = {}
        self.sessions: dict[tuple[str, str], Session] = {}
        self.prompts: dict[str, Prompts] = {}
        self.groups: dict[str, str] = {}
        """The names of groups of people, by their ids."""
        self.now: Callable[[], float] = time.time
        """Seconds since 1970; tests that move the app's clock move this one with it."""
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._making_direct = threading.Lock()
        bot = Person(app.user_id, app.name.lower(), team_id, app.name, is_bot=True)
        self.people[bot.id] = bot

    def new_id(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):06d}"

    def new_ts(self) -> str:
        """Strictly rising, also within a microsecond: Slack's ts is the id of a message."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_person(self, name: str, **traits: Any) -> Person:
        traits.setdefault("real_name", name.title())
        traits.setdefault("team_id", self.team_id)
        person = Person(self.new_id("U"), name, **traits)
        self.people[person.id] = person
        return person

    def add_channel(self, name: str, kind: Kind, members: set[str]) -> Channel:
        letter = {"im": "D"}.get(kind, "C")
        channel = Channel(self.new_id(letter), name, kind, set(members), creator=next(iter(sorted(members)), ""))
        self.channels[channel.id] = channel
        return channel

    def person(self, user: str) -> Person:
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, channel: str) -> Channel:
        """A channel that the bot can see; a private one it is not in does not exist for it."""
        found = self.channels.get(channel)
        if found is None or (found.kind != "public" and self.app.user_id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def joined(self, channel: str) -> Channel:
        found = self.channel(channel)
        if self.app.user_id not in found.members:
            raise SlackError("not_in_channel")
        return found

    def direct(self, user: str) -> Channel:
        """The conversation of the app with one person, made when it is first needed."""
        pair = {user, self.app.user_id}
        with self._making_direct:
            for channel in list(self.channels.values()):
                if channel.kind == "im" and channel.members == pair:
                    return channel
            return self.add_channel("directmessage", "im", pair)

    def message(self, channel: str, ts: str) -> Message:
        found = self.channels[channel].messages.get(ts)
        if found is None or found.subtype == "tombstone":
            raise SlackError("message_not_found")
        return found

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The parent, if it still stands, and its replies, oldest first."""
        all_messages = list(self.channels[channel].messages.values())
        return [message for message in all_messages if ts in (message.ts, message.thread_ts)]

    def keep(self, message: Message) -> Message:
        if message.broadcast:
            message.subtype = message.subtype or "thread_broadcast"
        message.team = message.team or self.people[message.user].team_id
        self.name_blocks(message.blocks)
        self.channels[message.channel].messages[message.ts] = message
        return message

    def name_blocks(self, blocks: list[Json]) -> None:
        """Slack gives every block and every element an id if the app gave none."""
        for block in blocks:
            block.setdefault("block_id", uuid.uuid4().hex[:5])
        for _, element in elements_of(blocks):
            element.setdefault("action_id", uuid.uuid4().hex[:5])

    def session(self, channel: str, thread_ts: str, status: str, title: str = "") -> Session:
        """The session of a thread, created if there is none, now in this status."""
        key = (channel, thread_ts)
        session = self.sessions.setdefault(key, Session(channel, thread_ts, status, title))
        session.status = status
        session.statuses.append(status)
        return session

    def view(self, matches: Callable[[View], bool]) -> View:
        shown = [view for stack in self.modals.values() for view in stack]
        for view in [*shown, *self.homes.values()]:
            if matches(view):
                return view
        raise SlackError("not_found")

    def new_view(self, user: str, body: Json, previous: View | None = None) -> View:
        self.name_blocks(body["blocks"])
        view_id = self.new_id("V")
        root_id = previous.root_id if previous else view_id
        return View(view_id, user, body, self.new_hash(), root_id, previous.id if previous else None)

    def new_hash(self) -> str:
        return f"{self.new_ts()}.{uuid.uuid4().hex[:8]}"

    def permalink(self, message: Message) -> str:
        link = f"https://{DOMAIN}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
        return f"{link}?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else link
