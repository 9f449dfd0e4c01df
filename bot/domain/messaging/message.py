"""A message that Flightplan stands by, in parts that can be replaced one by one, and where it stands."""

from dataclasses import dataclass
from typing import Any, Literal, Self

from bot.domain.core.model import Value

SessionStatus = Literal["processing", "suspended", "active", "closed"]
"""What a conversation with an agent looks like to people: thinking, waiting for them, at rest, over."""


@dataclass(frozen=True)
class MessageContent:
    """What is said at once: blocks that the edge understands, and the text that stands in for them elsewhere.

    `metadata` is readable by every app of a workspace: ids only.
    """

    text: str
    blocks: tuple[dict[str, Any], ...]
    metadata: dict[str, Any] | None = None
    wants: bool = False
    """Something is wanted of whoever reads it: of several pieces the notification begins with this one."""


class Place(Value):
    """Where something is said: a channel, or one person's direct messages; at the root or in a thread."""

    channel: str | None = None
    person: str | None = None
    """For direct messages; their channel is found when they are first written to."""
    thread: str | None = None
    """The ts of the thread's root."""
    under: str | None = None
    """Id of the posting that is the root, where its ts is not known yet."""

    @property
    def partition_key(self) -> str:
        """What is said here goes out in order, one after the other."""
        return f"dm:{self.person}" if self.person else f"channel:{self.channel}"


class MessagePart(Value):
    """A piece of a posting with a name of its own, such as `question:q3` or `noted:t7`."""

    key: str
    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    wants: bool = False
    settled: bool = False
    """It stands there still, and asks or announces nothing any more."""


class Stream(Value):
    """A message that grows while somebody watches. Each time the whole of it is kept first, then shown."""

    recipient: str
    """A stream is one person's, whoever else reads along."""
    open: bool = True


class BotMessage(Value):
    id: str
    """Chosen by what it says and when, so that saying it twice finds the first."""
    place: Place
    parts: tuple[MessagePart, ...]
    interview_id: str | None = None
    pilot_id: str | None = None
    opens_thread: bool = False
    """Once it stands, its thread belongs to the interview."""
    session: SessionStatus | None = None
    """What the thread's session becomes once this stands."""
    title: str | None = None
    """The session's title, where this begins one."""
    broadcast: bool = False
    """Shown in the channel too, not only in the thread."""
    forget: bool = False
    """Its words are not kept once it stands: they are somebody's who has not agreed to anything."""
    stream: Stream | None = None
    """None for what is said at once."""
    revision: int = 0
    """Counts replaced parts."""
    channel: str | None = None
    ts: str | None = None
    """Where it stands, once it does."""

    @property
    def is_posted(self) -> bool:
        return self.ts is not None

    def has_part(self, key: str) -> bool:
        return any(part.key == key for part in self.parts)

    def replace_part(self, part: MessagePart) -> Self:
        """The part replaced by the one of the same key; unchanged where there is none or it says the same."""
        parts = tuple(part if old.key == part.key else old for old in self.parts)
        return self if parts == self.parts else self.model_copy(update={"parts": parts, "revision": self.revision + 1})

    def put_part_after(self, key: str, part: MessagePart) -> Self:
        """The part replaced by the one of the same key, or put under the one of this key; unchanged where there is
        neither."""
        if self.has_part(part.key) or not self.has_part(key):
            return self.replace_part(part)
        place = next(number for number, old in enumerate(self.parts, start=1) if old.key == key)
        parts = (*self.parts[:place], part, *self.parts[place:])
        return self.model_copy(update={"parts": parts, "revision": self.revision + 1})

    def remove_part(self, key: str) -> Self:
        """The part left out, where something else is left to say."""
        parts = tuple(part for part in self.parts if part.key != key)
        if not parts or parts == self.parts:
            return self
        return self.model_copy(update={"parts": parts, "revision": self.revision + 1})

    def end_stream(self) -> Self:
        if self.stream is None or not self.stream.open:
            return self
        ended = self.stream.model_copy(update={"open": False})
        return self.model_copy(update={"stream": ended, "revision": self.revision + 1})

    def replace_all_parts(self, part: MessagePart) -> Self:
        """Everything it said replaced."""
        return self.model_copy(update={"parts": (part,), "revision": self.revision + 1})

    def mark_posted(self, channel: str, ts: str, thread: str | None = None) -> Self:
        """`thread`: where it came to stand, which is not where it was to stand if that thread is gone."""
        place = self.place.model_copy(update={"thread": thread})
        kept = {"parts": ()} if self.forget else {}
        return self.model_copy(update={"channel": channel, "ts": ts, "place": place, **kept})


def build_part(key: str, post: MessageContent, *, settled: bool = False) -> MessagePart:
    return MessagePart(key=key, text=post.text, blocks=post.blocks, wants=post.wants, settled=settled)
