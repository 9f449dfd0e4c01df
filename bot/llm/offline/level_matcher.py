"""Ladder: the level that the facets of some sentences carry, and the sentences that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.framework.framework import Level
from bot.llm.offline.cues import CriterionCues, Cues, Row, Term
from bot.llm.offline.reading import Sentence, Stance

_MOST_QUOTES = 3


@dataclass(frozen=True)
class Verdict:
    level: Level
    carried_by: tuple[Sentence, ...]
    """The sentences to quote, in the order they were said."""


class Climb:
    """What some sentences say of one criterion."""

    def __init__(self, criterion: CriterionCues, cues: Cues, sentences: Sequence[Sentence]) -> None:
        self._criterion = criterion
        self._cues = cues
        self._sentences = tuple(sentences)

    def verdict(self) -> Verdict | None:
        """The first row that holds; None when no row does."""
        for index, row in enumerate(self._criterion.ladder):
            if self._met(row):
                return Verdict(row.level, self._carriers(row, index))
        return None

    def _met(self, row: Row) -> bool:
        """Nothing may hold that must not; of what is wanted, as much may go unsaid as the row allows."""
        missing = [term for term in row.terms if not self._holds(term)]
        return not any(term.absent for term in missing) and len(missing) <= row.lacking

    def saying(self, facet: str) -> frozenset[int]:
        """Which sentences assert the facet, or deny it when its name starts with a minus."""
        wanted = Stance.DENIED if facet.startswith("-") else Stance.ASSERTED
        entry = self._criterion.facets[facet.lstrip("-")]
        return frozenset(i for i, s in enumerate(self._sentences) if wanted in s.stances(entry, self._cues))

    def _together(self, facets: tuple[str, ...]) -> frozenset[int]:
        return frozenset.intersection(*(self.saying(facet) for facet in facets))

    def _found(self, term: Term) -> frozenset[int]:
        return frozenset().union(*(self._together(facets) for facets in term.alternatives))

    def _holds(self, term: Term) -> bool:
        return bool(self._found(term)) != term.absent

    def _carriers(self, row: Row, index: int) -> tuple[Sentence, ...]:
        weight = dict.fromkeys(range(len(self._sentences)), 0.0)
        for term in row.terms:
            for i in () if term.absent else self._found(term):
                weight[i] += 2
        for i in self._blocking(row.level, index):
            weight[i] += 1.5
        ranked = sorted((i for i in weight if weight[i] > 0), key=lambda i: (-weight[i], i))
        return tuple(self._sentences[i] for i in sorted(ranked[:_MOST_QUOTES]))

    def _blocking(self, level: Level, index: int) -> frozenset[int]:
        """The sentences that keep a higher row from holding though it is met otherwise."""
        found: set[int] = set()
        for row in self._criterion.ladder[:index]:
            wanted = [term for term in row.terms if not term.absent]
            if row.level > level and all(self._holds(term) for term in wanted):
                found.update(*(self._found(term) for term in row.terms if term.absent))
        return frozenset(found)
