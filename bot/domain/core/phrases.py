"""Phrases: the pieces of sentences that every floor needs: things in a row, a day with its year, a count in words."""

from collections.abc import Sequence
from datetime import date
from typing import Final

_TENS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TEENS: Final = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_WORDS: Final = (*_TENS, *_TEENS, "twenty")

_MARKS = str.maketrans(dict.fromkeys('“”„‟«»"＂〝〞〟', "’"))


def join_with_and(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def format_date(when: date) -> str:
    """Friday 18 December 2026."""
    return f"{when:%A} {when.day} {when:%B %Y}"


def spell_count(count: int) -> str:
    """In words up to twenty, in digits beyond."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)


def quote_words(words: str) -> str:
    """What somebody wrote, told as their words: nothing in it closes the quotation marks."""
    return f"“{replace_quotation_marks(words)}”"


def replace_quotation_marks(words: str) -> str:
    return words.translate(_MARKS).strip()
