"""Unsaid: what becomes of what could not be said: an operator finds it by `inbox list`, and nobody waits in silence."""

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import Place, Posting, part
from bot.services.messaging.message_formatter import Voice
from bot.services.messaging.outbox import say, set_session
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done, Hopeless
from bot.slack.transport.refusals import of_content

_MARK = "unsaid:"


class Unsaid:
    """The outbox's duty when an event was given up."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def on_giving_up(self, claim: Claim, error: Exception, ref: str) -> Done:
        kind, body = claim.event.kind, claim.event.body
        key, heard = f"{_MARK}{claim.event.id}", _can_be_told(error)
        if kind == "upload" and heard:
            place = Place(channel=body.get("channel"), person=body.get("person"), thread=body.get("thread"))
            return Done(lambda uow: self._tell(uow, Posting(id=key, place=place, parts=()), ref))
        posting_id = str(body.get("posting"))
        if kind != "post" or posting_id.startswith(_MARK):
            return Done()
        return Done(lambda uow: self._posting(uow, uow.postings.get(posting_id), key, ref if heard else None))

    def _posting(self, uow: UnitOfWork, lost: Posting | None, key: str, ref: str | None) -> None:
        """`ref`: None where whoever should have read it can't be told either."""
        if lost is None:
            return
        if lost.opens_thread and lost.pilot_id is not None:
            self._tell_lead(uow, lost, lost.pilot_id, key)
        elif ref is not None:
            self._tell(uow, Posting(id=key, place=lost.place, parts=(), interview_id=lost.interview_id), ref)
        else:
            _end_session(uow, lost, key)

    def _tell(self, uow: UnitOfWork, empty: Posting, ref: str) -> None:
        told = part("unsaid", self._voice.unsaid(ref))
        say(uow, empty.model_copy(update={"parts": (told,), "session": "active"}))

    def _tell_lead(self, uow: UnitOfWork, lost: Posting, pilot_id: str, key: str) -> None:
        """An interview that nobody can see begin: whoever started it has to know."""
        team = uow.teams.get(pilot_id)
        told = part("unopened", self._voice.not_begun(team.pilot, lost.place.channel))
        say(uow, Posting(id=key, place=Place(person=team.lead), parts=(told,)))


def _end_session(uow: UnitOfWork, lost: Posting, key: str) -> None:
    """Where the reply was to stand nobody works any more."""
    threads = uow.threads.of(lost.interview_id) if lost.interview_id else ()
    for thread in threads:
        if thread.ts == lost.place.thread:
            set_session(uow, key, thread, "active")


def _can_be_told(error: Exception) -> bool:
    """Whether another message may get through where this one did not."""
    refusal = error.__cause__
    return not isinstance(error, Hopeless) or (isinstance(refusal, SlackRefused) and of_content(refusal))
