"""Pen: how words are dressed on a surface; everything that people wrote goes through it, the rest is ours."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.people import Person
from bot.domain.core.phrases import join_with_and

_LONGEST = 160
_QUOTATION_MARKS = '“”„"'


class TextFormatter(Protocol):
    def format_bold(self, ready: str) -> str:
        """Makes a text that is dressed already stand out."""

    def format_pilot_name(self, pilot: str) -> str: ...

    def format_person(self, who: Person) -> str: ...

    def escape_text(self, text: str) -> str:
        """Somebody's words in a line of ours: shown as they are and doing nothing."""

    def format_quote(self, text: str) -> str: ...


class PlainTextFormatter:
    """For whatever shows text as it is: the terminal, a file."""

    def format_bold(self, ready: str) -> str:
        return ready

    def format_pilot_name(self, pilot: str) -> str:
        return self.escape_text(pilot)

    def format_person(self, who: Person) -> str:
        return self.escape_text(who.name)

    def escape_text(self, text: str) -> str:
        words = " ".join(strip_invisible(text).split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"

    def format_quote(self, text: str) -> str:
        return f"“{self.escape_text(text.strip().strip(_QUOTATION_MARKS))}”"


def format_day(when: date, today: date | None = None) -> str:
    """Friday 18 December; with the year where that is not today's."""
    told = f"{when:%A} {when.day} {when:%B}"
    return told if today is None or when.year == today.year else f"{told} {when.year}"


def format_mean(mean: float) -> str:
    """2.0, 1.25: never more digits than mean something."""
    text = f"{mean:.2f}"
    return text[:-1] if text.endswith("0") else text


def format_count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def format_list(items: Iterable[str], most: int = 5) -> str:
    """a, b and c; the rest as a number."""
    names = list(items)
    shown = names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return join_with_and(shown)


def capitalize_first(text: str) -> str:
    """With a capital at its start, whatever begins it."""
    return text[:1].upper() + text[1:]
