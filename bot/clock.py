"""Clock: the system's, but that a step back of minutes, as when a time server sets a clock right, delays nothing."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

_FOLLOWED = timedelta(minutes=10)
"""A clock that goes back by more was wrong by more than what waits can bear: that counts at once."""
_SLOWED = 0.9
"""Seconds a second, until the system's clock has caught up: a minute takes ten."""


def _read_system_clock() -> datetime:
    return datetime.now(UTC)


class SteadyClock:
    """Never goes back by less than ten minutes: what was due in seconds is due in seconds. `read` may step; `elapsed`
    tells seconds and never does. For all threads of a process, and those that are forked from it."""

    def __init__(
        self, read: Callable[[], datetime] = _read_system_clock, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._elapsed = read, elapsed
        self._told, self._told_at = datetime.min.replace(tzinfo=UTC), 0.0
        self._lock = Lock()

    def now(self) -> datetime:
        with self._lock:
            read, at = self._read(), self._elapsed()
            slowed = self._told + timedelta(seconds=_SLOWED * (at - self._told_at))
            self._told = slowed if read < slowed <= read + _FOLLOWED else read
            self._told_at = at
            return self._told


SYSTEM_CLOCK = SteadyClock()
