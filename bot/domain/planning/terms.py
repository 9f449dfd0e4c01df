"""PlanOptions and PlanTerms: what whoever asks for a plan says of it, and what it is drafted for."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.domain.core.days_off import DaysOff, Freeze
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.plan.register import RiskAnswers

MOST_HANDS = 20
TEAM_SIZE = 3
"""Where nobody says how many work on it."""
TeamSize = Annotated[int, Field(ge=1, le=MOST_HANDS)]


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
    risk: RiskAnswers = RiskAnswers()
    day_rate: float | None = None
    """What a person's day costs; None: costs stay in days."""
    currency: str | None = None
    language: str | None = None
    """What the plan's own texts are written in (BCP 47); None: English."""


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
