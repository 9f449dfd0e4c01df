"""Budget: how many calls of a model, and how much money, a day and a month may take; what is left, and until when."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

from bot.domain.core.model import Value

WARN_AT = 0.8
"""Of a limit: from here on whoever runs Flightplan is warned, and the leads of pilots that use the model."""
_DIGITS = 6

Period = Literal["day", "month"]
Unit = Literal["calls", "US dollars"]


class ModelBudget(Value):
    """None: without a limit. Days and months are those of UTC; money is US dollars."""

    calls_per_day: int | None = None
    calls_per_month: int | None = None
    cost_per_day: float | None = None
    cost_per_month: float | None = None


class ModelSpending(Value):
    """`unpriced`: how many of the calls nobody lists a price of; they add nothing to the cost."""

    calls: int = 0
    unpriced: int = 0
    cost: float = 0.0

    def __sub__(self, other: "ModelSpending") -> "ModelSpending":
        cost = round(self.cost - other.cost, _DIGITS)
        return ModelSpending(calls=self.calls - other.calls, unpriced=self.unpriced - other.unpriced, cost=cost)


class PeriodSpending(NamedTuple):
    """What this day and this month took so far."""

    day: ModelSpending
    month: ModelSpending


class BudgetLimit(NamedTuple):
    period: Period
    unit: Unit
    used: float
    most: float

    @property
    def is_spent(self) -> bool:
        return round(self.used, _DIGITS) >= self.most

    @property
    def is_near(self) -> bool:
        return round(self.used, _DIGITS) >= round(WARN_AT * self.most, _DIGITS)

    def describe(self) -> str:
        """As `81 of 100 calls a day`."""
        return f"{self.used:g} of {self.most:g} {self.unit} a {self.period}"


def list_limits(budget: ModelBudget, spent: PeriodSpending) -> tuple[BudgetLimit, ...]:
    """Those that are set."""
    limits: tuple[tuple[Period, Unit, float, float | None], ...] = (
        ("day", "calls", spent.day.calls, budget.calls_per_day),
        ("day", "US dollars", spent.day.cost, budget.cost_per_day),
        ("month", "calls", spent.month.calls, budget.calls_per_month),
        ("month", "US dollars", spent.month.cost, budget.cost_per_month),
    )
    return tuple(BudgetLimit(period, unit, used, most) for period, unit, used, most in limits if most is not None)


def find_spent_limit(budget: ModelBudget, spent: PeriodSpending) -> BudgetLimit | None:
    """The one that keeps us longest."""
    return next((limit for limit in reversed(list_limits(budget, spent)) if limit.is_spent), None)


def list_limits_come_near(
    budget: ModelBudget, spent: PeriodSpending, just_now: ModelSpending
) -> tuple[BudgetLimit, ...]:
    """Those that what was `just_now` spent has brought near. `spent`: with it."""
    before = PeriodSpending(spent.day - just_now, spent.month - just_now)
    pairs = zip(list_limits(budget, before), list_limits(budget, spent), strict=True)
    return tuple(now for earlier, now in pairs if now.is_near and not earlier.is_near)


def get_renewal_day(period: Period, today: date) -> date:
    """The first day of the next period."""
    return today + timedelta(days=1) if period == "day" else (today.replace(day=1) + timedelta(days=32)).replace(day=1)
