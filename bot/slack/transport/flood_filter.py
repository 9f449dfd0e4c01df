"""Log lines that strangers can bring about: of each kind only so many a minute are written, and the rest is counted."""

import logging
import time
from collections import Counter
from collections.abc import Callable

MOST = 20
"""Lines of one kind a minute: enough to see what is going on, too few to fill a disk."""
_MINUTE = 60.0


class FloodFilter(logging.Filter):
    """A kind is a message before its arguments are put in. `now`: seconds, of a clock that never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._since = now()
        self._seen: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        """How many of each kind were left out in the minutes before, and not yet told of."""

    def filter(self, record: logging.LogRecord) -> bool:
        if self._now() - self._since >= _MINUTE:
            self._begin_minute()
        kind = str(record.msg)
        self._seen[kind] += 1
        if self._seen[kind] > MOST:
            return False
        if left_out := self._before.pop(kind, 0):
            record.msg = f"{kind} (And {left_out} more like it before.)"
        return True

    def _begin_minute(self) -> None:
        self._before.update({kind: count - MOST for kind, count in self._seen.items() if count > MOST})
        self._seen.clear()
        self._since = self._now()
