"""The first day of a plan: what was typed, or next Monday."""

from datetime import date

from bot.domain.errors import InvalidInput
from bot.domain.schedule import next_monday

_LAST_YEAR = 2100


def first_day(start: str | None) -> date:
    """Raises InvalidInput for what is no date, or one that no plan could reach."""
    if start is None:
        return next_monday(date.today())
    try:
        day = date.fromisoformat(start)
    except ValueError as exc:
        raise InvalidInput(f"--start: {start} is not a date. Write it as YYYY-MM-DD.") from exc
    if not 2000 <= day.year < _LAST_YEAR:
        raise InvalidInput(f"--start: {start} is no year for a plan. Name a day before {_LAST_YEAR}.")
    return day
