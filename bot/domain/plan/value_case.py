"""ValueEntry: what the three shifts are worth, in the team's own figures."""

from bot.domain.core.model import Value
from bot.domain.framework.framework import Level


class ValueEntry(Value):
    """One of the three shifts: throughput, profit, predictability."""

    criterion: str
    level: Level | None
    baseline: str | None = None
    target: str | None = None
    measured: str | None = None
    quote: str | None = None
    speaker: str | None = None
