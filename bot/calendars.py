"""Calendars: weekends and public holidays by country, and the country of a time zone; the room of `holidays`."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from holidays import country_holidays, list_supported_countries

from bot.domain.core.days_off import Country, DaysOff, Holiday
from bot.domain.core.errors import InvalidInput

_YEARS = 3
"""From a plan's first day, counted from 1: more than the longest plan needs."""


class LibraryCalendars:
    """By the library `holidays`, offline: it computes them. `tzdata` tells the names and time zones of countries."""

    def days_off(self, code: str | None, start: date) -> DaysOff:
        if code is None:
            return DaysOff()
        country = _countries().get(code.upper())
        if country is None:
            raise InvalidInput(f"{code} is no country I know the holidays of. Write two letters, as DE for Germany.")
        found = country_holidays(country.code, years=range(start.year, start.year + _YEARS))
        holidays = (Holiday(day=day, name=name) for day, name in sorted(found.items()) if day >= start)
        return DaysOff(country=country, weekend=tuple(sorted(found.weekend)), holidays=tuple(holidays))

    def country_of(self, time_zone: str) -> str | None:
        """None where a zone belongs to no country whose holidays are known."""
        zones = _zones()
        code = zones.get(time_zone) or zones.get(_aliases().get(time_zone, ""))
        return code if code in _countries() else None

    def countries(self) -> tuple[Country, ...]:
        return tuple(sorted(_countries().values(), key=lambda country: country.name))


@cache
def _countries() -> dict[str, Country]:
    names = dict(_fields("iso3166.tab"))
    codes = list_supported_countries(include_aliases=False)
    return {code: Country(code=code, name=names.get(code, code)) for code in codes}


@cache
def _zones() -> dict[str, str]:
    return {zone: code for code, _, zone, *_ in _fields("zone.tab")}


@cache
def _aliases() -> dict[str, str]:
    """What the older names of zones stand for."""
    links = (line.split() for line in _text("tzdata.zi").splitlines() if line.startswith("L "))
    return {alias: zone for _, zone, alias in links}


def _fields(name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _text(name).splitlines() if line and not line.startswith("#"))


def _text(name: str) -> str:
    return (files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")
