"""Sender: takes what the outbox holds to Slack, each message once, at the pace that Slack allows."""

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage, MessageContent, Place, Stream
from bot.services.messaging.outbox_events import (
    DeleteUploads,
    MarkRecorded,
    PostEphemeral,
    PostMessage,
    RefreshCanvas,
    RefreshHome,
    ReplaceAnswer,
    ReplaceDeleted,
    SetSession,
    SuggestPrompts,
    UpdateMessage,
    UploadFiles,
)
from bot.services.ports.core import Transactions
from bot.services.worker.handler import Handler, Lease, PermanentFailure, Result, RetryLater, bind_handler
from bot.slack.outbound.canvases import CanvasWriter
from bot.slack.outbound.failed_messages import translate_refusals
from bot.slack.outbound.handouts import Handouts, load_export
from bot.slack.outbound.message_api import (
    SlackMessageApi,
    SlackTarget,
    build_mark_matcher,
    build_message_content,
    get_resend_window_start,
)
from bot.slack.outbound.pace import PACE, ChannelPace
from bot.slack.outbound.posted_message import PostedMessage, record_posted_message
from bot.slack.outbound.prompts import PromptSuggester
from bot.slack.outbound.queued_message import load_queued_message
from bot.slack.outbound.sessions import AgentSessions
from bot.slack.outbound.streams import MessageStreams
from bot.slack.outbound.uploads import Documents, FileSources, FileUploader, Picture, PictureWords, no_picture, no_words
from bot.slack.workspace.channel_ids import is_direct_channel, is_person

log = logging.getLogger(__name__)

_NOT_THERE = frozenset(("user_not_in_channel", "channel_not_found", "not_in_channel"))
_CANNOT_CHANGE = frozenset(
    ("message_not_found", "cant_update_message", "edit_window_closed", "streaming_state_conflict")
)
_NO_THREAD = frozenset(("thread_not_found", "cannot_reply_to_message"))
_TICK = "white_check_mark"
_REST, _LONGEST_REST = 20, 10.0
"""Of a Home: as many times what it took, and seconds at most."""
_NO_HOME = frozenset(("not_enabled", "user_not_found", "user_not_visible"))


def no_day() -> date | None:
    return None


class ContentProviders(NamedTuple):
    """What is made only when it is sent, so that it is never older than that."""

    home_of: Callable[[str, int], Awaitable[dict[str, Any]]]
    """The Home view of a person."""
    documents: Documents
    picture: Picture = no_picture
    picture_words: PictureWords = no_words
    sessions: AgentSessions | None = None
    """Shared with whoever else shows how a thread stands; None: the sender's own."""
    canvas_link: Callable[[str], str] = str
    """The address of a canvas, by its id."""
    team: str = ""
    """The workspace's id, which a stream in a channel asks for."""
    today: Callable[[], date | None] = no_day
    """By which a gate is missed."""


class OutboxSender:
    """The handlers of a workspace's outbox.

    Raises what the engine knows: RetryLater, PermanentFailure, or what is worth another try.
    """

    def __init__(
        self, client: AsyncWebClient, transactions: Transactions, sources: ContentProviders, pace: float = PACE
    ) -> None:
        self._outgoing = SlackMessageApi(client)
        self._prompts = PromptSuggester(client)
        self._streams = MessageStreams(client, sources.team)
        self._sessions = sources.sessions or AgentSessions(client)
        files = FileSources(
            sources.documents, partial(load_export, transactions), sources.picture, sources.picture_words
        )
        self._handouts = Handouts(FileUploader(self._outgoing, files), pace)
        self._canvases = CanvasWriter(client, transactions, sources.canvas_link, sources.today)
        self._transactions = transactions
        self._home_of = sources.home_of
        self._pace = pace
        self._channel_pace = ChannelPace(pace)

    def build_handlers(self) -> dict[str, Handler]:
        bound = (
            bind_handler(PostMessage, self._handle_post),
            bind_handler(UpdateMessage, self._handle_update),
            bind_handler(PostEphemeral, self._handle_ephemeral),
            bind_handler(RefreshHome, self._handle_home_refresh),
            bind_handler(SuggestPrompts, self._prompts.suggest),
            bind_handler(SetSession, self._handle_session_status),
            bind_handler(MarkRecorded, self._handle_tick),
            bind_handler(ReplaceAnswer, self._handle_answer),
            bind_handler(UploadFiles, self._handouts.handle_upload),
            bind_handler(DeleteUploads, self._handouts.handle_deletion),
            bind_handler(ReplaceDeleted, self._handle_replacement),
            bind_handler(RefreshCanvas, self._canvases.refresh_canvas),
        )
        return {kind: translate_refusals(handler) for kind, handler in bound}

    # --- postings -------------------------------------------------------------------------------

    async def _handle_post(self, asked: PostMessage, claim: Claim, lease: Lease) -> Result:
        posting, root = await load_queued_message(self._transactions, asked, claim)
        if posting.is_posted or not posting.parts or (posting.stream and not posting.stream.open):
            return Result()
        if posting.stream is not None and claim.tried:
            return Result()  # it may have begun, and a stream can't be found again: better not seen than seen twice
        said = await self._post_once(claim, lease, posting, await self._resolve_target(posting.place, root, claim))
        if posting.session is not None:
            reached = await self._sessions.try_set_status(said.thread_target, posting.session, posting.title)
            said = said._replace(status_pending=not reached)
        rest = self._channel_pace.compute_rest(said.spot.channel)
        return Result(lambda uow: record_posted_message(uow, said), rest)

    async def _post_once(self, claim: Claim, lease: Lease, posting: BotMessage, spot: SlackTarget) -> PostedMessage:
        """What belongs to an interview begins a new thread where its own is gone: nobody is left without a question."""
        ts = await self._find_posted_before(spot, posting.id, claim)
        if ts is not None:
            return PostedMessage(posting, spot, ts)
        await lease.ensure_held()
        try:
            said = await self._begin_stream(spot, posting) or await self._outgoing.post_message(
                spot, build_message_content(posting), posting.id, broadcast=posting.broadcast
            )
        except SlackRefused as exc:
            if exc.code not in _NO_THREAD or spot.thread is None or posting.interview_id is None:
                raise
            log.info("Posting %s begins a new thread. %s", posting.id, exc)
            return await self._post_once(claim, lease, posting, SlackTarget(spot.channel))
        return PostedMessage(posting, spot, said)

    async def _begin_stream(self, spot: SlackTarget, posting: BotMessage) -> str | None:
        if posting.stream is None:
            return None
        return await self._streams.start(spot, build_message_content(posting), posting.stream.recipient)

    async def _resolve_target(self, place: Place, root: BotMessage | None, claim: Claim) -> SlackTarget:
        if place.thread is None and root is not None:
            if root.channel is None or root.ts is None:
                raise RetryLater(min(60.0, 2.0**claim.attempt), f"{root.id} does not stand yet.", counts=True)
            return SlackTarget(root.channel, root.place.thread or root.ts)
        if place.channel is not None:
            return SlackTarget(place.channel, place.thread)
        if place.person is None:
            raise PermanentFailure("A posting without a place.")
        return SlackTarget(await self._outgoing.open_direct_channel(place.person), place.thread)

    async def _find_posted_before(self, spot: SlackTarget, mark: str, claim: Claim) -> str | None:
        if not claim.tried:
            return None
        return await self._outgoing.find_message(spot, get_resend_window_start(claim), build_mark_matcher(mark))

    async def _handle_update(self, asked: UpdateMessage, claim: Claim, lease: Lease) -> Result:
        """What does not stand yet is said as it is by then; what is gone needs no change."""
        posting, _ = await load_queued_message(self._transactions, asked, claim)
        if posting.channel is None or posting.ts is None or not posting.parts:
            return Result()
        await lease.ensure_held()
        if posting.stream is not None:
            return await self._show_stream(posting, posting.stream, asked)
        return await self._change_message(posting)

    async def _show_stream(self, posting: BotMessage, stream: Stream, asked: UpdateMessage) -> Result:
        """Where it is no stream any more, or never was one, its message is changed, more rarely."""
        if asked.revision not in {None, posting.revision}:
            return Result()  # it reads differently by now, and that follows
        spot, ts, content = SlackTarget(posting.channel or ""), posting.ts or "", build_message_content(posting)
        taken = (
            await self._streams.append(spot, ts, content)
            if stream.open
            else await self._streams.stop(spot, ts, content, posting.id)
        )
        return Result(cooldown_seconds=self._pace) if taken else await self._change_message(posting, 3 * self._pace)

    async def _change_message(self, posting: BotMessage, rest: float = 0.0) -> Result:
        """Slack counts changes by themselves, and says so when they are too many: a question need not wait for them."""
        try:
            await self._outgoing.update_message(
                SlackTarget(posting.channel or ""), posting.ts or "", build_message_content(posting), posting.id
            )
        except SlackRefused as exc:
            if exc.code not in _CANNOT_CHANGE:
                raise
            log.info("Posting %s stays as it is. %s", posting.id, exc)
        return Result(cooldown_seconds=rest)

    # --- what is not kept -----------------------------------------------------------------------

    async def _handle_ephemeral(self, asked: PostEphemeral, claim: Claim, lease: Lease) -> Result:
        """Heard twice at worst, after a lost answer: nobody can look up what only one person sees.

        In direct messages nobody else listens; and whoever is not in the channel is told there too.
        """
        said, spot = MessageContent(asked.text, asked.blocks), SlackTarget(asked.channel, asked.thread)
        if is_direct_channel(spot.channel) or is_person(spot.channel):
            await self._post_direct_message(claim, lease, said, spot)
            return Result(cooldown_seconds=self._pace)
        await lease.ensure_held()
        try:
            await self._outgoing.post_ephemeral(spot, asked.person, said)
        except SlackRefused as exc:
            if exc.code not in _NOT_THERE:
                raise
            await self._post_direct_message(claim, lease, said, SlackTarget(asked.person))
        return Result(cooldown_seconds=self._pace)

    async def _post_direct_message(self, claim: Claim, lease: Lease, said: MessageContent, spot: SlackTarget) -> None:
        """As a direct message, once. A person stands for the root of their direct messages."""
        if is_person(spot.channel):
            spot = SlackTarget(await self._outgoing.open_direct_channel(spot.channel))
        if await self._find_posted_before(spot, claim.event.id, claim) is None:
            await lease.ensure_held()
            await self._outgoing.post_message(spot, said, claim.event.id)

    async def _handle_home_refresh(self, asked: RefreshHome, claim: Claim, lease: Lease) -> Result:
        """After that it rests for a while: the more there is to show, the longer, so that nobody's Home takes more than
        a small part of the time that there is, however much changes."""
        begun = time.perf_counter()
        view = await self._home_of(asked.person, asked.page)
        rest = self._pace * min(_LONGEST_REST, _REST * (time.perf_counter() - begun))
        await lease.ensure_held()
        try:
            await self._outgoing.publish_home(asked.person, view)
        except SlackRefused as exc:
            if exc.code not in _NO_HOME:
                raise
            log.info("The Home tab of %s is not shown. %s", asked.person, exc)
        return Result(cooldown_seconds=rest)

    async def _handle_session_status(self, asked: SetSession, claim: Claim, lease: Lease) -> Result:
        await lease.ensure_held()
        await self._sessions.set_status(SlackTarget(asked.channel, asked.thread), asked.status)
        return Result()

    async def _handle_answer(self, asked: ReplaceAnswer, claim: Claim, lease: Lease) -> Result:
        """Slack gives the address away for half an hour; after that the list stays as it was."""
        await lease.ensure_held()
        try:
            await self._outgoing.replace_answer(asked.url, MessageContent(asked.text, asked.blocks))
        except SlackRefused as exc:
            log.info("A list stays as it was. %s", exc)
        return Result()

    async def _handle_tick(self, asked: MarkRecorded, claim: Claim, lease: Lease) -> Result:
        """A courtesy: the receipt says it too, so nothing waits for it, and no refusal matters."""
        try:
            await self._outgoing.mark_message(asked.channel, asked.ts, _TICK, marked=asked.recorded)
        except SlackRefused as exc:
            log.info("The message %s gets no tick, or keeps it. %s", asked.ts, exc)
        return Result()

    async def _handle_replacement(self, asked: ReplaceDeleted, claim: Claim, lease: Lease) -> Result:
        said, spot = MessageContent(asked.text, asked.blocks), SlackTarget(asked.channel)
        await lease.ensure_held()
        try:
            await self._outgoing.update_message(spot, asked.ts, said, claim.event.id)
        except SlackRefused as exc:
            if exc.code not in _CANNOT_CHANGE:
                raise
            log.info("The message %s stays as it is. %s", asked.ts, exc)
        return Result(cooldown_seconds=self._pace)
