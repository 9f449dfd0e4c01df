"""Phrases: the pieces of sentences that every floor needs: several things in a row, a day with its year."""

from collections.abc import Sequence
from datetime import date


def join_with_and(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def format_full_date(when: date) -> str:
    """Friday 18 December 2026."""
    return f"{when:%A} {when.day} {when:%B %Y}"
