"""Settlement: by whom a question need not be answered any more, and how."""

from typing import Literal, NamedTuple

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import NO_ANSWER, Question, SkipKind


class Settlement(NamedTuple):
    how: Literal["answered"] | SkipKind
    by: str
    to: str | None = None
    """Whom it was left to."""
    turn_id: str | None = None
    """What they said; None where a button or a command did."""


def find_settlement(interview: Interview, question: Question) -> Settlement | None:
    """Whoever let it go, else whoever replied to it last, else whoever answered it elsewhere; None where it waits, or
    waits no longer since its answer was taken back."""
    let_go = next((item for item in reversed(interview.passes) if item.question_id == question.id), None)
    if let_go is not None:
        return Settlement(let_go.how, let_go.by, let_go.to, let_go.turn_id)
    replies = (turn for turn in reversed(interview.turns) if turn.question_id == question.id)
    replied = next((t for t in replies if t.state != "retracted" and t.intent not in NO_ANSWER), None)
    if replied is not None:
        return Settlement("answered", replied.speaker, turn_id=replied.id)
    asked = set(question.criteria)
    told = [item for item in interview.evidence if item.criterion in asked and item.level is not None]
    if not told or question in interview.pending_questions or {item.criterion for item in told} != asked:
        return None
    return Settlement("answered", told[-1].speaker, turn_id=told[-1].turn_id)
