"""Aboutness: which criteria a turn speaks of, and which of its sentences belong to which."""

from collections.abc import Sequence

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.llm.offline.cues import CriterionCues, Cues
from bot.llm.offline.reading import Sentence, read_sentences, split_clauses

_SHARE_OF_A_SECOND_CRITERION = 0.8
_SENTENCES_FOR_TWO = 4
_SENTENCES_OF_A_SECOND = 2
_IN_ITS_PLACE = 1.5
_ALREADY_ANSWERED = 0.5
_ENOUGH_FOR_AN_ASIDE = 2.0


class TopicMatcher:
    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    def score_sentence(self, sentence: Sentence, criterion: str) -> float:
        """How much a sentence sounds like the criterion: its topic counts double."""
        entry = self._cues.criteria[criterion]
        own = sum(bool(sentence.get_stances(f, self._cues)) for f in entry.facets.values() if f.own)
        return 2.0 * sum(1 for _ in entry.topic.find_all(sentence.text)) + own

    def count_own_facets(self, sentences: Sequence[Sentence], criterion: str) -> int:
        """How many of the criterion's own facets the sentences speak of."""
        own = (f for f in self._cues.criteria[criterion].facets.values() if f.own)
        return sum(any(s.get_stances(f, self._cues) for s in sentences) for f in own)

    def select_topical(self, sentences: Sequence[Sentence], criterion: str) -> tuple[Sentence, ...]:
        entry: CriterionCues = self._cues.criteria[criterion]
        return tuple(s for s in sentences if entry.topic.occurs_in(s.text))

    def split_reply(self, turn: Turn, question: Question, interview: Interview) -> dict[str, tuple[Sentence, ...]]:
        """What a reply says, by criterion: all of it for the main one, which comes first; of another its own part."""
        sentences = read_sentences(turn, self._cues)
        if len(question.criteria) == 1:
            return {question.criteria[0]: sentences}
        total = self._score_criteria(turn, question, interview, sentences)
        best = max(question.criteria, key=lambda c: total[c])
        others = [c for c in question.criteria if c != best and self._is_second_topic(total[c], total[best], sentences)]
        parts = {c: self._select_own_part(sentences, c, best) for c in others}
        shared = {c: part for c, part in parts.items() if len(part) >= _SENTENCES_OF_A_SECOND}
        asides = {c: self._select_aside(sentences, c, best) for c in question.criteria if c != best and c not in shared}
        return {best: sentences} | shared | {c: part for c, part in asides.items() if part}

    def _score_criteria(
        self, turn: Turn, question: Question, interview: Interview, sentences: Sequence[Sentence]
    ) -> dict[str, float]:
        """How much the reply sounds like each criterion; people tend to answer in the order they were asked."""
        replies = [t.id for t in interview.turns if t.question_id == question.id]
        place = replies.index(turn.id) if turn.id in replies else len(replies)
        total = {c: sum(self.score_sentence(s, c) for s in sentences) for c in question.criteria}
        for index, criterion in enumerate(question.criteria):
            if index == place:
                total[criterion] += _IN_ITS_PLACE
            if index < place and criterion in self._list_attended_criteria(replies[:place], interview):
                total[criterion] *= _ALREADY_ANSWERED
        return total

    def _list_attended_criteria(self, turn_ids: Sequence[str], interview: Interview) -> frozenset[str]:
        answered = (e.criterion for e in interview.evidence if e.turn_id in turn_ids)
        wished = (w.probe.criterion for w in interview.wishes if w.turn_id in turn_ids)
        return frozenset(answered) | frozenset(wished)

    def _select_own_part(self, sentences: Sequence[Sentence], criterion: str, main: str) -> tuple[Sentence, ...]:
        """The sentences that sound more like the criterion than like the reply's main one."""
        return tuple(s for s in sentences if self.score_sentence(s, criterion) > self.score_sentence(s, main))

    def _select_aside(self, sentences: Sequence[Sentence], criterion: str, main: str) -> tuple[Sentence, ...]:
        """The clauses that speak of the criterion and not at all of the main one, when they say enough of it."""
        own = tuple(
            clause
            for sentence in sentences
            for clause in split_clauses(sentence)
            if self.score_sentence(clause, criterion) and not self.score_sentence(clause, main)
        )
        return own if sum(self.score_sentence(clause, criterion) for clause in own) >= _ENOUGH_FOR_AN_ASIDE else ()

    def _is_second_topic(self, score: float, best: float, sentences: Sequence[Sentence]) -> bool:
        return len(sentences) >= _SENTENCES_FOR_TWO and score >= _SHARE_OF_A_SECOND_CRITERION * best
