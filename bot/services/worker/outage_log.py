"""Outage log: that Slack or the database is away is told at once, then once a minute with how often it was missed."""

import time
from collections.abc import Callable
from typing import NamedTuple

import structlog

_EVERY = 60.0

_log = structlog.get_logger(__name__)


class OutageLines(NamedTuple):
    """What operators look for in the log (docs/operations.md)."""

    began: str
    lasts: str
    ended: str


SLACK_AWAY = OutageLines("Slack is away", "Slack is still away", "Slack is back")
DATABASE_AWAY = OutageLines("the database is away", "the database is still away", "the database is back")


class OutageLog:
    """`where`: who missed it. `now`: seconds that never go back."""

    def __init__(self, lines: OutageLines, where: str, now: Callable[[], float] = time.monotonic) -> None:
        self._lines = lines
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
            _log.warning(self._lines.began, where=self._where, why=why)
        elif now - self._told_at >= _EVERY:
            self._told_at = now
            missed, seconds = self._missed, round(now - self._began)
            _log.warning(self._lines.lasts, where=self._where, why=why, seconds=seconds, missed=missed)

    def record_success(self) -> None:
        if self._began is not None:
            seconds = round(self._now() - self._began)
            _log.warning(self._lines.ended, where=self._where, after_seconds=seconds, missed=self._missed)
        self._began, self._missed = None, 0
