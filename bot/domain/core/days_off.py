"""DaysOff: on which days a plan's team does not work, the weekend and the public holidays of a country."""

from datetime import date, timedelta

from bot.domain.core.model import Value

FREEZE_ASKED_FOR = "Freeze you named"
"""What a freeze is called that whoever asked for the plan filled in."""


class Country(Value):
    code: str
    """Two letters, as in ISO 3166."""
    name: str


class Holiday(Value):
    day: date
    name: str


class Freeze(Value):
    """Days on which nothing may change, go live or be due; both ends counted."""

    first: date
    last: date
    name: str
    """Why, as people read it."""


class DaysOff(Value):
    """Without a country: Saturdays and Sundays."""

    country: Country | None = None
    weekend: tuple[int, ...] = (5, 6)
    """Days of the week, Monday is 0."""
    holidays: tuple[Holiday, ...] = ()
    """In order; those of the two years from a plan's first day. Holidays of a region or a firm are not among them."""

    freezes: tuple[Freeze, ...] = ()
    """In order: when nothing may change, go live or be due, whoever works."""

    @property
    def holiday_dates(self) -> frozenset[date]:
        """The days that are off beside the weekends: holidays and freezes."""
        return frozenset(holiday.day for holiday in self.holidays) | self.freeze_dates

    @property
    def freeze_dates(self) -> frozenset[date]:
        return frozenset(
            freeze.first + timedelta(days=n)
            for freeze in self.freezes
            for n in range((freeze.last - freeze.first).days + 1)
        )

    def list_freezes_between(self, first: date, last: date) -> tuple[Freeze, ...]:
        """Those that take a day of it, both ends counted."""
        return tuple(freeze for freeze in self.freezes if freeze.first <= last and freeze.last >= first)

    def list_holidays_between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """The holidays that take a working day away, both ends counted."""
        return tuple(h for h in self.holidays if first <= h.day <= last and h.day.weekday() not in self.weekend)
