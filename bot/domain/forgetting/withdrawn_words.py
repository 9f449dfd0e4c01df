"""WithdrawnWords: what only somebody said, known again wherever it was carried to, and taken out there."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from unicodedata import normalize

from bot.domain.lexicon.english import LINKS, TURNS, stem
from bot.domain.quotation.sentences import split_sentences

Cause = Literal["forgotten", "deleted", "edited"]
"""Somebody asked to be forgotten; a message was deleted where it had been written, or reads otherwise there."""
TAKEN_OUT: dict[Cause, str] = {
    "forgotten": "[taken out: somebody asked to be forgotten]",
    "deleted": "[taken out: the message was deleted]",
    "edited": "[taken out: the message was edited]",
}
"""What stands where such words stood."""
RUN = 5
"""So many words in a row that nobody else said are theirs, also where each of them is everybody's."""
SHORTEST_NUMBER = 3
"""Digits of a number by which it is theirs: shorter ones stand in dates and counts of ours."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts that put no spaces between words: there each letter counts as one."""
_WORD = re.compile(rf"\d(?:[\d.,'’]*\d)?|[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])+")
_SEPARATORS = re.compile(r"\D")
_HARD_SPACE = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d)")

Run = tuple[str, ...]


class WithdrawnWords:
    """`said`: everything that goes. `kept`: what others said, and our own words: none of that is theirs alone."""

    def __init__(self, said: Iterable[str], kept: Iterable[str], cause: Cause) -> None:
        self.stand_in = TAKEN_OUT[cause]
        self._said, others = tuple(filter(None, said)), (self.stand_in, *filter(None, kept))
        self._others = others
        known = [split_into_words(text) for text in others]
        stems = {stem(word) for words in known for word in set(words)}
        theirs = [split_into_words(text) for text in self._said]
        spoken = {word for words in theirs for word in words if _can_be_own(word)}
        self._own = frozenset(stem(word) for word in spoken) - stems
        self._runs = _collect_runs(theirs) - _collect_runs(known)

    def holds(self, text: str) -> bool:
        """Whether something of it is in the text."""
        words = split_into_words(text)
        return any(stem(word) in self._own for word in words) or not self._runs.isdisjoint(_list_runs(words))

    def quotes(self, text: str | None) -> bool:
        """Whether the text is a piece of it, and of nothing that anybody else said."""
        if not text:
            return False
        return any(text in one for one in self._said) and not any(text in one for one in self._others)

    def take_out(self, text: str) -> str:
        """The text with what says that something is missing in the place of each sentence that holds any of it."""
        if not self.holds(text):
            return text
        lines = [self._take_out_of_line(line) if self.holds(line) else line for line in text.split("\n")]
        left = "\n".join(line for before, line in pairwise(["", *lines]) if line != self.stand_in or line != before)
        return self.stand_in if self.holds(left) else left

    def _take_out_of_line(self, line: str) -> str:
        sentences = [span.extract_from(line) for span in split_sentences(line)]
        left = [sentence for sentence in sentences if not self.holds(sentence)]
        return " ".join([*left, self.stand_in]) if len(left) < len(sentences) else self.stand_in


@lru_cache(maxsize=20_000)
def split_into_words(text: str) -> Run:
    """In small letters, numbers without what parts their digits."""
    found = _WORD.findall(normalize("NFKC", _HARD_SPACE.sub(",", text)).casefold())
    return tuple(_SEPARATORS.sub("", word) if word[0].isdecimal() else word for word in found)


def _can_be_own(word: str) -> bool:
    """Whether one word alone can tell whose it is."""
    if word.isdecimal():
        return len(word) >= SHORTEST_NUMBER and not _YEAR.fullmatch(word)
    return len(word) > 1 and word not in LINKS and word not in TURNS


def _collect_runs(texts: Iterable[Run]) -> frozenset[Run]:
    return frozenset(run for words in texts for run in _list_runs(words))


def _list_runs(words: Run) -> Iterator[Run]:
    return (words[place : place + RUN] for place in range(len(words) - RUN + 1))
