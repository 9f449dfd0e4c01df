"""Spending: what model calls have cost, a row a day."""

from collections.abc import Sequence
from datetime import date

from bot.domain.core.budget import ModelSpending, PeriodSpending
from bot.storage.mapping import Row
from bot.storage.session.scope import Scope
from bot.storage.tables import model_spending

_COUNTED = ("calls", "unpriced", "cost")


class SqlSpendingRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def load(self, today: date) -> PeriodSpending:
        first, day = today.replace(day=1).isoformat(), today.isoformat()
        rows = self._scope.select_rows(model_spending, model_spending.c.day.between(first, day))
        return PeriodSpending(_add_up([row for row in rows if row["day"] == day]), _add_up(rows))

    def add(self, today: date, spent: ModelSpending) -> PeriodSpending:
        day = today.isoformat()
        self._scope.insert_new_rows(model_spending, [{"day": day, **ModelSpending().model_dump()}])
        more: Row = {name: model_spending.c[name] + getattr(spent, name) for name in _COUNTED}
        self._scope.update_rows(model_spending, more, model_spending.c.day == day)
        return self.load(today)


def _add_up(rows: Sequence[Row]) -> ModelSpending:
    return ModelSpending.model_validate({name: sum(row[name] for row in rows) for name in _COUNTED})
