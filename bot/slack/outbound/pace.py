"""Pace: how long a channel rests after a message. Slack allows about one a second in each, and a second one at once."""

import time
from collections.abc import Callable

from cachetools import TTLCache

PACE = 1.0
"""Seconds between two messages in a channel."""
_QUIET = 2.0
"""Times the pace, after which a channel in which nothing was said takes two messages at once again."""
_MOST_CHANNELS = 10_000


class ChannelPace:
    """`seconds` between two messages; `now` never goes back."""

    def __init__(self, seconds: float = PACE, now: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._lately: TTLCache[str, bool] = TTLCache(_MOST_CHANNELS, _QUIET * seconds, now)

    def compute_rest(self, channel: str) -> float:
        """After a message there: whoever answers it at once is not kept waiting for the next question."""
        rest = self.seconds if channel in self._lately else 0.0
        self._lately[channel] = True
        return rest
