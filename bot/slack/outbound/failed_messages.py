"""Unsaid: what becomes of what could not be said: an operator finds it by `inbox list`, and nobody waits in silence."""

from bot.domain.core.errors import EventUnreadable, SlackRefused
from bot.domain.messaging.event import Claim, Event
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.messaging.inbox_events import ChannelSuspected, DepartureSuspected
from bot.services.messaging.message_formatter import MessageFormatter
from bot.services.messaging.outbox import post_message, set_session
from bot.services.messaging.outbox_events import PostMessage, UploadFiles
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Handler, Lease, PermanentFailure, Result
from bot.slack.transport.refusals import is_content_refusal, may_mean_channel_lost, may_mean_departure, to_final_error

_MARK = "unsaid:"


class FailedMessageHandler:
    """The outbox's duty when an event was given up."""

    def __init__(self, voice: MessageFormatter) -> None:
        self._voice = voice

    async def on_giving_up(self, claim: Claim, error: Exception, ref: str) -> Result:
        """What can't be read names nobody who could be told."""
        try:
            notice = self._build_notice(claim.event, _can_post_notice(error), ref)
            return _also_suspect_loss(notice, claim.event) if _may_mean_loss(error) else notice
        except EventUnreadable:
            return Result()

    def _build_notice(self, event: Event, heard: bool, ref: str) -> Result:
        key = f"{_MARK}{event.id}"
        if event.kind == UploadFiles.kind and heard:
            lost = UploadFiles.from_event(event)
            place = Place(channel=lost.channel, person=lost.person, thread=lost.thread)
            return Result(lambda uow: self._post_notice(uow, BotMessage(id=key, place=place, parts=()), ref))
        if event.kind != PostMessage.kind:
            return Result()
        posting_id = PostMessage.from_event(event).posting
        if posting_id.startswith(_MARK):
            return Result()
        return Result(lambda uow: self._handle_lost(uow, uow.messages.find(posting_id), key, ref if heard else None))

    def _handle_lost(self, uow: UnitOfWork, lost: BotMessage | None, key: str, ref: str | None) -> None:
        """`ref`: None where whoever should have read it can't be told either."""
        if lost is None:
            return
        if lost.opens_thread and lost.pilot_id is not None:
            self._notify_lead(uow, lost, lost.pilot_id, key)
        elif ref is not None:
            self._post_notice(uow, BotMessage(id=key, place=lost.place, parts=(), interview_id=lost.interview_id), ref)
        else:
            _end_session(uow, lost, key)

    def _post_notice(self, uow: UnitOfWork, empty: BotMessage, ref: str) -> None:
        told = build_part("unsaid", self._voice.format_undelivered(ref))
        post_message(uow, empty.model_copy(update={"parts": (told,), "session": "active"}))

    def _notify_lead(self, uow: UnitOfWork, lost: BotMessage, pilot_id: str, key: str) -> None:
        """An interview that nobody can see begin: whoever started it has to know."""
        team = uow.teams.get(pilot_id)
        told = build_part("unopened", self._voice.format_interview_not_started(team.pilot, lost.place.channel))
        post_message(uow, BotMessage(id=key, place=Place(person=team.lead), parts=(told,)))


def _end_session(uow: UnitOfWork, lost: BotMessage, key: str) -> None:
    """Where the reply was to stand nobody works any more."""
    threads = uow.threads.list_for_interview(lost.interview_id) if lost.interview_id else ()
    for thread in threads:
        if thread.ts == lost.place.thread:
            set_session(uow, key, thread, "active")


def _can_post_notice(exc: Exception) -> bool:
    """Whether another message may get through where this one did not."""
    refusal = exc.__cause__
    return not isinstance(exc, PermanentFailure) or (isinstance(refusal, SlackRefused) and is_content_refusal(refusal))


def _may_mean_loss(exc: Exception) -> bool:
    refusal = exc.__cause__
    return isinstance(refusal, SlackRefused) and (may_mean_departure(refusal) or may_mean_channel_lost(refusal))


def _also_suspect_loss(notice: Result, event: Event) -> Result:
    """What was for one person did not reach them: they may have left; what was for a channel: it may be lost."""

    def work(uow: UnitOfWork) -> None:
        if notice.work is not None:
            notice.work(uow)
        lost = uow.messages.find(PostMessage.from_event(event).posting) if event.kind == PostMessage.kind else None
        if lost is not None and lost.place.person is not None:
            uow.events.add(DepartureSuspected(person=lost.place.person).call_for(event.id))
        elif lost is not None and lost.place.channel is not None and not lost.opens_thread:
            uow.events.add(ChannelSuspected(channel=lost.place.channel).call_for(event.id))

    return Result(work)


def translate_refusals(handler: Handler) -> Handler:
    """What Slack refuses for good is not tried again."""

    async def handle(claim: Claim, lease: Lease) -> Result:
        try:
            return await handler(claim, lease)
        except SlackRefused as exc:
            raise to_final_error(exc) from exc

    return handle
