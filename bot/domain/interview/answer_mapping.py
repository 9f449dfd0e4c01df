"""AnswerMapping: what an analyst proposes to have heard in one turn, before the guards looked at it."""

from typing import Literal

from bot.domain.core.model import Value
from bot.domain.framework.framework import FactKind, Level
from bot.domain.interview.evidence import Detail

Intent = Literal["answer", "dont_know", "skip", "ask_colleague", "ask_back", "pause", "finish", "other"]


class CriterionReading(Value):
    """One criterion, the level read from this turn and what was known before, and the words that carry it."""

    criterion: str
    level: Level
    quotes: tuple[str, ...]
    corrects: bool = False
    disputes: bool = False


class ProposedFact(Value):
    kind: FactKind
    name: str
    quote: str
    details: tuple[Detail, ...] = ()


class ProposedSignal(Value):
    trap: str
    quote: str


class ProposedProbe(Value):
    """A criterion on which the turn stayed vague or claimed much without a name, number, date or artefact."""

    criterion: str
    text: str | None = None


class QuestionWording(Value):
    """A question of the guide (by its key) in words that follow from what was said."""

    key: str
    text: str


class AnswerMapping(Value):
    intent: Intent = "answer"
    readings: tuple[CriterionReading, ...] = ()
    facts: tuple[ProposedFact, ...] = ()
    signals: tuple[ProposedSignal, ...] = ()
    probes: tuple[ProposedProbe, ...] = ()
    wordings: tuple[QuestionWording, ...] = ()
    colleague: str | None = None
    """Whom to ask instead, as named in the turn."""
    question_back: str | None = None
    """What the person wants to know, in their words."""
