"""Mapper: from one turn, and what was said before, to readings, facts, signals and wishes for a follow-up."""

from dataclasses import dataclass
from functools import lru_cache

from bot.domain.interview.answer_mapping import AnswerMapping, ProbeWish, Reading
from bot.domain.interview.guards import addresses_the_rater, told
from bot.domain.interview.interview import Interview
from bot.domain.interview.quotation import Span, sentences
from bot.domain.interview.turn import Turn
from bot.llm.offline.corrections import SecondThoughts
from bot.llm.offline.cues import Cues
from bot.llm.offline.facts import facts_in
from bot.llm.offline.intents import Heard, intent_of
from bot.llm.offline.level_matcher import Climb, Verdict
from bot.llm.offline.reading import Sentence, read
from bot.llm.offline.signals import signals_in
from bot.llm.offline.topic_match import Aboutness
from bot.llm.offline.vagueness import Vagueness

_MOST_QUOTES = 3
_LEAST_OWN_FACETS = 2


@dataclass(frozen=True)
class _Found:
    readings: tuple[Reading, ...] = ()
    probes: tuple[ProbeWish, ...] = ()


class Mapper:
    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._aboutness = Aboutness(cues)
        self._second_thoughts = SecondThoughts(cues, self._aboutness)
        self._vagueness = Vagueness(cues)

    def map(self, interview: Interview, turn: Turn) -> AnswerMapping:
        interview, turn = _without_instructions(interview), _told(turn)
        if not turn.text:
            return AnswerMapping(intent="other")
        heard = intent_of(turn.text, interview, self._cues)
        if heard.intent != "answer":
            return self._moved(interview, turn, heard)
        question = interview.question(turn.question_id)
        found = self._reply(interview, turn) if question and question.criteria else self._unasked(interview, turn)
        return AnswerMapping(
            readings=found.readings,
            probes=found.probes,
            facts=facts_in(turn, interview, {reading.criterion for reading in found.readings}, self._cues),
            signals=signals_in(read(turn, self._cues), self._cues),
        )

    def _moved(self, interview: Interview, turn: Turn, heard: Heard) -> AnswerMapping:
        """A turn that only asks something of us; what is left to a colleague stays worth a follow-up."""
        question = interview.question(turn.question_id)
        left = question.criteria if question and heard.intent == "ask_colleague" else ()
        return AnswerMapping(
            intent=heard.intent,
            colleague=heard.colleague,
            question_back=heard.question_back,
            probes=tuple(ProbeWish(criterion=c) for c in left if c not in interview.known),
        )

    # --- replies ---------------------------------------------------------------------------------

    def _reply(self, interview: Interview, turn: Turn) -> _Found:
        question = interview.question(turn.question_id)
        if question is None:
            return _Found()
        parts = self._aboutness.of_reply(turn, question, interview)
        main, *others = [self._about(interview, turn, criterion, sentences) for criterion, sentences in parts.items()]
        return _Found((*main.readings, *(r for other in others for r in other.readings)), main.probes)

    def _about(self, interview: Interview, turn: Turn, criterion: str, own: tuple[Sentence, ...]) -> _Found:
        wish = (ProbeWish(criterion=criterion),)
        verdict = self._verdict(interview, turn, criterion, own)
        if verdict is None:
            return _Found(probes=() if criterion in interview.known else wish)
        reading = self._reading(interview, turn, criterion, verdict, own)
        if reading is None:
            return _Found(probes=wish)
        wanting = self._vagueness.wants_more(interview.person(turn.speaker), verdict, own)
        return _Found((reading,), wish if wanting else ())

    def _verdict(self, interview: Interview, turn: Turn, criterion: str, own: tuple[Sentence, ...]) -> Verdict | None:
        """Read over everything said of the criterion, but only when this turn adds something or refers back.

        A denial of somebody else's claim is read alone.
        """
        refers_back = self._cues.turns["refers_back"].found(turn.text)
        if self._vagueness.says_nothing(own, criterion) and not refers_back:
            return None
        replies, elsewhere = self._before(interview, turn, criterion)
        alone = self._climb(criterion, own)
        if alone is not None and self._vagueness.too_short_for(alone.level, own) and not refers_back:
            return None
        if alone is not None and self._second_thoughts.sets_apart(turn, replies):
            return alone
        told = self._climb(criterion, (*replies, *own))
        return self._climb(criterion, (*elsewhere, *replies, *own)) if told is None or refers_back else told

    def _before(
        self, interview: Interview, turn: Turn, criterion: str
    ) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
        """What was said of the criterion before: in reply to it, and unasked, in sentences that speak of its topic."""
        replies: list[Sentence] = []
        elsewhere: list[Sentence] = []
        for earlier in interview.turns[: _position(interview, turn)]:
            question = interview.question(earlier.question_id)
            if question and criterion in question.criteria:
                replies += self._aboutness.of_reply(earlier, question, interview).get(criterion, ())
            elif question is None or not question.criteria:
                elsewhere += self._aboutness.topical(read(earlier, self._cues), criterion)
        return tuple(replies), tuple(elsewhere)

    def _climb(self, criterion: str, sentences: tuple[Sentence, ...]) -> Verdict | None:
        return Climb(self._cues.criteria[criterion], self._cues, sentences).verdict()

    # --- unasked ---------------------------------------------------------------------------------

    def _unasked(self, interview: Interview, turn: Turn) -> _Found:
        """The opening, and what is said of their own accord: only what is plain enough without a question."""
        told = read(turn, self._cues)
        reopened = self._second_thoughts.reopened(interview, turn)
        if reopened is not None:
            reading = self._again(interview, turn, reopened, told)
            return _Found((reading,) if reading else ())
        readings = (
            self._volunteered(interview, turn, criterion, told)
            for criterion in self._cues.criteria
            if criterion not in interview.known
        )
        return _Found(tuple(reading for reading in readings if reading is not None))

    def _volunteered(
        self, interview: Interview, turn: Turn, criterion: str, sentences: tuple[Sentence, ...]
    ) -> Reading | None:
        """Unasked before its question: only levels that are plain by themselves. After it: what fills the hole."""
        topical = self._aboutness.topical(sentences, criterion)
        verdict = self._climb(criterion, topical)
        if verdict is None:
            return None
        entry = self._cues.criteria[criterion]
        filled = criterion in interview.asked and self._aboutness.own_facets(topical, criterion) >= _LEAST_OWN_FACETS
        if verdict.level not in entry.volunteered and not filled:
            return None
        return self._reading(interview, turn, criterion, verdict, topical)

    def _again(
        self, interview: Interview, turn: Turn, criterion: str, sentences: tuple[Sentence, ...]
    ) -> Reading | None:
        """A criterion read again because somebody corrected, conceded or contradicted what was said of it."""
        conceded = self._second_thoughts.conceded(interview, turn, criterion)
        if conceded is not None:
            return self._reading(interview, turn, criterion, Verdict(conceded, sentences), sentences)
        own = [e for e in interview.evidence if e.criterion == criterion and e.speaker == turn.speaker]
        verdict = None if self._vagueness.says_nothing(sentences, criterion) else self._climb(criterion, sentences)
        if verdict is None and own:
            verdict = Verdict(own[-1].level, sentences)
        return self._reading(interview, turn, criterion, verdict, sentences) if verdict else None

    # --- making ----------------------------------------------------------------------------------

    def _reading(
        self, interview: Interview, turn: Turn, criterion: str, verdict: Verdict, own: tuple[Sentence, ...]
    ) -> Reading | None:
        """The reading in this turn's words: those that carry the level, else the turn's own."""
        carriers = [s for s in verdict.carried_by if s.turn_id == turn.id] or list(own)
        quotes = [s.text for s in carriers if not s.hoped] or [s.text for s in own if not s.hoped]
        if not quotes:
            return None
        return Reading(
            criterion=criterion,
            level=verdict.level,
            quotes=tuple(quotes[:_MOST_QUOTES]),
            corrects=self._second_thoughts.corrects(interview, turn, criterion),
            disputes=self._second_thoughts.disputes(interview, turn, criterion, verdict.level),
        )


def _position(interview: Interview, turn: Turn) -> int:
    return next((i for i, t in enumerate(interview.turns) if t.id == turn.id), len(interview.turns))


def _without_instructions(interview: Interview) -> Interview:
    """The interview as it was told, without what people told the rater."""
    turns = tuple(_told(turn) for turn in interview.turns)
    return interview if turns == interview.turns else interview.model_copy(update={"turns": turns})


def _told(turn: Turn) -> Turn:
    text = _without(turn.text)
    return turn if text == turn.text else turn.model_copy(update={"text": text})


@lru_cache(maxsize=4096)
def _without(text: str) -> str:
    """The same text, but for what addresses the rater; line breaks, which end sentences, stay."""
    spans = told(text)
    return text if len(spans) == len(sentences(text)) and not addresses_the_rater(text) else _joined(spans, text)


def _joined(spans: tuple[Span, ...], text: str) -> str:
    return "\n".join(span.of(text) for span in spans)
