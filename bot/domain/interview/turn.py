"""Turn: what was asked, what was said to it and what was made of that: the pieces that an interview consists of."""

from datetime import datetime, tzinfo
from typing import Literal, Protocol, Self

from bot.domain.core.model import Value
from bot.domain.framework.framework import Level
from bot.domain.interview.answer_mapping import Intent, ProposedProbe, QuestionWording
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, Signal

QuestionKind = Literal["opening", "question", "probe", "record"]
"""`record`: what somebody had said elsewhere answers it, such as the proof of a done action; nobody is asked it."""
RecheckReason = Literal["challenged", "done", "disagreement", "not_asked", "unknown", "gap"]
NO_ANSWER: frozenset[Intent] = frozenset({"ask_back", "ask_colleague", "pause", "finish", "other"})
"""What leaves a question open. A colleague whom we could ask lets it go all the same, by a pass."""
SkipKind = Literal["skip", "later", "dont_know", "handed_over"]
"""`later`: put off, and asked once more before the end."""


class Question(Value):
    id: str
    key: str
    """Names the guide's entry: `opening`, `topic:<id>`, or `criterion:`, `probe:`, `left:` or
    `later:` and a criterion's id."""
    kind: QuestionKind
    criteria: tuple[str, ...]
    text: str
    why: str
    to: str | None = None
    """Whom it was put to by name; None: whoever takes part."""
    asked_at: datetime | None = None

    def with_time_zone(self, zone: tzinfo) -> Self:
        """With the moment on a clock of that zone."""
        return self.model_copy(update={"asked_at": self.asked_at.astimezone(zone)}) if self.asked_at else self


class HasTurnId(Protocol):
    @property
    def turn_id(self) -> str: ...


class Turn(Value):
    """Something said, as a reply to a question or unasked (question_id None).

    `revision` counts edits: what an analyst makes of an older revision is dropped.
    """

    id: str
    question_id: str | None
    speaker: str
    text: str
    at: datetime
    source: str | None = None
    """Where it was said: the key of the message on its platform, unique within an interview."""
    revision: int = 0
    state: Literal["said", "mapped", "unreadable", "retracted"] = "said"
    """`unreadable`: nobody has read it, and no analyst could when it was tried; `said`: it waits to be read."""
    intent: Intent | None = None
    """What the person was after, once an analyst has read the turn."""
    changed_at: datetime | None = None
    """When its message was last edited, by its platform's clock: an edit that comes late must not undo a newer one."""


class SkippedQuestion(Value):
    """Criteria that a question did not settle because somebody skipped, did not know, or named a colleague."""

    question_id: str
    criteria: tuple[str, ...]
    """None at all where the question was let go after it had been answered."""
    how: SkipKind
    by: str
    to: str | None = None
    turn_id: str | None = None
    """The turn that said so; None where a button or a command did."""


class SummaryFeedback(Value):
    person: str
    score: Literal[1, 2, 3, 4]
    """How well the summary fits: 1 not at all, 4 exactly."""
    comment: str = ""


class AdaptedQuestion(Value):
    """A question in words that follow from a turn."""

    turn_id: str
    wording: QuestionWording


class RequestedProbe(Value):
    turn_id: str
    probe: ProposedProbe


class TurnFindings(Value):
    """What the guards let through of a turn's mapping."""

    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    owners: tuple[OwnerClaim, ...] = ()
    signals: tuple[Signal, ...] = ()
    probes: tuple[ProposedProbe, ...] = ()
    wordings: tuple[QuestionWording, ...] = ()


class LevelChoice(Value):
    """Where a criterion stands in the eyes of whoever answered, by the steps of its ladder."""

    criterion: str
    level: Level
    shows: str = ""
    """What can be checked of it: a name, a number, a date, a document."""


class RecheckedCriterion(Value):
    """A criterion that a follow-up interview asks about, and why it may have changed."""

    criterion: str
    reason: RecheckReason
