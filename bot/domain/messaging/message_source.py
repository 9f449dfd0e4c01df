"""Source: where on its platform a message stands, as one text that is unique within an interview."""

from typing import NamedTuple, Self


class MessageSource(NamedTuple):
    channel: str
    ts: str
    thread: str | None = None
    """The root of its thread; None for a message that is a root itself."""

    @property
    def root_ts(self) -> str:
        return self.thread or self.ts

    @property
    def partition_key(self) -> str:
        """The line of events of its thread."""
        return f"thread:{self.channel}:{self.root_ts}"

    @property
    def source_key(self) -> str:
        return ":".join(part for part in (self.channel, self.ts, self.thread) if part)

    @classmethod
    def from_message(cls, channel: str, ts: str, thread: str | None) -> Self:
        """A root names itself as its thread once it has replies: it is the same message still."""
        return cls(channel, ts, thread if thread != ts else None)

    @classmethod
    def from_key(cls, text: str | None) -> Self | None:
        """None for what was not said on a platform."""
        parts = (text or "").split(":")
        return cls(*parts) if len(parts) in (2, 3) and all(parts) else None
