"""Vagueness: whether an answer says nothing, or claims more than it shows."""

import re
from collections.abc import Sequence

from bot.domain.core.people import Person
from bot.domain.framework.framework import Level
from bot.domain.quotation.quotation import has_negation
from bot.llm.offline.cues import Cues
from bot.llm.offline.level_matcher import Verdict
from bot.llm.offline.reading import Sentence

_FIGURE = re.compile(r"\d")
_SPECIFIC = re.compile(r"\d|(?<=[\w,;:(] )[A-Z][\w&-]+|[A-Z]{2,}")
"""A number, or a word with a capital that no sentence begins with: a name, a month, a weekday, a system."""
_MOST_WORDS_OF_NOTHING = 6
_FEW_WORDS = 9
_DESIGNED = 3


class Vagueness:
    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    def says_nothing(self, sentences: Sequence[Sentence], criterion: str) -> bool:
        """Whether no facet of the criterion is touched at all."""
        facets = self._cues.criteria[criterion].facets.values()
        return not any(s.get_stances(facet, self._cues) for s in sentences for facet in facets)

    def too_short_for(self, level: Level, sentences: Sequence[Sentence]) -> bool:
        """A few words without number or negation cannot carry more than level 1 ("We have people for that")."""
        words = " ".join(s.text for s in sentences)
        short = len(words.split()) <= _MOST_WORDS_OF_NOTHING
        return level > 1 and short and not _FIGURE.search(words) and not has_negation(words)

    def wants_more(self, speaker: Person, verdict: Verdict, sentences: Sequence[Sentence]) -> bool:
        """A few words, a high claim without a number, name or date, a boast, or the word of a seller."""
        words = " ".join(s.text for s in sentences)
        level = verdict.level
        if len(words.split()) <= _FEW_WORDS:
            return True
        if level > 0 and self._cues.turns["seller"].occurs_in(speaker.role):
            return True
        if level >= _DESIGNED and not _SPECIFIC.search(words):
            return True
        return level > 0 and self._cues.turns["brag"].occurs_in(words)
