"""Freezes: the stretches of time in which nothing may change, everybody's and the team's own."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.core.days_off import Freeze
from bot.domain.plan.limits import NamedLimit

_YEAR_END = "Year-end freeze"
_YEARS = 3
"""From a plan's first day: as far as holidays are known."""


def list_freezes(limits: Sequence[NamedLimit], wished: Sequence[Freeze], start: date) -> tuple[Freeze, ...]:
    """Those that are not over on the plan's first day: what was asked for, what the team named, and 24 December to
    1 January. `limits`: a freeze of which only the end was said begins on the first day of the plan."""
    found = (*wished, *_iter_named_freezes(limits, start), *_iter_year_ends(start))
    return tuple(sorted({(f.first, f.last): f for f in reversed(found) if f.last >= start}.values(), key=_get_days))


def _get_days(freeze: Freeze) -> tuple[date, date]:
    return freeze.first, freeze.last


def _iter_named_freezes(limits: Sequence[NamedLimit], start: date) -> Iterator[Freeze]:
    for limit in limits:
        if limit.kind == "freeze" and limit.day is not None and (limit.first_day or start) <= limit.day:
            yield Freeze(first=limit.first_day or start, last=limit.day, name=limit.what)


def _iter_year_ends(start: date) -> Iterator[Freeze]:
    for year in range(start.year - 1, start.year + _YEARS):
        yield Freeze(first=date(year, 12, 24), last=date(year + 1, 1, 1), name=_YEAR_END)
