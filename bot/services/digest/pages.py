"""Pages: what is read of many pilots, so many at a time: nobody waits for the whole, and nothing of it piles up."""

from collections.abc import Iterator, Sequence

_PAGE = 50
"""Pilots a transaction."""


def split_pages(pilot_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (pilot_ids[start : start + _PAGE] for start in range(0, len(pilot_ids), _PAGE))
