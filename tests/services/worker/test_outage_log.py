"""A service that is away fills no log: a line at once, one a minute, and one at the end."""

from typing import Any

from structlog.testing import capture_logs

from bot.services.worker.outage_log import SLACK_AWAY, OutageLog


class Watch:
    """Seconds, as they are set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def told(*moments: float, back: float) -> list[dict[str, Any]]:
    """Of an outage that is met at these moments."""
    watch = Watch()
    outage = OutageLog(SLACK_AWAY, "outbox", watch)
    with capture_logs() as logs:
        outage.record_success()
        for watch.seconds in moments:
            outage.record_failure("nothing answers")
        watch.seconds = back
        outage.record_success()
        outage.record_success()
    return [dict(line) for line in logs]


def test_it_is_told_once_a_minute_however_often_it_is_met() -> None:
    lines = told(0.0, 1.0, 59.0, 60.0, 61.0, 119.0, 120.5, back=130.0)
    assert [(line["event"], line.get("missed")) for line in lines] == [
        ("Slack is away", None),
        ("Slack is still away", 4),
        ("Slack is still away", 7),
        ("Slack is back", 7),
    ]
    assert lines[-1]["after_seconds"] == 130


def test_one_that_is_never_away_is_not_told_of() -> None:
    assert told(back=1000.0) == []
