"""Outage log: that Slack or the database is away is told at once, then once a minute with how often it was missed."""

import time
from collections.abc import Callable

import structlog

_EVERY = 60.0

_log = structlog.get_logger(__name__)


class OutageLog:
    """`what` is away; `where`: who missed it. `now`: seconds that never go back."""

    def __init__(self, what: str, where: str, now: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._where = where
        self._now = now
        self._began: float | None = None
        self._told_at = 0.0
        self._missed = 0

    def record_failure(self, why: str) -> None:
        now = self._now()
        self._missed += 1
        if self._began is None:
            self._began = self._told_at = now
            _log.warning(f"{self._what} is away", where=self._where, why=why)
        elif now - self._told_at >= _EVERY:
            self._told_at = now
            missed, seconds = self._missed, round(now - self._began)
            _log.warning(f"{self._what} is still away", where=self._where, why=why, seconds=seconds, missed=missed)

    def record_success(self) -> None:
        if self._began is not None:
            seconds = round(self._now() - self._began)
            _log.warning(f"{self._what} is back", where=self._where, after_seconds=seconds, missed=self._missed)
        self._began, self._missed = None, 0
