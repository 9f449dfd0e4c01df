"""Nudging: when an interview that waits is brought to mind, whose it is to move it on, and when it is the lead's."""

from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from bot.domain.core.hours import USUAL_WEEK, WorkWeek, add_working_days, get_morning_time
from bot.domain.interview.interview import Interview
from bot.domain.messaging.event import EventBody

_WAITS = (2, 3, 3)
"""Working days without an answer before the first reminder, from it to the second, and then until the lead is told."""
_HOUR = time(10)
"""After the morning's other messages."""
_AWAY_LONG = timedelta(days=3)
SUMMARY = "summary"
"""Stands for the question how well the summary fits."""


class Nudge(EventBody):
    """A look at what may still wait."""

    kind: ClassVar[str] = "nudge"
    interview: str
    question: str
    """Its id, or SUMMARY."""
    since: datetime
    """When it was asked, or brought to mind last."""
    count: int = 1

    @property
    def next_nudge(self) -> "Nudge | None":
        """The one after it; None after the last. The summary is the lead's own: there is nobody else to tell."""
        last = len(_WAITS) - 1 if self.question == SUMMARY else len(_WAITS)
        return self.model_copy(update={"count": self.count + 1}) if self.count < last else None

    @property
    def is_for_lead(self) -> bool:
        """Those who were asked have been reminded twice."""
        return self.count == len(_WAITS)


def get_nudge_time(nudge: Nudge, zone: ZoneInfo, week: WorkWeek = USUAL_WEEK) -> datetime:
    """At ten where the person is; how many working days after it was asked, the count decides."""
    day = add_working_days(nudge.since.astimezone(zone).date(), _WAITS[nudge.count - 1], week)
    return get_morning_time(day, zone, _HOUR)


def is_still_waiting(interview: Interview, nudge: Nudge) -> bool:
    """Not where it is paused or over, was answered or let go meanwhile, or what was said waits to be read."""
    if interview.status != "open" or interview.unread_turns:
        return False
    if nudge.question == SUMMARY:
        return not interview.fits and not interview.pending_questions
    question = interview.find_question(nudge.question)
    return question is not None and interview.is_awaiting_answer(question)


def is_away_too_long(until: datetime, now: datetime) -> bool:
    """Whether the lead should rather choose somebody else than wait."""
    return until - now > _AWAY_LONG
