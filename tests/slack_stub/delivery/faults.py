"""Failures on demand: rate limits, server errors, Slack errors, slow answers, answers that get lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass
class Fault:
    """Strikes calls of a method (in one channel, if given), `count` times; None means until it is lifted.

    `lost` does what was asked and then cuts the connection: the app cannot know that it worked. `late` seconds pass
    between doing it and saying so.
    """

    method: str
    channel: str | None = None
    count: int | None = 1
    status: int = 200
    error: str = ""
    retry_after: int | None = None
    delay: float = 0.0
    lost: bool = False
    late: float = 0.0
    struck: int = 0

    def fits(self, method: str, args: Mapping[str, Any]) -> bool:
        channel = args.get("channel") or args.get("channel_id")
        over = self.count is not None and self.struck >= self.count
        return not over and self.method in (method, "*") and self.channel in (None, channel)


class Faults:
    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def take(self, method: str, args: Mapping[str, Any]) -> Fault | None:
        for fault in self.planned:
            if fault.fits(method, args):
                fault.struck += 1
                return fault
        return None
