"""PlanOptions and PlanTerms: what whoever asks for a plan says of it, and what it is drafted for."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.domain.core.days_off import FREEZE_ASKED_FOR, DaysOff, Freeze
from bot.domain.core.errors import InvalidInput
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import RiskAnswers

MOST_HANDS = 20
TEAM_SIZE = 3
"""Where nobody says how many work on it."""
_DAY_RATE = re.compile(r"(?P<amount>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,5}(?:\.\d{1,2})?)\s+(?P<currency>[A-Za-z]{3})")
TeamSize = Annotated[int, Field(ge=1, le=MOST_HANDS)]


def read_day_rate(text: str) -> tuple[float, str]:
    """What a person's day costs, and in which currency: "800 EUR". Raises InvalidInput."""
    match = _DAY_RATE.fullmatch(text.strip())
    if match is None:
        raise InvalidInput(f"{text} is no day rate. Write it as 800 EUR, with the currency's three letters.")
    return float(match["amount"].replace(",", "")), match["currency"].upper()


class PlanOptions(Value):
    """What whoever asks for a plan says of it."""

    start: date
    team_size: TeamSize = TEAM_SIZE
    country: str | None = None
    """Two letters; None leaves out weekends only."""
    freezes: tuple[Freeze, ...] = ()
    """When nothing may change, as whoever asks says it."""
    availability: Mapping[str, float] = Field(default_factory=dict)
    """Share of a week that a role has for it, by the role's id; what is not here is the library's."""
    holders: Mapping[str, Person] = Field(default_factory=dict)
    """Whom a form or a sheet named for a role, by the role's id."""
    risk: RiskAnswers = RiskAnswers()
    day_rate: float | None = None
    """What a person's day costs; None: costs stay in days."""
    currency: str | None = None
    language: str | None = None
    """What the plan's own texts are written in (BCP 47); None: English."""


def recall_options(before: ProductionPlan, start: date) -> PlanOptions:
    """What was said of an earlier plan, for one that begins on that day or, where that one begins later, then."""
    off, values = before.days_off, before.value_case
    return PlanOptions(
        start=max(start, before.start),
        team_size=before.team_size,
        country=off.country.code if off.country else None,
        freezes=tuple(freeze for freeze in off.freezes if freeze.name == FREEZE_ASKED_FOR),
        risk=before.risk_answers,
        day_rate=values.day_rate,
        currency=values.currency,
        language=before.language,
    )


class PlanTerms(Value):
    """What a plan is drafted for: a name for it, a first day, and how many people work on it side by side."""

    plan_id: str
    made_at: datetime
    start: date
    team_size: TeamSize = TEAM_SIZE
    days_off: DaysOff = DaysOff()
    availability: Mapping[str, float] = Field(default_factory=dict)
    """Share of a week that a role has for it, by the role's id; what is not here is the library's."""
    holders: Mapping[str, Person] = Field(default_factory=dict)
    """Whom a form or a sheet named for a role, by the role's id."""
    risk: RiskAnswers = RiskAnswers()
    day_rate: float | None = None
    currency: str | None = None
