"""Search: the entries that come nearest to a question, and whether they say enough of what it asks about."""

import re
from collections.abc import Iterable, Sequence
from math import log1p
from typing import NamedTuple

from bot.domain.inquiry.record import RecordEntry
from bot.domain.lexicon.content_words import stem_in
from bot.domain.lexicon.english import list_stems, stem
from bot.domain.quotation.languages import guess_language

_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")
ENOUGH = 0.5
"""Of what a question asks about, by how telling its words are: an entry that holds less does not tell it."""
NEAR = 0.35
"""An entry that holds less is not even near."""


class Hit(NamedTuple):
    entry: RecordEntry
    score: float
    """By BM25: only good for an order."""
    coverage: float
    """Share of the question's words that it holds, each weighed by how few entries hold it."""


class EntryIndex:
    """Of one record, for one question."""

    def __init__(self, entries: Sequence[RecordEntry]) -> None:
        self._entries = tuple(entries)
        self._words = tuple(_list_entry_words(entry) for entry in self._entries)
        self._known = frozenset(word for words in self._words for word in words)

    def knows(self, term: str) -> bool:
        """Whether any entry holds the word, in some form."""
        return any(form in self._known for form in _list_forms(term))

    def search(self, terms: Iterable[str]) -> tuple[Hit, ...]:
        """Those that hold any of the words, the nearest first."""
        wanted = [_list_forms(term) for term in dict.fromkeys(terms)]
        asked = sorted(form for forms in wanted for form in forms if form in self._known)
        if not asked:
            return ()
        from bm25s import BM25  # noqa: PLC0415 - it brings numpy along, which nobody needs who is asked nothing

        index = BM25()
        index.index([list(words) for words in self._words], show_progress=False)
        scores = index.get_scores(asked)
        hits = [
            Hit(entry, float(score), self._cover(wanted, frozenset(words)))
            for entry, words, score in zip(self._entries, self._words, scores, strict=True)
            if score > 0
        ]
        return tuple(sorted(hits, key=lambda hit: (-round(hit.coverage, 2), -hit.score)))

    def _cover(self, wanted: Sequence[frozenset[str]], words: frozenset[str]) -> float:
        weights = [self._weigh(forms) for forms in wanted]
        held = sum(weight for forms, weight in zip(wanted, weights, strict=True) if forms & words)
        return held / sum(weights)

    def _weigh(self, forms: frozenset[str]) -> float:
        holding = sum(not forms.isdisjoint(words) for words in self._words)
        return log1p(len(self._words) / (1 + holding))


def _list_entry_words(entry: RecordEntry) -> tuple[str, ...]:
    """What it says, who it is of and which pilot it is about, in the stems of English and of its own language."""
    names = (entry.who.name if entry.who else "", entry.pilot.name if entry.pilot else "", *entry.keywords)
    found = _WORD.findall(" ".join((entry.text, *names)))
    language = guess_language(entry.text)
    foreign = [] if language == "en" else [one for word in found for one in _list_foreign_stems(word, language)]
    return (*(stem(word) for word in found), *foreign)


def _list_foreign_stems(word: str, language: str | None) -> frozenset[str]:
    """In its language; where that can't be told, in each that is known."""
    return frozenset(one for _, one in list_stems(word)) if language is None else stem_in(word.casefold(), language)


def _list_forms(term: str) -> frozenset[str]:
    """The stems of its parts in English and in every other language: which one it is in, a word alone doesn't tell."""
    parts = _WORD.findall(term) or [term]
    return frozenset(form for part in parts for form in (stem(part), *(one for _, one in list_stems(part))))
