"""People as tests let them act: they talk, edit, click, fill in forms, give commands, and stop the agent."""

import uuid
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from tests.slack_stub.block_kit.form_values import filled, state_of
from tests.slack_stub.interactions import Ack, Interactions
from tests.slack_stub.methods.chat import remove
from tests.slack_stub.slack import Slack
from tests.slack_stub.state.errors import UserCannot
from tests.slack_stub.state.records import (
    PICKED,
    Channel,
    Json,
    Message,
    Person,
    StoredFile,
    View,
    elements_of,
    pressable,
)
from tests.slack_stub.state.shapes import file_json, forwarded_json, message_json, user_json, view_json

Result = TypeVar("Result")


class Loop(Protocol):
    async def run(self, work: Coroutine[Any, Any, Result]) -> Result: ...


class User:
    """Everything is checked as Slack's client would: what a person could not do raises `UserCannot`."""

    def __init__(self, slack: Slack, person: Person, loop: Loop) -> None:
        self.person = person
        self._slack = slack
        self._loop = loop
        self._interactions = Interactions(slack)

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def mention(self) -> str:
        return self.person.mention

    @property
    def dm(self) -> Channel:
        """The conversation with the app."""
        return self._slack.workspace.direct(self.id)

    async def says(
        self, channel: Channel | str, text: str, thread_ts: str | Message | None = None, *, broadcast: bool = False
    ) -> Message:
        return await self._loop.run(self._says(channel, text, thread_ts, broadcast=broadcast))

    async def shares(self, channel: Channel | str, name: str, content: bytes, text: str = "") -> Message:
        """A message with a file."""
        return await self._loop.run(self._says(channel, text, None, file=(name, content)))

    async def sends(self, channel: Channel | str, thread_ts: str | Message | None = None, **fields: Any) -> Message:
        """A message with whatever else Slack lets people and their apps put into it: blocks, attachments, a bot id."""
        text = fields.pop("text", "")
        return await self._loop.run(self._says(channel, text, thread_ts, fields={"blocks": [], **fields}))

    async def forwards(self, message: Message, channel: Channel, thread_ts: Message | None = None) -> Message:
        """Somebody's message handed on, with no words of one's own."""
        handed_on = forwarded_json(message, self._slack.workspace)
        return await self.sends(channel, thread_ts, attachments=[handed_on])

    async def edits(self, message: Message, text: str) -> None:
        await self._loop.run(self._edits(message, text))

    async def deletes(self, message: Message) -> None:
        await self._loop.run(self._deletes(message))

    async def reacts(self, message: Message, name: str) -> None:
        await self._loop.run(self._reacts(message, name))

    async def leaves_workspace(self, *, told: bool = True) -> None:
        """Their account is switched off. `told`: the app hears of it."""
        self.person.deleted = True
        if told:
            await self._loop.run(self._tell_change())

    async def joins(self, channel: Channel) -> None:
        await self._loop.run(self._joins(channel))

    async def leaves(self, channel: Channel) -> None:
        await self._loop.run(self._leaves(channel))

    async def opens_home(self) -> None:
        await self._loop.run(self._opens("home"))

    async def opens_dm(self) -> Channel:
        await self._loop.run(self._opens("messages"))
        return self.dm

    async def clicks(self, place: Message | View, action_id: str, value: Any = None) -> Ack:
        """A button (of this value, if several share the id), or a choice: an option, a person, a date; an entry of
        a menu, or one of radio buttons, by its value."""
        return await self._loop.run(self._clicks(place, action_id, value))

    async def submits(self, view: View, values: Json | None = None) -> Ack:
        """The form with these values, by block id or action id; the rest stays as it stood."""
        return await self._loop.run(self._submits(view, values or {}))

    async def closes(self, view: View) -> Ack | None:
        return await self._loop.run(self._closes(view))

    async def command(self, command: str, text: str = "", channel: Channel | str | None = None) -> Ack:
        return await self._loop.run(self._command(command, text, channel))

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Ack:
        return await self._loop.run(self._shortcut(callback_id, message))

    async def stops(self, thread_ts: str | Message, channel: Channel | str | None = None) -> None:
        """The Stop button of a running agent session."""
        await self._loop.run(self._stops(thread_ts, channel))

    def _channel(self, channel: Channel | str) -> Channel:
        found = channel if isinstance(channel, Channel) else self._slack.workspace.channels[channel]
        if self.id not in found.members:
            raise UserCannot(f"{self.person.name} is not in #{found.name}")
        if found.kind == "im":
            self._welcome()
        return found

    def _welcome(self) -> None:
        if self.person.guest and self._slack.app.agent:
            raise UserCannot(f"{self.person.name} is a guest: guests cannot use apps with the agent feature")

    async def _says(
        self,
        channel: Channel | str,
        text: str,
        thread_ts: str | Message | None,
        *,
        broadcast: bool = False,
        file: tuple[str, bytes] | None = None,
        fields: Json | None = None,
    ) -> Message:
        place, app, workspace = self._channel(channel), self._slack.app, self._slack.workspace
        if place.kind == "im" and (not app.messages_enabled or app.messages_read_only):
            raise UserCannot("the Messages tab takes no messages")
        root = thread_ts.thread_ts or thread_ts.ts if isinstance(thread_ts, Message) else thread_ts
        if root is not None and root not in place.messages:
            raise UserCannot(f"there is no thread {root} in #{place.name}")
        message = Message(workspace.new_ts(), place.id, self.id, text, thread_ts=root, broadcast=broadcast)
        message.client_msg_id, message.blocks = str(uuid.uuid4()), _rich(text)
        for name, value in (fields or {}).items():
            setattr(message, name, value)
        if file is not None:
            message.subtype, message.files = "file_share", [self._stored(place, *file)]
        workspace.keep(message)
        self._slack.happenings.posted(message)
        return message

    def _stored(self, channel: Channel, name: str, content: bytes) -> Json:
        file_id = self._slack.workspace.new_id("F")
        stored = StoredFile(file_id, name, len(content), self.id, content=content, complete=True)
        stored.channels = [channel.id]
        self._slack.workspace.files[file_id] = stored
        return file_json(stored, f"{self._slack.base_url}/files")

    async def _edits(self, message: Message, text: str) -> None:
        self._own(message)
        previous = message_json(message, self._slack.workspace)
        message.text, message.blocks = text, _rich(text)
        self._slack.workspace.name_blocks(message.blocks)
        message.edited = {"user": self.id, "ts": self._slack.workspace.new_ts()}
        self._slack.happenings.changed(message, previous)

    async def _deletes(self, message: Message) -> None:
        self._own(message)
        remove(self._slack, message)

    def _own(self, message: Message) -> None:
        if message.user != self.id or message not in self._channel(message.channel).messages.values():
            raise UserCannot(f"{self.person.name} has no such message")

    async def _reacts(self, message: Message, name: str) -> None:
        self._channel(message.channel)
        message.reactions.setdefault(name, []).append(self.id)
        self._slack.happenings.reacted(self.person, message, name, added=True)

    async def _tell_change(self) -> None:
        self._slack.happenings.tell({"type": "user_change", "user": user_json(self.person), "event_ts": "1.2"})

    async def _joins(self, channel: Channel) -> None:
        channel.members.add(self.id)
        self._slack.happenings.joined(self.id, channel)

    async def _leaves(self, channel: Channel) -> None:
        channel.members.discard(self.id)
        self._slack.happenings.left(self.id, channel)

    async def _opens(self, tab: str) -> None:
        self._welcome()
        app, workspace = self._slack.app, self._slack.workspace
        if not (app.home_enabled if tab == "home" else app.messages_enabled):
            raise UserCannot(f"the app has no {tab} tab")
        place = {"channel": self.dm.id, "tab": tab, "event_ts": workspace.new_ts()}
        event: Json = {"type": "app_home_opened", "user": self.id, **place}
        if tab == "home" and self.id in workspace.homes:
            event["view"] = view_json(workspace.homes[self.id], workspace)
        self._slack.happenings.tell(event)

    async def _clicks(self, place: Message | View, action_id: str, value: Any) -> Ack:
        if not self._slack.app.interactive:
            raise UserCannot("the app has interactivity switched off")
        self._sees(place)
        entry = self._entry(place.blocks, action_id)
        action_id, value = entry or (action_id, value)
        block, element = self._element(place.blocks, action_id, value)
        action = _action(block, element, value)
        values = state_of(place.blocks, {}, submitting=False)
        if block["block_id"] in values and element["action_id"] in values[block["block_id"]]:
            values[block["block_id"]][element["action_id"]] = filled(element, value)
        if isinstance(place, View):
            return await self._interactions.click_in_view(self.person, place, action, values)
        return await self._interactions.click_in_message(self.person, place, action, values)

    def _sees(self, place: Message | View) -> None:
        workspace = self._slack.workspace
        if isinstance(place, View):
            shown = place in [*workspace.modals.get(self.id, [])[-1:], workspace.homes.get(self.id)]
        elif place.to is not None:
            shown = place.to == self.id and place in workspace.ephemerals
        else:
            shown = self._channel(place.channel).messages.get(place.ts) is place
        if not shown:
            raise UserCannot(f"{self.person.name} does not see that any more")

    def _entry(self, blocks: list[Json], value: str) -> tuple[str, str] | None:
        """The menu or the radio buttons that offer it, and what is picked there."""
        menus = (element for _, element in elements_of(blocks) if element["type"] in PICKED)
        holding = (menu for menu in menus if any(option["value"] == value for option in menu["options"]))
        return next(((menu["action_id"], value) for menu in holding), None)

    def _element(self, blocks: list[Json], action_id: str, value: Any) -> tuple[Json, Json]:
        found = [pair for pair in elements_of(blocks) if pair[1]["action_id"] == action_id]
        found = [pair for pair in found if self.id in pair[1].get("visible_to_user_ids", [self.id])]
        exact = [pair for pair in found if value is not None and pair[1].get("value") == value]
        if not found:
            raise UserCannot(f"{self.person.name} sees no {action_id!r}; there are {list(pressable(blocks))}")
        if value is not None and found[0][1]["type"] == "button" and not exact:
            raise UserCannot(f"no button {action_id!r} has the value {value!r}")
        return (exact or found)[0]

    async def _submits(self, view: View, values: Json) -> Ack:
        if "submit" not in view.body:
            raise UserCannot("the view has no submit button")
        if view not in self._slack.workspace.modals.get(self.id, [])[-1:]:
            raise UserCannot(f"{self.person.name} has no such view in front")
        return await self._interactions.submit(self.person, view, state_of(view.blocks, values, submitting=True))

    async def _closes(self, view: View) -> Ack | None:
        if view not in self._slack.workspace.modals.get(self.id, []):
            raise UserCannot(f"{self.person.name} has no such view open")
        if view.body.get("notify_on_close"):
            return await self._interactions.close_view(self.person, view, cleared=False)
        self._slack.workspace.modals[self.id].remove(view)
        return None

    async def _command(self, command: str, text: str, channel: Channel | str | None) -> Ack:
        place = self._channel(channel or self.dm)
        if command not in self._slack.app.commands:
            raise UserCannot(f"{command} is not a valid command")
        if self._slack.app.commands[command].get("should_escape"):
            text = self._escaped(text)
        return await self._interactions.command(self.person, command, text, place)

    def _escaped(self, text: str) -> str:
        for person in self._slack.workspace.people.values():
            text = text.replace(f"@{person.name}", f"<@{person.id}|{person.name}>")
        for channel in self._slack.workspace.channels.values():
            text = text.replace(f"#{channel.name}", f"<#{channel.id}|{channel.name}>")
        return text

    async def _shortcut(self, callback_id: str, message: Message | None) -> Ack:
        shortcut = self._slack.app.shortcuts.get(callback_id)
        if shortcut is None or (shortcut["type"] == "message") != (message is not None):
            raise UserCannot(f"the app has no such shortcut: {callback_id}")
        if message is not None:
            self._sees(message)
        return await self._interactions.shortcut(self.person, callback_id, message)

    async def _stops(self, thread_ts: str | Message, channel: Channel | str | None) -> None:
        place = self._channel(channel or (thread_ts.channel if isinstance(thread_ts, Message) else self.dm))
        root = (thread_ts.thread_ts or thread_ts.ts) if isinstance(thread_ts, Message) else thread_ts
        session = self._slack.workspace.sessions.get((place.id, root))
        if session is None or session.status != "processing":
            raise UserCannot("there is nothing to stop: no session is processing")
        streams = [m for m in self._slack.workspace.thread(place.id, root) if m.streaming == "in_progress"]
        for stream in streams:
            stream.streaming = "stopped"
        event: Json = {"type": "agent_session_stopped", "user": self.id, "channel": place.id, "thread_ts": root}
        event["streaming_message_ts"] = [stream.ts for stream in streams]
        self._slack.happenings.tell({**event, "event_ts": self._slack.workspace.new_ts()})


def _rich(text: str) -> list[Json]:
    """The composer sends rich text with every message; mentions stay as text here."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "elements": [section]}] if text else []


def _action(block: Json, element: Json, value: Any) -> Json:
    common = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    match element["type"]:
        case "button" | "icon_button" | "workflow_button":
            own: Json = {name: element[name] for name in ("text", "value", "style") if name in element}
            return {**common, **own}
        case "feedback_buttons":
            side = element["positive_button"] if value in (True, None, "positive") else element["negative_button"]
            return {**common, "text": side["text"], "value": side["value"]}
    return {**common, **filled(element, value)}
