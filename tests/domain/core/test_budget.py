"""The budget: near at four fifths, spent at the whole, whichever limit it is; told until when."""

from datetime import date

import pytest

from bot.domain.core.budget import (
    ModelBudget,
    ModelSpending,
    PeriodSpending,
    find_spent_limit,
    get_renewal_day,
    list_limits_come_near,
)

BUDGET = ModelBudget(calls_per_day=10, calls_per_month=100, cost_per_day=1.0, cost_per_month=10.0)
ONE = ModelSpending(calls=1, cost=0.1)


def spent(*, calls: int = 0, cost: float = 0.0, month_calls: int = 0, month_cost: float = 0.0) -> PeriodSpending:
    month = ModelSpending(calls=max(calls, month_calls), cost=max(cost, month_cost))
    return PeriodSpending(ModelSpending(calls=calls, cost=cost), month)


@pytest.mark.parametrize(
    ("so_far", "period"),
    [
        (spent(calls=9, cost=0.999999), None),
        (spent(calls=10), "day"),
        (spent(cost=1.0), "day"),
        (spent(month_calls=99, month_cost=9.99), None),
        (spent(month_calls=100), "month"),
        (spent(month_cost=10.0), "month"),
        (spent(calls=10, month_calls=100), "month"),
    ],
)
def test_it_is_spent_at_the_whole_and_not_before_and_the_longest_wait_is_told(
    so_far: PeriodSpending, period: str | None
) -> None:
    limit = find_spent_limit(BUDGET, so_far)
    assert (limit.period if limit else None) == period


def test_without_limits_nothing_is_ever_spent() -> None:
    assert find_spent_limit(ModelBudget(), spent(calls=10**6, cost=10.0**6)) is None


@pytest.mark.parametrize(("calls", "near"), [(7, []), (8, ["8 of 10 calls a day"]), (9, [])])
def test_what_comes_near_is_told_once_at_four_fifths(calls: int, near: list[str]) -> None:
    limits = list_limits_come_near(BUDGET, spent(calls=calls), ModelSpending(calls=1))
    assert [limit.describe() for limit in limits] == near


def test_sums_of_money_come_near_and_are_spent_to_the_cent() -> None:
    tenths = ModelSpending(calls=8, cost=sum([0.1] * 8))
    assert (
        list_limits_come_near(BUDGET, PeriodSpending(tenths, tenths), ONE)[1].describe() == "0.8 of 1 US dollars a day"
    )
    whole = ModelSpending(calls=1, cost=sum([0.1] * 10))
    assert find_spent_limit(BUDGET, PeriodSpending(whole, whole)) is not None


@pytest.mark.parametrize(
    ("today", "tomorrow", "next_month"),
    [
        (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1)),
        (date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 1)),
        (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_it_renews_with_the_next_day_or_month(today: date, tomorrow: date, next_month: date) -> None:
    assert (get_renewal_day("day", today), get_renewal_day("month", today)) == (tomorrow, next_month)
