"""Pulse: whether an interview is alive, or waits for somebody, and since when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from bot.domain.core.model import Value
from bot.domain.interview.interview import Interview

InterviewStatus = Literal["open", "paused", "closed"]


class AskedQuestion(NamedTuple):
    question_id: str
    at: datetime
    to: str | None = None
    """None: whoever takes part."""


class ReceivedReply(NamedTuple):
    at: datetime
    question_id: str | None = None


class InterviewActivity(Value):
    interview_id: str
    pilot_id: str
    status: InterviewStatus
    waits_since: datetime | None = None
    """For an answer or, where it is paused, to be resumed; None while it is on, or over."""
    waits_for: str | None = None
    """Whose answer; None: whoever takes part."""


class InterviewTimeline(NamedTuple):
    """What a pulse is read from."""

    interview_id: str
    pilot_id: str
    status: InterviewStatus
    asked: Sequence[AskedQuestion]
    """In the order in which it was asked."""
    replied: Sequence[ReceivedReply] = ()
    let_go: frozenset[str] = frozenset()
    """Ids of questions; when they were let go is not kept."""

    @classmethod
    def from_interview(cls, interview: Interview) -> "InterviewTimeline":
        asked = [AskedQuestion(q.id, q.asked_at, q.to) for q in interview.questions if q.asked_at]
        replied = [ReceivedReply(turn.at, turn.question_id) for turn in interview.turns]
        let_go = frozenset(item.question_id for item in interview.passes)
        return cls(interview.id, interview.pilot.id, interview.status, asked, replied, let_go)

    def find_activity_at(self, moment: datetime) -> InterviewActivity | None:
        """As far as it had come at a moment; None before its first question.

        When it was paused or closed is not kept: what was asked or said later shows that it was open then.
        """
        asked = [one for one in self.asked if one.at <= moment]
        replied = [one for one in self.replied if one.at <= moment]
        if not asked:
            return None
        went_on = len(asked) < len(self.asked) or len(replied) < len(self.replied)
        pulse = InterviewActivity(
            interview_id=self.interview_id, pilot_id=self.pilot_id, status="open" if went_on else self.status
        )
        if pulse.status == "paused":
            moments = [*(one.at for one in asked), *(one.at for one in replied)]
            return pulse.model_copy(update={"waits_since": max(moments)})
        waiting = self._find_waiting_question(asked, replied) if pulse.status == "open" else None
        return pulse.model_copy(update={"waits_since": waiting.at, "waits_for": waiting.to}) if waiting else pulse

    def _find_waiting_question(
        self, asked: Sequence[AskedQuestion], replied: Sequence[ReceivedReply]
    ) -> AskedQuestion | None:
        """What somebody was asked by name and has not answered, the longest; else the last question, where nobody
        has said anything since."""
        answered = {one.question_id for one in replied} | self.let_go
        open_questions = [one for one in asked if one.question_id not in answered]
        by_name = [one for one in open_questions if one.to is not None]
        last = asked[-1]
        silent = last in open_questions and all(one.at <= last.at for one in replied)
        return min(by_name, key=lambda one: one.at, default=last if silent else None)
