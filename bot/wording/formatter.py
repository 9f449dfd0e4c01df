"""Pen: how words are dressed on a surface; everything that people wrote goes through it, the rest is ours."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from bot.domain.core.invisible_characters import visible
from bot.domain.core.people import Person

_LONGEST = 160
_QUOTATION_MARKS = '“”„"'


class Pen(Protocol):
    def strong(self, ready: str) -> str:
        """Makes a text that is dressed already stand out."""

    def name(self, pilot: str) -> str: ...

    def person(self, who: Person) -> str: ...

    def plain(self, text: str) -> str:
        """Somebody's words in a line of ours: shown as they are and doing nothing."""

    def quoted(self, text: str) -> str: ...


class PlainPen:
    """For whatever shows text as it is: the terminal, a file."""

    def strong(self, ready: str) -> str:
        return ready

    def name(self, pilot: str) -> str:
        return self.plain(pilot)

    def person(self, who: Person) -> str:
        return self.plain(who.name)

    def plain(self, text: str) -> str:
        words = " ".join(visible(text).split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"

    def quoted(self, text: str) -> str:
        return f"“{self.plain(text.strip().strip(_QUOTATION_MARKS))}”"


def day(when: date, today: date | None = None) -> str:
    """Friday 18 December; with the year where that is not today's."""
    told = f"{when:%A} {when.day} {when:%B}"
    return told if today is None or when.year == today.year else f"{told} {when.year}"


def counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(items: Iterable[str], most: int = 5) -> str:
    """a, b and c; the rest as a number."""
    names = list(items)
    shown = names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return together(shown)


def together(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def sentence(text: str) -> str:
    """With a capital at its start, whatever begins it."""
    return text[:1].upper() + text[1:]
