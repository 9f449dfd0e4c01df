"""Source: where on its platform a message stands, as one text that is unique within an interview."""

from typing import NamedTuple, Self


class Source(NamedTuple):
    channel: str
    ts: str
    thread: str | None = None
    """The root of its thread; None for a message that is a root itself."""

    @property
    def root(self) -> str:
        return self.thread or self.ts

    @property
    def line(self) -> str:
        """The line of events of its thread."""
        return f"thread:{self.channel}:{self.root}"

    @property
    def text(self) -> str:
        return ":".join(part for part in (self.channel, self.ts, self.thread) if part)

    @classmethod
    def of(cls, channel: str, ts: str, thread: str | None) -> Self:
        """A root names itself as its thread once it has replies: it is the same message still."""
        return cls(channel, ts, thread if thread != ts else None)

    @classmethod
    def parsed(cls, text: str | None) -> Self | None:
        """None for what was not said on a platform."""
        parts = (text or "").split(":")
        return cls(*parts) if len(parts) in (2, 3) and all(parts) else None
