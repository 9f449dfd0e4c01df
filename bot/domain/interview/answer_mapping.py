"""AnswerMapping: what an analyst proposes to have heard in one turn, before the guards looked at it."""

from typing import Literal

from bot.domain.core.model import Value
from bot.domain.framework.framework import FactKind, Level
from bot.domain.interview.evidence import Detail, OwnerStance

Intent = Literal["answer", "dont_know", "skip", "later", "ask_colleague", "ask_back", "pause", "finish", "other"]


class CriterionReading(Value):
    """One criterion, the level read from this turn and what was known before, and the words that carry it.

    No level: the words contradict what somebody else said, and say no level themselves. `contradicts`: the criterion
    that the contradicted words were about, where it is another one. `in_passing`: touched on, not answered.
    """

    criterion: str
    level: Level | None
    quotes: tuple[str, ...]
    corrects: bool = False
    disputes: bool = False
    contradicts: str | None = None
    in_passing: bool = False


class ProposedFact(Value):
    kind: FactKind
    name: str
    quote: str
    details: tuple[Detail, ...] = ()
    adds_to: str | None = None
    """Id of the fact that is told more of."""


class ProposedOwner(Value):
    """Somebody who answers for the workflow once it is live, might, or won't. `person` stands in the turn or is the
    speaker's id."""

    person: str
    claim: OwnerStance
    quote: str


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
    owners: tuple[ProposedOwner, ...] = ()
    signals: tuple[ProposedSignal, ...] = ()
    probes: tuple[ProposedProbe, ...] = ()
    wordings: tuple[QuestionWording, ...] = ()
    language: str | None = None
    """What the turn is written in, by its code (BCP 47); None: nothing tells."""
    about: tuple[str, ...] = ()
    """Criteria of an earlier question that the turn answers, where nothing of it could be read."""
    colleague: str | None = None
    """Whom to ask instead, as named in the turn."""
    question_back: str | None = None
    """What the person wants to know, in their words."""
