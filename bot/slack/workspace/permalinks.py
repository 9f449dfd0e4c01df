"""Permalinks: the addresses of Slack's messages, as Slack itself forms them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.domain.interview.turn import Turn
from bot.slack.workspace.channel_ids import is_direct_channel

_SOURCE = re.compile(r"(?P<channel>[A-Z0-9]+):(?P<ts>\d+\.\d+)(?::(?P<thread_ts>\d+\.\d+))?")


@dataclass(frozen=True)
class Permalinks:
    """`workspace_url` is what `auth.test` calls `url`."""

    workspace_url: str
    team_id: str = ""

    def __call__(self, channel: str, ts: str, thread_ts: str | None = None) -> str:
        address = f"{self.workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        if thread_ts is None or thread_ts == ts:
            return address
        return f"{address}?{urlencode({'thread_ts': thread_ts, 'cid': channel})}"

    def build_canvas_link(self, canvas_id: str) -> str:
        return f"{self.workspace_url.rstrip('/')}/docs/{self.team_id}/{canvas_id}"

    def build_turn_links(self, turns: Iterable[Turn], reader: str | None = None) -> dict[str, str]:
        """The message behind each turn that still stands, by the turn's id.

        What was said in direct messages opens for whoever said it, so only a known `reader` gets such a link.
        """
        links = {}
        for turn in turns:
            found = _SOURCE.fullmatch(turn.source or "")
            if found is None or turn.state == "retracted":
                continue
            if not is_direct_channel(found["channel"]) or turn.speaker == reader:
                links[turn.id] = self(found["channel"], found["ts"], found["thread_ts"])
        return links
