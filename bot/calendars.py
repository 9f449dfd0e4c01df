"""Calendars: weekends and public holidays by country, and the country of a time zone; the room of `holidays`."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from holidays import country_holidays, list_supported_countries

from bot.domain.core.days_off import Country, DaysOff, Holiday
from bot.domain.core.errors import InvalidInput
from bot.domain.core.hours import USUAL_WEEK, WorkWeek

_YEARS = 3
"""From a plan's first day, counted from 1: more than the longest plan needs."""


_IN_USE = {"UK": "GB", "EL": "GR", "USA": "US", "UAE": "AE"}
"""What people and the European Union write for what the standard calls otherwise."""


class LibraryCalendars:
    """By the library `holidays`, offline: it computes them. `tzdata` tells the names and time zones of countries."""

    def get_days_off(self, code: str | None, start: date) -> DaysOff:
        if code is None:
            return DaysOff()
        country = _find_country(code)
        if country is None:
            raise InvalidInput(f"{code} is no country I know the holidays of. Write two letters, as DE for Germany.")
        found = country_holidays(country.code, years=range(start.year, start.year + _YEARS))
        holidays = (Holiday(day=day, name=name) for day, name in sorted(found.items()) if day >= start)
        return DaysOff(country=country, weekend=tuple(sorted(found.weekend)), holidays=tuple(holidays))

    def get_work_week(self, time_zone: str) -> WorkWeek:
        """Its holidays are left out: firms and regions have their own."""
        return _load_work_week(self.find_country(time_zone))

    def find_country(self, time_zone: str) -> str | None:
        """None where a zone belongs to no country whose holidays are known."""
        zones = _load_zone_countries()
        code = zones.get(time_zone) or zones.get(_load_zone_aliases().get(time_zone, ""))
        return code if code in _load_countries() else None

    def list_countries(self) -> tuple[Country, ...]:
        return tuple(sorted(_load_countries().values(), key=lambda country: country.name))


def _find_country(written: str) -> Country | None:
    """By its two letters, also those that are in use beside the standard's."""
    wanted = written.strip().upper()
    return _load_countries().get(_IN_USE.get(wanted, wanted))


@cache
def _load_work_week(code: str | None) -> WorkWeek:
    return WorkWeek(frozenset(country_holidays(code).weekend)) if code is not None else USUAL_WEEK


@cache
def _load_countries() -> dict[str, Country]:
    names = dict(_read_fields("iso3166.tab"))
    codes = list_supported_countries(include_aliases=False)
    return {code: Country(code=code, name=names.get(code, code)) for code in codes}


@cache
def _load_zone_countries() -> dict[str, str]:
    return {zone: code for code, _, zone, *_ in _read_fields("zone.tab")}


@cache
def _load_zone_aliases() -> dict[str, str]:
    """What the older names of zones stand for."""
    links = (line.split() for line in _read_text("tzdata.zi").splitlines() if line.startswith("L "))
    return {alias: zone for _, zone, alias in links}


def _read_fields(name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _read_text(name).splitlines() if line and not line.startswith("#"))


def _read_text(name: str) -> str:
    return (files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")
