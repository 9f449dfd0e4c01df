"""ValueCase: what the three shifts are worth and what they cost, in the team's own figures, and what is missing."""

from datetime import date
from typing import Any

from pydantic import model_validator

from bot.domain.core.model import Value
from bot.domain.framework.framework import Level


class ValueEntry(Value):
    """One of the three shifts: throughput, profit, predictability."""

    criterion: str
    level: Level | None
    unit: str | None = None
    """What is counted."""
    baseline: str | None = None
    target: str | None = None
    measured: str | None = None
    quote: str | None = None
    """The sentence that carries the number, where there is one."""
    speaker: str | None = None
    translation: str = ""
    """The sentence in English, where it was said in another language and could be translated."""


class MissingFigure(Value):
    """What is still needed to say what it brings and costs, and who says it by when."""

    what: str
    role_name: str
    person_name: str | None = None
    by: date | None = None


class SaidFigure(Value):
    """A sum as it was said."""

    text: str
    quote: str
    speaker: str


class ValueCase(Value):
    shifts: tuple[ValueEntry, ...] = ()
    value_a_year: SaidFigure | None = None
    running_cost_a_year: SaidFigure | None = None
    person_days: float = 0.0
    """What the plan's actions and its strand cost."""
    day_rate: float | None = None
    currency: str | None = None
    plan_cost: float | None = None
    """In that currency, where a day rate is given."""
    missing: tuple[MissingFigure, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read_bare_shifts(cls, given: Any) -> Any:
        """A plan from before costs were kept holds the three shifts alone."""
        return {"shifts": given} if isinstance(given, list | tuple) else given
