"""Columns of letters of one width: how wide a text is there, and how it is made to fit."""

import unicodedata

from bot.domain.core.invisible_characters import strip_invisible


def measure_width(text: str) -> int:
    """In columns: some letters are twice as wide as others, and an accent that is put on a letter takes none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide + sum(not unicodedata.combining(letter) for letter in text)


def shorten_to_width(text: str, most: int) -> str:
    """On one line, in at most so many columns."""
    words = " ".join(strip_invisible(text).split())
    if measure_width(words) <= most:
        return words
    kept, room = 0, most - 1
    while (room := room - measure_width(words[kept])) >= 0:
        kept += 1
    return f"{words[:kept]}…"


def fit_to_column(text: str, width: int, *, right: bool = False) -> str:
    """In exactly the width of the column. `right`: pushed to its right edge, as numbers are."""
    words = shorten_to_width(text, width)
    room = " " * (width - measure_width(words))
    return room + words if right else words + room
