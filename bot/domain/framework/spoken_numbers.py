"""Where an exit test or a gate speaks of numbers to agree, so that each can be printed where it is meant."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.domain.framework.practice import LibraryNumber

_SPEAKS_OF_NUMBER = re.compile(r"\bagreed\b(?! (?:to|by)\b)|\b(?:targets?|limits?|service levels?)\b", re.I)


class SpokenNumber(NamedTuple):
    """A number's phrase in a text: a slice of it."""

    id: str
    start: int
    end: int


def locate_numbers(text: str, numbers: Sequence[LibraryNumber]) -> tuple[SpokenNumber, ...]:
    """Where the text speaks of these numbers, which stand in the order in which it does; some may be missing."""
    found: list[SpokenNumber] = []
    for number in numbers:
        after = found[-1].end if found else 0
        places = [match for phrase in number.phrases for match in _find_phrase(phrase, text, after)]
        if places:
            first = min(places, key=lambda match: (match.start(), -match.end()))
            found.append(SpokenNumber(number.id, first.start(), first.end()))
    return tuple(found)


def list_unnamed_numbers(text: str, numbers: Sequence[LibraryNumber]) -> tuple[str, ...]:
    """The words by which it speaks of a number that is not among these."""
    places = locate_numbers(text, numbers)
    return tuple(word.group() for word in _SPEAKS_OF_NUMBER.finditer(text) if not _belongs_to(word, places))


def print_numbers(text: str, places: Iterable[SpokenNumber], figures: Mapping[str, str]) -> str:
    """The text with the figures that are known behind the phrases that mean them."""
    for place in sorted(places, key=lambda place: -place.end):
        if figure := figures.get(place.id):
            text = f"{text[: place.end]} ({figure}){text[place.end :]}"
    return text


def _find_phrase(phrase: str, text: str, after: int) -> Iterator[re.Match[str]]:
    return re.compile(rf"\b{re.escape(phrase)}\b", re.I).finditer(text, after)


def _belongs_to(word: re.Match[str], places: Iterable[SpokenNumber]) -> bool:
    """As a part of a number's phrase, or right before it: "the agreed target volume"."""
    return any(place.start <= word.end() + 1 and word.start() < place.end for place in places)
