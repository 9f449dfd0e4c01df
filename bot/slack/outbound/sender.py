"""Sender: takes what the outbox holds to Slack, each message once, at the pace that Slack allows."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Claim, Event
from bot.domain.messaging.message import Place, Post, Posting
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.worker.handler import Done, Handler, Hold, Hopeless, Postponed
from bot.slack.blocks.kit.elements import FALLBACK, post
from bot.slack.blocks.kit.text import clipped
from bot.slack.outbound.canvases import Canvases
from bot.slack.outbound.message_api import Outgoing, Spot, bears
from bot.slack.outbound.resend_window import since
from bot.slack.outbound.sessions import Sessions
from bot.slack.outbound.uploads import Documents, Picture, Uploads, no_picture
from bot.slack.transport.refusals import final

log = logging.getLogger(__name__)

PACE = 1.0
"""Seconds between two messages in a channel: Slack allows about one a second."""
_PERSON = ("U", "W")
_DIRECT = ("D", *_PERSON)
"""What ids begin with: of people, and of channels that are direct messages."""
_NOT_THERE = frozenset(("user_not_in_channel", "channel_not_found", "not_in_channel"))
_CANNOT_CHANGE = frozenset(("message_not_found", "cant_update_message", "edit_window_closed"))
_NO_THREAD = frozenset(("thread_not_found", "cannot_reply_to_message"))
_NO_HOME = frozenset(("not_enabled", "user_not_found", "user_not_visible"))


class Sources(NamedTuple):
    """What is made only when it is sent, so that it is never older than that."""

    home_of: Callable[[str], Awaitable[dict[str, Any]]]
    """The Home view of a person."""
    documents: Documents
    picture: Picture = no_picture
    sessions: Sessions | None = None
    """Shared with whoever else shows how a thread stands; None: the sender's own."""
    canvas_link: Callable[[str], str] = str
    """The address of a canvas, by its id."""


class _Said(NamedTuple):
    """A posting as it has just come to stand."""

    posting: Posting
    spot: Spot
    ts: str
    status_pending: bool = False

    @property
    def thread(self) -> Spot:
        return Spot(self.spot.channel, self.spot.thread or self.ts)


class Sender:
    """The handlers of a workspace's outbox. Raises what the engine knows: Postponed, Hopeless, or worth another try."""

    def __init__(
        self, client: AsyncWebClient, transactions: Transactions, sources: Sources, pace: float = PACE
    ) -> None:
        self._outgoing = Outgoing(client)
        self._sessions = sources.sessions or Sessions(client)
        self._uploads = Uploads(self._outgoing, sources.documents, sources.picture)
        self._canvases = Canvases(client, transactions, sources.canvas_link)
        self._transactions = transactions
        self._home_of = sources.home_of
        self._pace = pace

    def handlers(self) -> dict[str, Handler]:
        by_kind: dict[str, Handler] = {
            "post": self._post,
            "update": self._update,
            "whisper": self._whisper,
            "home": self._home,
            "session": self._session,
            "upload": self._upload,
            "canvas": self._canvases.freshen,
        }
        return {kind: _finally(handler) for kind, handler in by_kind.items()}

    # --- postings -------------------------------------------------------------------------------

    async def _post(self, claim: Claim, hold: Hold) -> Done:
        posting, root = await self._known(claim)
        if posting.stands or not posting.parts:
            return Done()
        said = await self._say_once(claim, hold, posting, await self._spot(posting.place, root, claim))
        if posting.session is not None:
            reached = await self._sessions.tried(said.thread, posting.session, posting.title)
            said = said._replace(status_pending=not reached)
        return Done(lambda uow: _stands(uow, said), self._pace)

    async def _say_once(self, claim: Claim, hold: Hold, posting: Posting, spot: Spot) -> _Said:
        """What belongs to an interview begins a new thread where its own is gone: nobody is left without a question."""
        ts = await self._said_before(spot, posting.id, claim)
        if ts is not None:
            return _Said(posting, spot, ts)
        await hold.sure()
        try:
            said = await self._outgoing.say(spot, content(posting), posting.id, broadcast=posting.broadcast)
        except SlackRefused as exc:
            if exc.code not in _NO_THREAD or spot.thread is None or posting.interview_id is None:
                raise
            log.info("Posting %s begins a new thread. %s", posting.id, exc)
            return await self._say_once(claim, hold, posting, Spot(spot.channel))
        return _Said(posting, spot, said)

    async def _known(self, claim: Claim) -> tuple[Posting, Posting | None]:
        posting_id = str(claim.event.body["posting"])

        def load(uow: UnitOfWork) -> tuple[Posting | None, Posting | None]:
            posting = uow.postings.get(posting_id)
            under = posting.place.under if posting is not None else None
            return posting, uow.postings.get(under) if under else None

        posting, root = await self._transactions.run(load)
        if posting is None:
            raise Hopeless(f"There is no posting {posting_id}.")
        if posting.place.under and root is None:
            raise Hopeless(f"There is no posting {posting.place.under} to put {posting_id} under.")
        return posting, root

    async def _spot(self, place: Place, root: Posting | None, claim: Claim) -> Spot:
        if place.thread is None and root is not None:
            if root.channel is None or root.ts is None:
                raise Postponed(min(60.0, 2.0**claim.attempt), f"{root.id} does not stand yet.", counts=True)
            return Spot(root.channel, root.place.thread or root.ts)
        if place.channel is not None:
            return Spot(place.channel, place.thread)
        if place.person is None:
            raise Hopeless("A posting without a place.")
        return Spot(await self._outgoing.direct(place.person), place.thread)

    async def _said_before(self, spot: Spot, mark: str, claim: Claim) -> str | None:
        if not claim.tried:
            return None
        return await self._outgoing.find(spot, since(claim), bears(mark))

    async def _update(self, claim: Claim, hold: Hold) -> Done:
        """What does not stand yet is said as it is by then; what is gone needs no change."""
        posting, _ = await self._known(claim)
        if posting.channel is None or posting.ts is None or not posting.parts:
            return Done()
        await hold.sure()
        try:
            await self._outgoing.change(Spot(posting.channel), posting.ts, content(posting), posting.id)
        except SlackRefused as exc:
            if exc.code not in _CANNOT_CHANGE:
                raise
            log.info("Posting %s stays as it is. %s", posting.id, exc)
        return Done(rest=self._pace)

    # --- what is not kept -----------------------------------------------------------------------

    async def _whisper(self, claim: Claim, hold: Hold) -> Done:
        """Heard twice at worst, after a lost answer: nobody can look up what only one person sees.

        In direct messages nobody else listens; and whoever is not in the channel is told there too.
        """
        body = claim.event.body
        said, spot = Post(str(body["text"]), tuple(body.get("blocks") or ())), Spot(body["channel"], body.get("thread"))
        if spot.channel.startswith(_DIRECT):
            await self._tell(claim, hold, said, spot)
            return Done(rest=self._pace)
        await hold.sure()
        try:
            await self._outgoing.whisper(spot, body["person"], said)
        except SlackRefused as exc:
            if exc.code not in _NOT_THERE:
                raise
            await self._tell(claim, hold, said, Spot(body["person"]))
        return Done(rest=self._pace)

    async def _tell(self, claim: Claim, hold: Hold, said: Post, spot: Spot) -> None:
        """As a direct message, once. A person stands for the root of their direct messages."""
        if spot.channel.startswith(_PERSON):
            spot = Spot(await self._outgoing.direct(spot.channel))
        if await self._said_before(spot, claim.event.id, claim) is None:
            await hold.sure()
            await self._outgoing.say(spot, said, claim.event.id)

    async def _home(self, claim: Claim, hold: Hold) -> Done:
        person = str(claim.event.body["person"])
        view = await self._home_of(person)
        await hold.sure()
        try:
            await self._outgoing.publish(person, view)
        except SlackRefused as exc:
            if exc.code not in _NO_HOME:
                raise
            log.info("The Home tab of %s is not shown. %s", person, exc)
        return Done()

    async def _session(self, claim: Claim, hold: Hold) -> Done:
        body = claim.event.body
        await hold.sure()
        await self._sessions.become(Spot(body["channel"], body["thread"]), body["status"])
        return Done()

    async def _upload(self, claim: Claim, hold: Hold) -> Done:
        await self._uploads.send(claim, hold)
        return Done(rest=self._pace)


def content(posting: Posting) -> Post:
    """All its parts as one message."""
    blocks = [block for part in posting.parts for block in part.blocks]
    words = "\n".join(part.text for part in posting.parts if part.text)
    return post(words, *blocks) if blocks else Post(clipped(words, FALLBACK), ())


def _stands(uow: UnitOfWork, said: _Said) -> None:
    """Loaded anew: its parts may have been replaced while it was said, and an update follows."""
    posting = uow.postings.get(said.posting.id)
    if posting is None:
        return
    moved = posting.place.thread is not None and said.spot.thread is None
    uow.postings.save(posting.standing(said.spot.channel, said.ts, said.spot.thread))
    channel, thread = said.thread
    if (posting.opens_thread or moved) and posting.interview_id and thread:
        person = posting.place.person
        uow.threads.add(Thread(channel=channel, ts=thread, interview_id=posting.interview_id, person=person))
    if said.status_pending and posting.session != "processing":  # a late "processing" would outlive what ended it
        body = {"channel": channel, "thread": thread, "status": posting.session}
        line = posting.place.line
        uow.events.add(Event(id=f"session:late:{posting.id}", lane="outbox", line=line, kind="session", body=body))


def _finally(handler: Handler) -> Handler:
    async def handle(claim: Claim, hold: Hold) -> Done:
        try:
            return await handler(claim, hold)
        except SlackRefused as exc:
            raise final(exc) from exc

    return handle
