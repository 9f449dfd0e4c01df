"""Week: a week of the ISO calendar, from Monday to Sunday, by which digests are counted."""

from datetime import date, timedelta
from typing import NamedTuple, Self

from bot.domain.core.errors import InvalidInput


class Week(NamedTuple):
    year: int
    number: int

    @classmethod
    def from_day(cls, day: date) -> Self:
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026-W45". Raises InvalidInput for what is none."""
        year, _, number = text.partition("-W")
        try:
            week = cls(int(year), int(number))
            week.get_day()
        except ValueError as exc:
            raise InvalidInput(f"{text} is no week of any year.") from exc
        return week

    def get_day(self, weekday: int = 0) -> date:
        """From 0, its Monday, to 6."""
        return date.fromisocalendar(self.year, self.number, weekday + 1)

    @property
    def next_week(self) -> Self:
        return self.from_day(self.get_day() + timedelta(weeks=1))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"
