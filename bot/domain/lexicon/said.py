"""What sentences claim, word by word, and whether it was said: stems of content words, numbers, months and weekdays."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from bot.domain.lexicon.calendars import extract_calendar, extract_said_calendar, is_calendar_name
from bot.domain.lexicon.english import LINKS, TURNS, can_be_noun, is_in_dictionary, list_stems, split_words, stem
from bot.domain.lexicon.numbers import extract_numbers, extract_said_numbers, is_written_out, read_spelled

_SAME_START = 4
"""Letters that two cases of a name have in common at least."""
_PART = re.compile(r"[-/]")


def extract_claims(text: str) -> frozenset[str]:
    """What an English text claims: the stems of its content words, its numbers (as "#60") and its days."""
    numbers = frozenset(f"#{value}" for value in extract_numbers(text))
    return _extract_stems(read_spelled(text)) | numbers | extract_calendar(text)


def extract_nouns(text: str) -> frozenset[str]:
    """The stems of those of its words that can be nouns as they stand."""
    return frozenset(stem(part) for word in split_words(text) for part in _PART.split(word) if can_be_noun(part))


def _extract_stems(text: str) -> frozenset[str]:
    words = (part for word in split_words(text) for part in _PART.split(word) if part)
    return frozenset(
        stem(word) for word in words if word.casefold() not in LINKS | TURNS and not is_calendar_name(word)
    )


class SaidWords(NamedTuple):
    """What was said, in whatever language, in a form that claims can be held against."""

    claims: frozenset[str]
    folded: str

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> Self:
        whole = "\n".join(texts)
        numbers = frozenset(f"#{value}" for value in extract_said_numbers(whole))
        stems = _extract_stems(read_spelled(whole)) | _extract_stems(whole)
        return cls(stems | numbers | extract_said_calendar(whole), " ".join(whole.casefold().split()))

    def holds_name(self, word: str) -> bool:
        """Whether a name stands there, in this or in another case of some language: Stadtwerke in Stadtwerken."""
        if stem(word) in self.claims:
            return True
        return any(inflected in list_stems(word) for inflected in self._list_foreign_stems(word))

    def _list_foreign_stems(self, word: str) -> Iterator[tuple[str, str]]:
        start = word.casefold()[:_SAME_START]
        others = set(split_words(self.folded)) if len(start) == _SAME_START else set()
        alike = (other for other in others if other.startswith(start) and not is_in_dictionary(other))
        return (inflected for other in alike for inflected in list_stems(other))

    def holds(self, claim: str) -> bool:
        return claim in self.claims or (claim.startswith("#") and is_written_out(claim[1:], self.folded))
