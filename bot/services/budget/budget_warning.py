"""Warning: a lead whose pilot uses the model hears once a period that the budget is nearly spent."""

from datetime import date
from typing import ClassVar, Literal

from bot.domain.core.budget import BudgetLimit, get_renewal_day
from bot.domain.core.errors import NotFound
from bot.domain.messaging.event import EventBody
from bot.services.ports.core import UnitOfWork


class BudgetNearlySpent(EventBody):
    """Whom to tell, of which limit, and when it renews."""

    kind: ClassVar[str] = "budget_near"
    lead: str
    period: Literal["day", "month"]
    used: str
    """As `81 of 100 calls a day`."""
    renews: date

    @property
    def key(self) -> str:
        """One of each person and period, whichever limit of it was first."""
        return f"budget:{self.period}:{self.renews}:{self.lead}"


def warn_lead(uow: UnitOfWork, pilot: str, limit: BudgetLimit, today: date) -> None:
    """Of a limit that is near and not spent: of one that is, all hear who wait. In the terminal nobody leads."""
    try:
        lead = uow.teams.get(pilot).lead
    except NotFound:
        return
    renews = get_renewal_day(limit.period, today)
    told = BudgetNearlySpent(lead=lead, period=limit.period, used=limit.describe(), renews=renews)
    uow.events.add(told.to_event(told.key, f"dm:{lead}"))
