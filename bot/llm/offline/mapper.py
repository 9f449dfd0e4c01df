"""Mapper: from one turn, and what was said before, to readings, facts, signals and wishes for a follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.framework.framework import Framework
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedProbe
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, is_foreign
from bot.domain.quotation.languages import guess_language
from bot.llm.days import add_days
from bot.llm.offline.addressing import (
    count_addressed_sentences,
    is_addressed_to_us,
    names_somebody,
    strip_instructions,
    strip_turn_instructions,
)
from bot.llm.offline.corrections import CorrectionDetector
from bot.llm.offline.cues import Cues
from bot.llm.offline.facts import FactFinder, find_signals
from bot.llm.offline.intents import DetectedIntent, detect_intent, starts_ignorant
from bot.llm.offline.level_matcher import MOST_QUOTES, LevelMatcher, Verdict
from bot.llm.offline.reading import Sentence, read_sentences
from bot.llm.offline.topic_match import TopicMatcher
from bot.llm.offline.vagueness import Vagueness

_LEAST_OWN_FACETS = 2
_A_TOPIC = 2.0
"""How much a sentence sounds like a criterion whose topic it names once."""
_PLAINLY_ABOUT = 4.0
"""How much a reply sounds like the question before, and like nothing more, so that it is taken to answer that."""
_SOMEBODY = 2
"""From this level on somebody answers for it."""
_SENTENCES_OF_AN_ANSWER = 12
"""In a longer one the name stands where the level does."""


@dataclass(frozen=True)
class _MappedTurn:
    readings: tuple[CriterionReading, ...] = ()
    probes: tuple[ProposedProbe, ...] = ()
    about: tuple[str, ...] = ()


class OfflineMapper:
    def __init__(self, cues: Cues, framework: Framework) -> None:
        self._cues = cues
        self._aboutness = TopicMatcher(cues)
        self._second_thoughts = CorrectionDetector(cues, self._aboutness)
        self._vagueness = Vagueness(cues)
        self._facts = FactFinder(cues, framework)
        self._accepting = framework.acceptance.criterion if framework.acceptance else None

    def map_turn(self, interview: Interview, turn: Turn) -> AnswerMapping:
        interview, turn = strip_instructions(interview), strip_turn_instructions(turn)
        if not turn.text or is_addressed_to_us(turn.text):
            return AnswerMapping(intent="other")
        language = guess_language(turn.text)
        if is_foreign(language):
            asked = interview.find_question(turn.question_id)
            return AnswerMapping(intent="other" if asked and asked.criteria else "answer", language=language)
        heard = detect_intent(turn.text, interview, self._cues)
        if heard.intent != "answer":
            return self._map_move(interview, turn, heard)
        question = interview.find_question(turn.question_id)
        found = (
            self._map_reply(interview, turn) if question and question.criteria else self._map_unasked(interview, turn)
        )
        if not found.readings and question and starts_ignorant(turn.text, self._cues):
            beside = self._map_move(interview, turn, DetectedIntent("dont_know"))
            if beside.readings:
                return beside
        elif not found.readings and question and question.criteria and not found.about:
            found = replace(found, readings=self._read_aside(interview, turn, question))
        facts = self._facts.find_facts(turn, interview, {reading.criterion for reading in found.readings})
        return AnswerMapping(
            readings=found.readings,
            probes=found.probes,
            about=found.about,
            facts=add_days(facts, turn),
            signals=find_signals(read_sentences(turn, self._cues), self._cues),
        )

    def _map_move(self, interview: Interview, turn: Turn, heard: DetectedIntent) -> AnswerMapping:
        """A turn that asks something of us. What is left to a colleague stays worth a follow-up; beside not knowing
        there may be a remark."""
        question = interview.find_question(turn.question_id)
        left = question.criteria if question and heard.intent == "ask_colleague" else ()
        beside = self._map_unasked(interview, turn) if heard.intent == "dont_know" else _MappedTurn()
        return AnswerMapping(
            intent=heard.intent,
            readings=beside.readings,
            colleague=heard.colleague,
            question_back=heard.question_back,
            probes=tuple(ProposedProbe(criterion=c) for c in left if c not in interview.answered_criteria),
        )

    # --- replies ---------------------------------------------------------------------------------

    def _map_reply(self, interview: Interview, turn: Turn) -> _MappedTurn:
        question = interview.find_question(turn.question_id)
        if question is None:
            return _MappedTurn()
        earlier = self._find_earlier_criterion(interview, turn, question)
        if earlier is not None:
            late = self._map_criterion(interview, turn, earlier, read_sentences(turn, self._cues))
            return _MappedTurn(late.readings, about=(earlier,))
        parts = self._aboutness.split_reply(turn, question, interview)
        main, *others = [
            self._map_criterion(interview, turn, criterion, sentences) for criterion, sentences in parts.items()
        ]
        return _MappedTurn((*main.readings, *(r for other in others for r in other.readings)), main.probes)

    def _read_aside(self, interview: Interview, turn: Turn, question: Question) -> tuple[CriterionReading, ...]:
        """Of a reply that says nothing of what was asked: what it says plainly of something that was not asked yet."""
        plain = (reading for reading in self._map_unasked(interview, turn).readings if not reading.in_passing)
        own = (reading for reading in plain if reading.criterion not in question.criteria)
        return tuple(reading.model_copy(update={"in_passing": True}) for reading in own)

    def _find_earlier_criterion(self, interview: Interview, turn: Turn, question: Question) -> str | None:
        """What a reply is plainly about that came a message late: nothing in it sounds like the question that is open,
        and it sounds like the one before, which has no answer yet, or takes back what was said to an earlier one."""
        told = read_sentences(turn, self._cues)
        if any(self._score_all(told, criterion) >= _A_TOPIC for criterion in question.criteria):
            return None
        before = interview.questions[: interview.questions.index(question)]
        put = [asked for asked in before if asked.kind != "record" and asked.to in (None, turn.speaker)]
        known = dict.fromkeys(criterion for asked in put for criterion in asked.criteria)
        taken_back = [c for c in known if self._second_thoughts.is_correction(interview, turn, c)]
        candidates = [c for c in taken_back if self._score_all(told, c) >= _A_TOPIC]
        candidates = candidates or self._list_late_criteria(interview, told, put[-1].criteria if put else ())
        return max(candidates, key=lambda criterion: self._score_all(told, criterion), default=None)

    def _list_late_criteria(self, interview: Interview, told: tuple[Sentence, ...], asked: Sequence[str]) -> list[str]:
        """Of those asked before that have no answer: what is plainly said of them, and of nothing else as much."""
        unanswered = (criterion for criterion in asked if criterion not in interview.known_criteria)
        plain = {c: score for c in unanswered if (score := self._score_all(told, c)) >= _PLAINLY_ABOUT}
        most = max(self._score_all(told, criterion) for criterion in self._cues.criteria) if plain else 0.0
        return [c for c, score in plain.items() if score >= most and self._match_level(c, told) is not None]

    def _score_all(self, sentences: tuple[Sentence, ...], criterion: str) -> float:
        return sum(self._aboutness.score_sentence(sentence, criterion) for sentence in sentences)

    def _map_criterion(
        self, interview: Interview, turn: Turn, criterion: str, own: tuple[Sentence, ...]
    ) -> _MappedTurn:
        wish = (ProposedProbe(criterion=criterion),)
        beside = self._speaks_of_something_else(own, criterion)
        verdict = None if beside else self._find_verdict(interview, turn, criterion, own)
        if verdict is None:
            return _MappedTurn(probes=() if criterion in interview.answered_criteria else wish)
        reading = self._build_reading(interview, turn, criterion, verdict, own)
        if reading is None:
            return _MappedTurn(probes=wish)
        wanting = self._vagueness.wants_more(interview.get_person(turn.speaker), verdict, own)
        return _MappedTurn((reading,), wish if wanting else ())

    def _speaks_of_something_else(self, own: tuple[Sentence, ...], criterion: str) -> bool:
        """Nothing in it sounds like what was asked, and it is plainly about another criterion: "there is no rota" says
        nothing of the volume."""
        if self._score_all(own, criterion) != 0:
            return False
        return any(self._score_all(own, other) >= _PLAINLY_ABOUT for other in self._cues.criteria)

    def _find_verdict(
        self, interview: Interview, turn: Turn, criterion: str, own: tuple[Sentence, ...]
    ) -> Verdict | None:
        """Read over everything said of the criterion, but only when this turn adds something or refers back.

        A denial of somebody else's claim is read alone.
        """
        refers_back = self._cues.turns["refers_back"].occurs_in(turn.text)
        if self._vagueness.says_nothing(own, criterion) and not refers_back:
            return None
        replies, elsewhere = self._list_earlier_sentences(interview, turn, criterion)
        alone = self._match_level(criterion, own)
        if alone is not None and self._vagueness.too_short_for(alone.level, own) and not refers_back:
            return None
        if alone is not None and self._second_thoughts.contradicts_others(turn, replies):
            return alone
        told = self._match_level(criterion, (*replies, *own))
        return self._match_level(criterion, (*elsewhere, *replies, *own)) if told is None or refers_back else told

    def _list_earlier_sentences(
        self, interview: Interview, turn: Turn, criterion: str
    ) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
        """What was said of the criterion before: in reply to it, and unasked, in sentences that speak of its topic."""
        replies: list[Sentence] = []
        elsewhere: list[Sentence] = []
        for earlier in interview.turns[: _find_position(interview, turn)]:
            question = interview.find_question(earlier.question_id)
            if question and criterion in question.criteria:
                replies += self._aboutness.split_reply(earlier, question, interview).get(criterion, ())
            elif question is None or not question.criteria:
                elsewhere += self._aboutness.select_topical(read_sentences(earlier, self._cues), criterion)
        return tuple(replies), tuple(elsewhere)

    def _match_level(self, criterion: str, sentences: tuple[Sentence, ...]) -> Verdict | None:
        return LevelMatcher(self._cues.criteria[criterion], self._cues, sentences).find_verdict()

    # --- unasked ---------------------------------------------------------------------------------

    def _map_unasked(self, interview: Interview, turn: Turn) -> _MappedTurn:
        """The opening, and what is said of their own accord: only what is plain enough without a question."""
        told = read_sentences(turn, self._cues)
        reopened = self._second_thoughts.find_reopened_criterion(interview, turn)
        if reopened is not None:
            reading = self._reread_criterion(interview, turn, reopened, told)
            return _MappedTurn((reading,) if reading else ())
        readings = (
            self._read_volunteered(interview, turn, criterion, told)
            for criterion in self._cues.criteria
            if criterion not in interview.answered_criteria
        )
        return _MappedTurn(tuple(reading for reading in readings if reading is not None))

    def _read_volunteered(
        self, interview: Interview, turn: Turn, criterion: str, sentences: tuple[Sentence, ...]
    ) -> CriterionReading | None:
        """Unasked before its question: what is plain by itself, the rest in passing, but for what is absent:
        a "nothing" that was said of something else is easily taken for it. After it: what fills the hole."""
        topical = self._aboutness.select_topical(sentences, criterion)
        verdict = self._match_level(criterion, topical) if topical else None
        if verdict is None:
            return None
        entry = self._cues.criteria[criterion]
        filled = (
            criterion in interview.asked_criteria
            and self._aboutness.count_own_facets(topical, criterion) >= _LEAST_OWN_FACETS
        )
        reading = self._build_reading(interview, turn, criterion, verdict, topical)
        if reading is None or verdict.level in entry.volunteered or filled:
            return reading
        unasked = criterion not in interview.asked_criteria
        return reading.model_copy(update={"in_passing": True}) if verdict.level and unasked else None

    def _reread_criterion(
        self, interview: Interview, turn: Turn, criterion: str, sentences: tuple[Sentence, ...]
    ) -> CriterionReading | None:
        """A criterion read again because somebody corrected, conceded or contradicted what was said of it."""
        conceded = self._second_thoughts.find_conceded_level(interview, turn, criterion)
        if conceded is not None:
            return self._build_reading(interview, turn, criterion, Verdict(conceded, sentences), sentences)
        own = [e for e in interview.evidence if e.criterion == criterion and e.speaker == turn.speaker]
        verdict = (
            None if self._vagueness.says_nothing(sentences, criterion) else self._match_level(criterion, sentences)
        )
        read = [item.level for item in own if item.level is not None]
        if verdict is None and read:
            verdict = Verdict(read[-1], sentences)
        if verdict is None:
            return self._build_bare_dispute(interview, turn, criterion, sentences)
        return self._build_reading(interview, turn, criterion, verdict, sentences)

    # --- making ----------------------------------------------------------------------------------

    def _build_bare_dispute(
        self, interview: Interview, turn: Turn, criterion: str, sentences: tuple[Sentence, ...]
    ) -> CriterionReading | None:
        """ "He is wrong", below what he said: it says no level of its own."""
        quotes = tuple(sentence.quote for sentence in sentences[:MOST_QUOTES])
        if not quotes or not self._second_thoughts.denies_what_it_quotes(interview, turn, criterion):
            return None
        return CriterionReading(criterion=criterion, level=None, quotes=quotes, disputes=True)

    def _build_reading(
        self, interview: Interview, turn: Turn, criterion: str, verdict: Verdict, own: tuple[Sentence, ...]
    ) -> CriterionReading | None:
        """The reading in this turn's words: those that carry the level, else the turn's own."""
        carriers = [s for s in verdict.carried_by if s.turn_id == turn.id] or list(own)
        quotes = [s.quote for s in carriers if not s.hoped] or [s.quote for s in own if not s.hoped]
        if not quotes or not self._names_who_accepts(interview, turn, criterion, verdict):
            return None
        return CriterionReading(
            criterion=criterion,
            level=verdict.level,
            quotes=tuple(quotes[:MOST_QUOTES]),
            corrects=self._second_thoughts.is_correction(interview, turn, criterion),
            disputes=self._second_thoughts.is_dispute(interview, turn, criterion, verdict.level),
        )

    def _names_who_accepts(self, interview: Interview, turn: Turn, criterion: str, verdict: Verdict) -> bool:
        """Who answers for it has a name, or is the speaker; where nobody does, none is missing. In a message that talks
        to us as well, the words are about that too."""
        if criterion != self._accepting or verdict.level == 0:
            return True
        around = read_sentences(turn, self._cues)
        told = (*verdict.carried_by, *(around if len(around) <= _SENTENCES_OF_AN_ANSWER else ()))
        if verdict.level < _SOMEBODY:
            return any(not count_addressed_sentences(sentence.text) for sentence in verdict.carried_by)
        about = not count_addressed_sentences(turn.text) or self._aboutness.select_topical(told, criterion)
        return bool(about) and names_somebody(told, interview.people)


def _find_position(interview: Interview, turn: Turn) -> int:
    return next((i for i, t in enumerate(interview.turns) if t.id == turn.id), len(interview.turns))
