"""OutputFeedback: what somebody thinks of something that we made, with the model and the prompt that wrote it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from bot.domain.core.model import Value

OutputKind = Literal["noted", "card", "plan", "answer"]
"""A line under an answer, an assessment, a plan, the answer to a free question."""
FeedbackValue = Literal["up", "down"]


class OutputFeedback(Value):
    """Append only: who changes their mind says so anew."""

    id: str
    kind: OutputKind
    subject: str
    """Id of the turn, the assessment or the plan; of an answer, where it stands."""
    interview_id: str | None = None
    by: str
    value: FeedbackValue
    why: str = ""
    """In their own words, without secrets."""
    model: str
    """Its name, or `offline` where it was written by rule."""
    prompt: str = ""
    """The fingerprint of the prompt; empty where none was used, or where it is not known."""
    framework_version: str
    at: datetime


class FeedbackCount(NamedTuple):
    kind: OutputKind
    model: str
    up: int
    down: int


def count_feedback(given: Sequence[OutputFeedback]) -> tuple[FeedbackCount, ...]:
    """By kind and model; of each person on each thing what they said last. `given`: oldest first."""
    last = {(one.kind, one.subject, one.by): one for one in given}
    counted = Counter((one.kind, one.model, one.value) for one in last.values())
    pairs = sorted({(kind, model) for kind, model, _ in counted})
    return tuple(FeedbackCount(k, m, counted[k, m, "up"], counted[k, m, "down"]) for k, m in pairs)
