"""Screen: what a Slack client shows of what the sender sent: threads, sessions, Homes and whispers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Shown:
    """A message as it reads now."""

    channel: str
    ts: str
    thread: str
    text: str
    blocks: list[Json]


@dataclass
class Screen:
    """The methods of a Slack client that are called on behalf of an interview; each answers at once."""

    next_ts: Callable[[], str]
    messages: dict[tuple[str, str], Shown] = field(default_factory=dict)
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    whispers: list[str] = field(default_factory=list)

    def read(self, channel: str, thread: str) -> list[Shown]:
        return [one for one in self.messages.values() if (one.channel, one.thread) == (channel, thread)]

    async def conversations_open(self, *, users: str) -> Mapping[str, Any]:
        return {"channel": {"id": f"D{users[1:]}"}}

    async def chat_postMessage(  # noqa: N802
        self, *, channel: str, thread_ts: str | None, text: str, blocks: list[Json], **_: Any
    ) -> Json:
        ts = self.next_ts()
        self.messages[channel, ts] = Shown(channel, ts, thread_ts or ts, text, blocks)
        return {"ts": ts}

    async def chat_update(self, *, channel: str, ts: str, text: str, blocks: list[Json], **_: Any) -> Json:
        self.messages[channel, ts].text, self.messages[channel, ts].blocks = text, blocks
        return {"ts": ts}

    async def chat_postEphemeral(self, *, text: str, **_: Any) -> Json:  # noqa: N802
        self.whispers.append(text)
        return {}

    async def views_publish(self, *, user_id: str, view: Json) -> Json:
        self.homes[user_id] = view
        return {}

    async def agents_sessions_setStatus(self, *, channel_id: str, status: str, thread_ts: str, **_: Any) -> Json:  # noqa: N802
        self.sessions[channel_id, thread_ts] = status
        return {}

    async def reactions_add(self, **_: Any) -> Json:
        return {}

    async def reactions_remove(self, **_: Any) -> Json:
        return {}
