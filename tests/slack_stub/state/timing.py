"""How long Slack waits; a test may shorten what would take it minutes."""

from dataclasses import dataclass


@dataclass
class Timing:
    ack: float = 3.0
    retries: tuple[float, ...] = (0.05, 0.1, 0.2)
    trigger: float = 3.0
    response_url: float = 1800.0
    response_url_uses: int = 5

    @classmethod
    def unhurried(cls) -> "Timing":
        """For a machine that is busy with other things: nothing is late that is not lost; repeats come at once."""
        return cls(ack=60.0, retries=(0.02, 0.05, 0.1), trigger=60.0)
