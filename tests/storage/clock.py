"""A clock that stands until it is moved on."""

from datetime import datetime, timedelta

from tests.support.builders import MONDAY


class StandingClock:
    def __init__(self) -> None:
        self._now = MONDAY

    def now(self) -> datetime:
        return self._now

    def forward(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
