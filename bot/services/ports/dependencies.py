"""Dependencies: what every use case needs of the world, whichever edge calls it."""

from dataclasses import dataclass

from bot.domain.framework.knowledge import Knowledge
from bot.services.ports.core import Analyst, Calendars, Clock, Redactor, Transactions


@dataclass(frozen=True, repr=False)
class Dependencies:
    transactions: Transactions
    analyst: Analyst
    redactor: Redactor
    clock: Clock
    knowledge: Knowledge
    calendars: Calendars
