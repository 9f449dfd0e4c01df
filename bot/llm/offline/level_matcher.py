"""Ladder: the level that the facets of some sentences carry, and the sentences that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.framework.framework import Level
from bot.llm.offline.cues import CriterionCues, Cues, LadderRow, Term
from bot.llm.offline.reading import Sentence, Stance

MOST_QUOTES = 3


@dataclass(frozen=True)
class Verdict:
    level: Level
    carried_by: tuple[Sentence, ...]
    """The sentences to quote, in the order they were said."""


class LevelMatcher:
    """What some sentences say of one criterion."""

    def __init__(self, criterion: CriterionCues, cues: Cues, sentences: Sequence[Sentence]) -> None:
        self._criterion = criterion
        self._cues = cues
        self._sentences = tuple(sentences)
        self._asserting: dict[str, frozenset[int]] = {}
        """By facet: rows ask for the same ones again and again."""

    def find_verdict(self) -> Verdict | None:
        """The first row that holds; None when no row does."""
        for index, row in enumerate(self._criterion.ladder):
            if self._is_row_met(row):
                return Verdict(row.level, self._select_carriers(row, index))
        return None

    def _is_row_met(self, row: LadderRow) -> bool:
        """Nothing may hold that must not; of what is wanted, as much may go unsaid as the row allows."""
        missing = [term for term in row.terms if not self._term_holds(term)]
        return not any(term.absent for term in missing) and len(missing) <= row.lacking

    def find_asserting_sentences(self, facet: str) -> frozenset[int]:
        """Which sentences assert the facet, or deny it when its name starts with a minus."""
        if facet not in self._asserting:
            wanted = Stance.DENIED if facet.startswith("-") else Stance.ASSERTED
            entry = self._criterion.facets[facet.lstrip("-")]
            found = (i for i, s in enumerate(self._sentences) if wanted in s.get_stances(entry, self._cues))
            self._asserting[facet] = frozenset(found)
        return self._asserting[facet]

    def _find_facets_together(self, facets: tuple[str, ...]) -> frozenset[int]:
        return frozenset.intersection(*(self.find_asserting_sentences(facet) for facet in facets))

    def _find_term_sentences(self, term: Term) -> frozenset[int]:
        return frozenset().union(*(self._find_facets_together(facets) for facets in term.alternatives))

    def _term_holds(self, term: Term) -> bool:
        return bool(self._find_term_sentences(term)) != term.absent

    def _select_carriers(self, row: LadderRow, index: int) -> tuple[Sentence, ...]:
        weight = dict.fromkeys(range(len(self._sentences)), 0.0)
        for term in row.terms:
            for i in () if term.absent else self._find_term_sentences(term):
                weight[i] += 2
        for i in self._find_blocking_sentences(row.level, index):
            weight[i] += 1.5
        ranked = sorted((i for i in weight if weight[i] > 0), key=lambda i: (-weight[i], i))
        return tuple(self._sentences[i] for i in sorted(ranked[:MOST_QUOTES]))

    def _find_blocking_sentences(self, level: Level, index: int) -> frozenset[int]:
        """The sentences that keep a higher row from holding though it is met otherwise."""
        found: set[int] = set()
        for row in self._criterion.ladder[:index]:
            wanted = [term for term in row.terms if not term.absent]
            if row.level > level and all(self._term_holds(term) for term in wanted):
                found.update(*(self._find_term_sentences(term) for term in row.terms if term.absent))
        return frozenset(found)
