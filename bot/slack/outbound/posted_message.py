"""Posted messages: what follows in our own records once a message has come to stand in Slack."""

from typing import NamedTuple

from bot.domain.core.team import Thread
from bot.domain.messaging.message import BotMessage
from bot.services.messaging.inbox_events import ThreadOpened
from bot.services.messaging.outbox_events import SetSession
from bot.services.ports.core import UnitOfWork
from bot.slack.outbound.message_api import SlackTarget


class PostedMessage(NamedTuple):
    """A posting as it has just come to stand."""

    posting: BotMessage
    spot: SlackTarget
    ts: str
    status_pending: bool = False

    @property
    def thread_target(self) -> SlackTarget:
        return SlackTarget(self.spot.channel, self.spot.thread or self.ts)


def record_posted_message(uow: UnitOfWork, said: PostedMessage) -> None:
    """Loaded anew: its parts may have been replaced while it was said, and an update follows."""
    posting = uow.messages.find(said.posting.id)
    if posting is None:
        return
    moved = posting.place.thread is not None and said.spot.thread is None
    uow.messages.save(posting.mark_posted(said.spot.channel, said.ts, said.spot.thread))
    channel, thread = said.thread_target
    if (posting.opens_thread or moved) and posting.interview_id and thread:
        person = posting.place.person
        opened = Thread(channel=channel, ts=thread, interview_id=posting.interview_id, person=person)
        uow.threads.add(opened)
        stands = ThreadOpened(channel=channel, thread=thread)
        uow.events.add(stands.to_event(f"opened:{channel}:{thread}", f"opened:{channel}:{thread}"))
    if (
        said.status_pending and posting.session and posting.session != "processing"
    ):  # a late "processing" would outlive what ended it
        late = SetSession(channel=channel, thread=thread, status=posting.session)
        uow.events.add(late.to_event(f"session:late:{posting.id}", posting.place.partition_key))
