"""The port of what model calls have cost."""

from datetime import date
from typing import Protocol

from bot.domain.core.budget import ModelSpending, PeriodSpending


class SpendingRepository(Protocol):
    def load(self, today: date) -> PeriodSpending:
        """What this day and its month took so far."""

    def add(self, today: date, spent: ModelSpending) -> PeriodSpending:
        """Counts it; what day and month took so far with it. Who adds at the same moment takes their turn."""
