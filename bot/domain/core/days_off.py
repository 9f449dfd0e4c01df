"""DaysOff: on which days a plan's team does not work, the weekend and the public holidays of a country."""

from datetime import date

from bot.domain.core.model import Value


class Country(Value):
    code: str
    """Two letters, as in ISO 3166."""
    name: str


class Holiday(Value):
    day: date
    name: str


class DaysOff(Value):
    """Without a country: Saturdays and Sundays."""

    country: Country | None = None
    weekend: tuple[int, ...] = (5, 6)
    """Days of the week, Monday is 0."""
    holidays: tuple[Holiday, ...] = ()
    """In order; those of the two years from a plan's first day. Holidays of a region or a firm are not among them."""

    @property
    def holiday_dates(self) -> frozenset[date]:
        return frozenset(holiday.day for holiday in self.holidays)

    def list_holidays_between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """The holidays that take a working day away, both ends counted."""
        return tuple(h for h in self.holidays if first <= h.day <= last and h.day.weekday() not in self.weekend)
