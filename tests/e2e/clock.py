"""A clock that goes on by itself and can be set: the app's, its database's and the local Slack's at once."""

import time
from datetime import UTC, datetime, timedelta

from tests.slack_stub import SlackServer


class SetClock:
    """Set back only by whoever says so: what happened stays in the past."""

    def __init__(self, at: datetime, slack: SlackServer) -> None:
        self._ahead = at - datetime.now(UTC)
        slack.slack.workspace.now = lambda: time.time() + self._ahead.total_seconds()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def set(self, at: datetime) -> None:
        assert at >= self.now(), f"{at} is before {self.now()}"
        self._ahead = at - datetime.now(UTC)

    def set_back(self, at: datetime) -> None:
        """As one that was wrong for a while."""
        self._ahead = at - datetime.now(UTC)

    @property
    def ahead(self) -> timedelta:
        """Of everybody else's."""
        return self._ahead

    def forward(self, **by: float) -> None:
        self._ahead += timedelta(**by)
