"""What comes with a message's words: files, which are refused by name, and messages that somebody else wrote."""

from bot.domain.core.people import Pilot
from bot.domain.core.team import Thread
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import BotMessage, MessageContent, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.arrivals.direct_message import find_only_interview
from bot.services.arrivals.propose_evidence import propose_evidence
from bot.services.conversation.context import Member
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.conversation.interview_actions import Click
from bot.services.messaging import outbox
from bot.services.messaging.platform_formatter import UnreadCause
from bot.services.ports.core import UnitOfWork
from bot.slack.context import SlackContext
from bot.slack.inbound.slack_events import MessageSaid
from bot.slack.workspace.channel_ids import is_direct_channel
from bot.slack.workspace.message_text import ForwardedMessage
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text


class Arrivals:
    """Of one workspace."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context
        self._deps = context.deps

    async def take_in(self, told: MessageSaid, said: IncomingMessage, thread: Thread | None) -> IncomingMessage:
        """The message with whatever of it counts as its sender's own words; the rest is asked for, or refused."""
        own = await self._read_own_forwards(told)
        words = said._replace(text="\n".join(filter(None, (said.text, own))))
        for number, forward in enumerate(told.forwards):
            if forward.author != told.person:
                await self._ask_author(words, forward, thread, f"{said.source.source_key}:{number}")
        files = (*told.file_names, *(name for forward in told.forwards for name in forward.files))
        if files:
            unread = self._deps.formatter.format_files_unreadable(files, beside=bool(words.text))
            await self._post(words, "files", unread)
        elif not words.text and not told.forwards:
            await self._post(words, "wordless", self._deps.formatter.format_wordless())
        return words

    async def _read_own_forwards(self, told: MessageSaid) -> str:
        """Whoever forwards what they wrote themselves says it once more."""
        theirs = "\n".join(forward.text for forward in told.forwards if forward.author == told.person)
        return (await mrkdwn_to_text(theirs, self._context.bot_identity.user, self._context.directory))[0]

    async def _ask_author(
        self, said: IncomingMessage, forward: ForwardedMessage, thread: Thread | None, key: str
    ) -> None:
        author = await self._context.directory.get_member(forward.author) if forward.author else None
        cause = find_unread_cause(author)
        if cause is not None or author is None:
            unread = self._deps.formatter.format_forward_unread(author.person if author else None, cause or "unknown")
            await self._post(said, f"forward:{key}", unread)
        elif forward.text and (pilot := await self._find_pilot(said, thread)) is not None:
            by = (await self._context.directory.get_member(said.person)).person
            source = await self._find_source(said, forward, author)
            click = Click(f"forward:{key}", by, said.source)
            done = await propose_evidence(self._deps, click, EvidenceProposal(pilot, source, author.person.id))
            if done.work is not None:
                await self._deps.transactions.run(done.work)

    async def _find_pilot(self, said: IncomingMessage, thread: Thread | None) -> Pilot | None:
        """That of the thread; outside of one that of the only interview they are in."""

        def find(uow: UnitOfWork) -> Pilot | None:
            if thread is not None:
                return uow.interviews.get(thread.interview_id).pilot
            only = find_only_interview(uow, said.person)
            return only.pilot if only is not None else None

        return await self._deps.transactions.run(find)

    async def _find_source(self, said: IncomingMessage, forward: ForwardedMessage, author: Member) -> MessageSource:
        """Where it was written, if we may look there; else where it was handed on."""
        source = forward.source
        if source is None or await self._context.directory.find_message_text(source, author.person.id) is None:
            return said.source
        return source

    async def _post(self, said: IncomingMessage, key: str, told: MessageContent) -> None:
        """In the thread; there somebody is to go on."""
        here, root = said.source.channel, said.source.root_ts
        place = Place(person=said.person, thread=root) if is_direct_channel(here) else Place(channel=here, thread=root)
        posting = BotMessage(
            id=f"{key}:{said.source.source_key}", place=place, parts=(build_part(key, told),), session="suspended"
        )
        await self._deps.transactions.run(lambda uow: outbox.post_message(uow, posting))


def find_unread_cause(author: Member | None) -> UnreadCause | None:
    """Why they can't be asked; None where they can."""
    if author is None:
        return "unknown"
    causes: tuple[tuple[bool, UnreadCause], ...] = (
        (author.bot, "app"),
        (author.outside, "outside"),
        (author.guest, "guest"),
    )
    return next((cause for applies, cause in causes if applies), None)
