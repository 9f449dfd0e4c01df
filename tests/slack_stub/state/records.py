"""What a workspace holds: people, channels, messages, views, files, canvases, agent sessions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["public", "private", "im", "mpim"]


@dataclass
class Person:
    id: str
    name: str
    team_id: str
    real_name: str
    tz: str = "Europe/Zurich"
    title: str = ""
    """What they do, as their profile says."""
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False
    email: str | None = None
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    """In seconds since 1970; 0: no end."""
    snoozes_until: int = 0
    quiet: tuple[int, int] | None = None
    """The Do Not Disturb hours that run or come next: from, to."""

    @property
    def guest(self) -> bool:
        return self.is_restricted or self.is_ultra_restricted

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass
class Message:
    """A message that stands in a channel, or an ephemeral one that only `to` sees."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    streaming: Literal["in_progress", "completed", "stopped"] | None = None
    chunks: list[Json] = field(default_factory=list)
    broadcast: bool = False
    to: str | None = None
    team: str = ""
    client_msg_id: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def shown(self) -> str:
        """All words that a person sees: blocks if there are any, otherwise the text."""
        streamed = [words for chunk in self.chunks for words in words_of(chunk)]
        return "\n".join([*streamed, *words_of(self.blocks)]) if self.blocks or streamed else self.text

    @property
    def action_ids(self) -> list[str]:
        return list(pressable(self.blocks))


@dataclass
class Channel:
    id: str
    name: str
    kind: Kind
    members: set[str] = field(default_factory=set)
    archived: bool = False
    creator: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    deleted: list[Message] = field(default_factory=list)


@dataclass
class View:
    """A modal in somebody's stack, or somebody's Home."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def shown(self) -> str:
        return "\n".join(words_of(self.blocks))

    @property
    def action_ids(self) -> list[str]:
        return list(pressable(self.blocks))


@dataclass
class StoredFile:
    id: str
    name: str
    length: int
    user: str
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    complete: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class Canvas:
    id: str
    title: str
    channel: str | None
    sections: list[tuple[str, str]]
    edits: int = 0

    @property
    def markdown(self) -> str:
        return "\n\n".join(text for _, text in self.sections)


@dataclass
class Session:
    """An agent session: one thread of work with its status; `statuses` keeps all that it went through."""

    channel: str
    thread_ts: str
    status: str
    title: str = ""
    statuses: list[str] = field(default_factory=list)


@dataclass
class Prompts:
    channel: str
    title: str
    prompts: list[Json]


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element together with the block that holds it, at any depth."""
    for block in blocks:
        yield from ((block, element) for element in _interactive(block))
        nested = block.get("child_blocks") or (block.get("elements") if block.get("type") == "carousel" else None)
        yield from elements_of(nested or [])


PICKED = ("overflow", "radio_buttons")


def pressable(blocks: list[Json]) -> Iterator[str]:
    """What can be pressed, by action id; what can be picked of a menu or of radio buttons by its value."""
    for _, element in elements_of(blocks):
        yield element["action_id"]
        if element["type"] in PICKED:
            yield from (option["value"] for option in element["options"])


def _interactive(block: Json) -> list[Json]:
    held = [block.get("accessory"), block.get("element"), *block.get("actions", [])]
    if block.get("type") in ("actions", "context_actions"):
        held += block.get("elements", [])
    return [element for element in held if element and element.get("type") != "image"]


SPOKEN = ("text", "title", "label", "subtitle", "body", "caption", "details", "output", "alt_text", "markdown")


def words_of(thing: Any) -> Iterator[str]:
    """Whatever of blocks is read by people, in the order it stands there."""
    if isinstance(thing, list):
        for item in thing:
            yield from words_of(item)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            if isinstance(value, str):
                yield from [value] if key in SPOKEN else []
            else:
                yield from words_of(value)
