"""What follows from what people said and did, as events of the inbox: to be read, rated, planned, asked, reminded."""

from datetime import date
from typing import ClassVar

from bot.domain.messaging.event import Event, EventBody
from bot.domain.planning.terms import PlanOptions


class ReadingDeferred(EventBody):
    """The model was down: what is unread in an interview has to be read again."""

    kind: ClassVar[str] = "read"
    interview: str
    mentioned: tuple[str, ...] = ()
    """The people whom the message named that was to be read."""


class ThreadOpened(EventBody):
    """A thread of an interview stands: what became of the interview while it was on its way is told there."""

    kind: ClassVar[str] = "opened"
    channel: str
    thread: str


class RecordsUnread(EventBody):
    """An interview begins with what stood on record, and that has to be read."""

    kind: ClassVar[str] = "records"
    interview: str


class AssessmentRequested(EventBody):
    kind: ClassVar[str] = "assess"
    interview: str


def get_rating_line(pilot_id: str) -> str:
    """A pilot is rated once at a time."""
    return f"assess:{pilot_id}"


def get_planning_line(pilot_id: str) -> str:
    return f"plan:{pilot_id}"


class PlanRequested(EventBody):
    kind: ClassVar[str] = "plan"
    assessment: str
    wish: PlanOptions
    follows: str | None = None
    """Id of the plan that it is drafted after, where nobody asked for it: the pilot was assessed anew."""


class OwnersUnasked(EventBody):
    """A plan names people who have not been asked yet whether they take what it gives them."""

    kind: ClassVar[str] = "entrust"
    plan: str


class DepartureSuspected(EventBody):
    """Somebody may have left: the platform said so, or took no message to them. Only it can tell."""

    kind: ClassVar[str] = "departure"
    person: str

    def call_for(self, key: str) -> Event:
        """`key`: what made us think so, once."""
        return self.to_event(f"departure:{self.person}:{key}", f"person:{self.person}")


class ChannelSuspected(EventBody):
    """Something became of a channel, or it took no message: only the platform can tell what."""

    kind: ClassVar[str] = "channel"
    channel: str

    def call_for(self, key: str) -> Event:
        return self.to_event(f"channel:{self.channel}:{key}", f"members:{self.channel}")


class ReminderDue(EventBody):
    """Whatever somebody has to do is looked at on a morning of theirs."""

    kind: ClassVar[str] = "remind"
    to: str
    day: date
