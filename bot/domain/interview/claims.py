"""Claims: what a level of 3 or 4 needs before it counts, and the structure by which an order gives itself away."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, Level
from bot.domain.interview.answer_mapping import CriterionReading
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.interview.turn import Turn
from bot.domain.quotation.checkable import (
    SaidOfPilot,
    find_checkable,
    find_figure,
    has_bare_level,
    is_encoded,
    names_our_words,
)
from bot.domain.quotation.own_words import Span
from bot.domain.quotation.sentences import split_sentences

HIGH = 3
"""From this level on a claim has to show something."""
_HELD = 2
_PROVEN = 4
_CRITERIA_OF_A_SENTENCE = 2
_CRITERIA_OF_AN_ORDER = 5
"""No sentence tells the same of so many criteria; one that says what to rate does."""
_CRITERIA_OF_NOTHING = 2
"""The same where nothing in the sentence can be checked."""
_NAMES_OF_AN_ORDER = 3
"""So many of our criteria and levels are named by who speaks of the rating, not of the pilot."""
NOTHING_TO_CHECK = "held at 2: nothing in it that somebody else could check"
TOO_MANY = "held at 2: its sentence carries two other criteria already"
FROM_NOTHING = "held at 3: nobody else has said it, and nothing in it is measured"


class Circumstances(Value):
    """What is known where a turn is read, beside the turn."""

    evidence: tuple[Evidence, ...] = ()
    """What was noted before, by anybody."""
    asked: tuple[str, ...] = ()
    """The criteria of the question that the turn answers."""
    names: tuple[str, ...] = ()
    """People who take part, and systems and people that were named."""


class SupportedLevel(NamedTuple):
    level: Level | None
    why: str = ""
    """Why it is less than what was read; empty where it isn't."""


def describe_circumstances(interview: InterviewRecord, turn: Turn) -> Circumstances:
    question = interview.find_question(turn.question_id)
    people = [name for person in interview.people for name in (person.name, person.first_name)]
    named = [fact.name for fact in interview.facts if fact.kind in {"person", "system"} and fact.turn_id != turn.id]
    return Circumstances(
        evidence=tuple(item for item in interview.evidence if item.turn_id != turn.id),
        asked=question.criteria if question else (),
        names=tuple(name for name in dict.fromkeys((*people, *named)) if len(name) > 1),
    )


class ClaimCheck:
    """The readings of one turn, held against what their sentences show."""

    def __init__(
        self,
        turn: Turn,
        framework: Framework,
        circumstances: Circumstances,
        carried: Mapping[int, tuple[CriterionReading, tuple[Span, ...]]],
    ) -> None:
        """`carried`: the readings by their place, with the spans of their quotes in the turn."""
        self._turn = turn
        self._around = circumstances
        self._world = describe_world(framework, circumstances)
        self._total = len(framework.criterion_ids)
        sentences = split_sentences(turn.text)
        self._sentences = {
            place: tuple(s for s in sentences if any(s.start < q.end and q.start < s.end for q in spans))
            for place, (_, spans) in carried.items()
        }
        self._readings = {place: reading for place, (reading, _) in carried.items()}
        self._by_sentence = self._group_by_sentence()
        self._orders = self._find_orders()
        self._first = self._choose_first()

    def is_order(self, place: int) -> bool:
        """Whether a reading rests on what tells us what to rate, by its structure."""
        return any(s in self._orders for s in self._sentences[place]) or self._shows_only_what_to_rate(place)

    def find_supported_level(self, place: int) -> SupportedLevel:
        """The level that counts of a reading, and why it is held where it is."""
        reading = self._readings[place]
        if not _is_high(reading):
            return SupportedLevel(reading.level)
        if not self._shows_something(place):
            return SupportedLevel(_HELD, NOTHING_TO_CHECK)
        if not any(place in self._first[sentence] for sentence in self._sentences[place]):
            return SupportedLevel(_HELD, TOO_MANY)
        if reading.level == _PROVEN and self._comes_from_nothing(place):
            return SupportedLevel(HIGH, FROM_NOTHING)
        return SupportedLevel(reading.level)

    # --- orders ----------------------------------------------------------------------------------

    def _find_orders(self) -> frozenset[Span]:
        if self._raises_nearly_all():
            return frozenset(split_sentences(self._turn.text))
        return frozenset(s for s, readings in self._by_sentence.items() if self._is_order_sentence(s, readings))

    def _raises_nearly_all(self) -> bool:
        """More than half of all criteria at one high level, in one breath."""
        levels = Counter(reading.level for reading in self._readings.values() if _is_high(reading))
        return any(2 * count > self._total for count in levels.values())

    def _group_by_sentence(self) -> dict[Span, list[CriterionReading]]:
        grouped: dict[Span, list[CriterionReading]] = {}
        for place, sentences in self._sentences.items():
            for sentence in sentences:
                grouped.setdefault(sentence, []).append(self._readings[place])
        return grouped

    def _is_order_sentence(self, sentence: Span, readings: Sequence[CriterionReading]) -> bool:
        same = _count_levels(readings)
        return is_encoded(self._extract(sentence)) or any(n >= _CRITERIA_OF_AN_ORDER for n in same.values())

    def _shows_only_what_to_rate(self, place: int) -> bool:
        """A high level with nothing to check in its sentences, but the level itself, our own words, or the same level
        for another criterion."""
        reading = self._readings[place]
        texts = [self._extract(sentence) for sentence in self._sentences[place]]
        if not _is_high(reading) or reading.level is None or find_checkable(texts, reading.level, self._world):
            return False
        shared = (_count_levels(self._by_sentence[sentence])[reading.level] for sentence in self._sentences[place])
        return any(count >= _CRITERIA_OF_NOTHING for count in shared) or any(
            has_bare_level(text, reading.level) or names_our_words(text, self._world, _NAMES_OF_AN_ORDER)
            for text in texts
        )

    def _extract(self, sentence: Span) -> str:
        return sentence.extract_from(self._turn.text)

    # --- what is shown ---------------------------------------------------------------------------

    def _choose_first(self) -> dict[Span, tuple[int, ...]]:
        """Which readings at a high level a sentence carries: what was asked first, else as they came."""
        high = [place for place, reading in self._readings.items() if _is_high(reading)]
        ranked = sorted(high, key=lambda place: self._readings[place].criterion not in self._around.asked)
        touched = {sentence for sentences in self._sentences.values() for sentence in sentences}
        return {s: tuple(p for p in ranked if s in self._sentences[p])[:_CRITERIA_OF_A_SENTENCE] for s in touched}

    def _shows_something(self, place: int) -> bool:
        reading = self._readings[place]
        return find_checkable(self._list_telling(place), reading.level or 0, self._world) is not None

    def _comes_from_nothing(self, place: int) -> bool:
        """From nobody's word to the top, without a figure."""
        reading = self._readings[place]
        known = any(item.criterion == reading.criterion for item in self._around.evidence)
        return not known and find_figure(self._list_telling(place), reading.level or 0) is None

    def _list_telling(self, place: int) -> tuple[str, ...]:
        """The reading's own sentences, those noted of the criterion before, and the rest of an answer that was asked
        for it."""
        reading = self._readings[place]
        asked = reading.criterion in self._around.asked
        own = split_sentences(self._turn.text) if asked else self._sentences[place]
        texts = (s.extract_from(self._turn.text) for s in own if s not in self._orders)
        before = (item.sentence for item in self._around.evidence if item.criterion == reading.criterion)
        return (*texts, *before)


def _count_levels(readings: Sequence[CriterionReading]) -> Counter[int]:
    """Of how many criteria each level is read that says something is there."""
    return Counter({r.criterion: r.level for r in readings if r.level and r.level >= _HELD}.values())


def _is_high(reading: CriterionReading) -> bool:
    return reading.level is not None and reading.level >= HIGH


def describe_world(framework: Framework, around: Circumstances) -> SaidOfPilot:
    """Which names count wherever they stand, and which words are ours."""
    criteria = [word for c in framework.criteria for word in (c.id, *_split_words((c.name,)))]
    levels = [level.name for level in framework.levels]
    return SaidOfPilot(
        names=around.names,
        artefacts=framework.artefacts,
        ours=tuple(dict.fromkeys(_split_words((*criteria, *levels, "level", "levels", "criterion", "criteria")))),
    )


def _split_words(names: Iterable[str] | Collection[str]) -> list[str]:
    return [word.casefold() for name in names for word in name.split()]
