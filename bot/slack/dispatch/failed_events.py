"""What becomes of an event that was stopped or given up: whoever waits for it is told, and its thread is at rest."""

from bot.domain.asking.nudge_rules import Nudge
from bot.domain.core.errors import EventUnreadable
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Claim, Event, EventBody
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation import put_off_reading
from bot.services.conversation.context import ConversationContext
from bot.services.messaging import outbox
from bot.services.messaging.inbox_events import AssessmentRequested, PlanRequested, ReadingDeferred, RecordsUnread
from bot.services.work.stopped_work import tell_planning_stopped, tell_rating_stopped
from bot.services.worker.handler import Result
from bot.slack.inbound.slack_events import (
    ButtonClicked,
    FormSubmission,
    HomeOpened,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
)

_AWAITED: tuple[type[EventBody], ...] = (
    *(MessageSaid, MessageEdited, MessageDeleted, ButtonClicked, FormSubmission, HomeOpened),
    *(ReadingDeferred, RecordsUnread, AssessmentRequested, Nudge, PlanRequested),
)
"""What a person or an interview waits for; digests, reminders and members are nobody's to wait for."""


class FailedEventHandler:
    def __init__(self, deps: ConversationContext) -> None:
        self._deps = deps

    async def on_interrupt(self, claim: Claim) -> Result:
        """Somebody pressed Stop while this was read, rated or planned."""
        body, key = _read_body(claim.event), f"stopped:{claim.event.id}:{claim.epoch}"
        if isinstance(body, AssessmentRequested):
            return Result(lambda uow: tell_rating_stopped(uow, self._deps, body.interview, key))
        if isinstance(body, PlanRequested):
            return Result(lambda uow: tell_planning_stopped(uow, self._deps, body.assessment, key))
        thread = await self._find_thread(body)
        if thread is None:
            return Result()
        return Result(lambda uow: put_off_reading.post_reading_stopped(uow, self._deps, thread))

    async def on_giving_up(self, claim: Claim, error: Exception, ref: str) -> Result:
        """Tells whoever waits for it, with what the operator's log can be searched by; the working state ends."""
        key, body = f"failed:{claim.event.id}", _read_body(claim.event)
        told = build_part(key, self._deps.formatter.format_failure(ref, saved=True))
        thread = await self._find_thread(body)
        if thread is not None:
            return Result(lambda uow: outbox.post_in_thread(uow, thread, key, (told,), "active"))
        if not isinstance(body, MessageSaid | ButtonClicked | FormSubmission | HomeOpened):
            return Result()
        posting = BotMessage(id=key, place=Place(person=body.person), parts=(told,))
        return Result(lambda uow: outbox.post_message(uow, posting))

    async def _find_thread(self, body: EventBody | None) -> Thread | None:
        """The thread it is about: its own, or of the interview's the one that was stopped last, or the first."""
        match body:
            case MessageSaid() | ButtonClicked():
                return await self._find_thread_at(body.source)
            case ReadingDeferred() | RecordsUnread() | AssessmentRequested() | Nudge():
                return await self.find_interview_thread(body.interview)
            case PlanRequested():
                made = await self._deps.transactions.run(lambda uow: uow.assessments.get(body.assessment))
                return await self.find_interview_thread(made.interview_id)
            case _:
                return None

    async def _find_thread_at(self, source: MessageSource) -> Thread | None:
        return await self._deps.transactions.run(lambda uow: uow.threads.find_at(source.channel, source.root_ts))

    async def find_interview_thread(self, interview_id: str) -> Thread | None:
        threads = await self._deps.transactions.run(lambda uow: uow.threads.list_for_interview(interview_id))
        return max(threads, key=lambda one: one.stopped_at.timestamp() if one.stopped_at else 0.0, default=None)


def _read_body(event: Event) -> EventBody | None:
    """None where nobody waits for it, or where it can't be read: that names nobody."""
    found = next((body for body in _AWAITED if body.kind == event.kind), None)
    try:
        return found.from_event(event) if found is not None else None
    except EventUnreadable:
        return None
