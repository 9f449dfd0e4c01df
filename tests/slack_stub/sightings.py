"""What a test can see of the workspace, the calls and the deliveries; read from any thread."""

from tests.slack_stub.delivery.deliveries import Delivery
from tests.slack_stub.people import User
from tests.slack_stub.slack import Call, Slack
from tests.slack_stub.state.records import Canvas, Channel, Message, Prompts, Session, StoredFile, View


class Sightings:
    slack: Slack

    def messages(self, channel: Channel, thread_ts: str | Message | None = None) -> list[Message]:
        """All messages that stand there, oldest first; with a thread only its root and replies."""
        found = list(channel.messages.values())
        if thread_ts is None:
            return found
        root = (thread_ts.thread_ts or thread_ts.ts) if isinstance(thread_ts, Message) else thread_ts
        return [message for message in found if root in (message.ts, message.thread_ts)]

    def said(self, channel: Channel, thread_ts: str | Message | None = None) -> list[Message]:
        """Only what the app said."""
        return [message for message in self.messages(channel, thread_ts) if message.bot_id]

    def last(self, channel: Channel, thread_ts: str | Message | None = None) -> Message | None:
        return next(reversed(self.said(channel, thread_ts)), None)

    def ephemerals(self, user: User, channel: Channel | None = None) -> list[Message]:
        found = [message for message in list(self.slack.workspace.ephemerals) if message.to == user.id]
        return [message for message in found if channel is None or message.channel == channel.id]

    def home_of(self, user: User) -> View | None:
        return self.slack.workspace.homes.get(user.id)

    def views(self, user: User) -> list[View]:
        """The stack of open modals; the last is in front."""
        return list(self.slack.workspace.modals.get(user.id, []))

    def view(self, user: User) -> View | None:
        return next(reversed(self.views(user)), None)

    def prompts(self, channel: Channel) -> Prompts | None:
        return self.slack.workspace.prompts.get(channel.id)

    def session(self, thread: Message) -> Session | None:
        return self.slack.workspace.sessions.get((thread.channel, thread.thread_ts or thread.ts))

    @property
    def sessions(self) -> list[Session]:
        return list(self.slack.workspace.sessions.values())

    @property
    def files(self) -> list[StoredFile]:
        """What was uploaded to the end."""
        return [stored for stored in list(self.slack.workspace.files.values()) if stored.complete]

    @property
    def canvases(self) -> list[Canvas]:
        return list(self.slack.workspace.canvases.values())

    def calls(self, method: str | None = None) -> list[Call]:
        return [call for call in list(self.slack.calls) if method in (None, call.method)]

    @property
    def refusals(self) -> list[Call]:
        """Calls that Slack refused: a healthy run has none."""
        return [call for call in self.calls() if call.error]

    @property
    def methods_used(self) -> set[str]:
        return {call.method for call in self.calls()}

    @property
    def scopes_used(self) -> set[str]:
        """What calls needed; a manifest asks for these and for what its events and commands need, and no more."""
        return set(self.slack.scopes_used)

    @property
    def deliveries(self) -> list[Delivery]:
        return list(self.slack.office.deliveries)

    def events(self, kind: str | None = None, subtype: str | None = None) -> list[Delivery]:
        """Events sent to the app: of this type, and with a subtype only those that have it."""
        found = [one for one in self.deliveries if one.kind == "events_api" and kind in (None, one.event["type"])]
        return [one for one in found if subtype in (None, one.event.get("subtype"))]

    @property
    def connections(self) -> int:
        return len(self.slack.sockets.connections)

    def story(self) -> str:
        """What happened lately, for the reader of a failed test."""
        names = {person.id: person.name for person in list(self.slack.workspace.people.values())}
        spoken = [
            f"  #{channel.name} {names.get(message.user, message.user)}: {message.shown}"
            for channel in list(self.slack.workspace.channels.values())
            for message in list(channel.messages.values())
        ]
        called = [f"  {call.method} → {call.error or 'ok'}" for call in self.calls()]
        sent = [f"  {d.kind} {d.event.get('type', '')} {d.attempts or 'waiting'}" for d in self.deliveries]
        parts = ("messages", spoken), ("calls", called), ("deliveries", sent)
        return "\n".join(f"{title}:\n" + "\n".join(lines[-12:]) for title, lines in parts)
