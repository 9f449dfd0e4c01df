"""Outgoing: one message said, changed, whispered or found again, within what this workspace can show."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NamedTuple

from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage, MessageContent
from bot.slack.blocks.kit.elements import FALLBACK, build_message
from bot.slack.blocks.kit.newer_blocks import NEWER_KINDS, list_newer_kinds, replace_newer_blocks
from bot.slack.blocks.kit.text import truncate_mrkdwn
from bot.slack.transport.calls import translate_slack_errors

EVENT_TYPE = "flightplan"
_DIRECT_CHANNELS, _A_DAY = 2000, 86_400.0
_CLOCKS_APART = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""
_NOT_SHOWABLE = frozenset(("invalid_blocks", "invalid_blocks_format", "invalid_arguments"))
_PAGE, _MOST_PAGES = 200, 20
_NOTHING_TO_SEE = frozenset(("thread_not_found", "message_not_found", "channel_not_found", "not_in_channel"))


class SlackTarget(NamedTuple):
    """Where Slack is told to put something."""

    channel: str
    thread: str | None = None


SlackMessage = Mapping[str, Any]
Call = Callable[[MessageContent], Awaitable[AsyncSlackResponse]]


class SlackMessageApi:
    """Everything raises as `translate_slack_errors` says."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._direct: TTLCache[str, str] = TTLCache(_DIRECT_CHANNELS, _A_DAY)
        self._refused: TTLCache[str, bool] = TTLCache(len(NEWER_KINDS), _A_DAY)

    async def open_direct_channel(self, person: str) -> str:
        """The channel of the direct messages with a person."""
        if known := self._direct.get(person):
            return known
        with translate_slack_errors("conversations.open"):
            answer = await self.client.conversations_open(users=person)
        self._direct[person] = channel = str(answer["channel"]["id"])
        return channel

    async def post_message(
        self, spot: SlackTarget, content: MessageContent, mark: str, *, broadcast: bool = False
    ) -> str:
        """Its ts. `mark` is what it can be found again by, should the answer get lost."""

        async def post(shown: MessageContent) -> AsyncSlackResponse:
            return await self.client.chat_postMessage(
                channel=spot.channel,
                thread_ts=spot.thread,
                **_build_message_fields(shown),
                metadata=build_mark_metadata(mark),
                unfurl_links=False,
                unfurl_media=False,
                reply_broadcast=broadcast if spot.thread else None,
            )

        return str((await self._call("chat.postMessage", content, post))["ts"])

    async def update_message(self, spot: SlackTarget, ts: str, content: MessageContent, mark: str) -> None:
        async def update(shown: MessageContent) -> AsyncSlackResponse:
            return await self.client.chat_update(
                channel=spot.channel, ts=ts, **_build_message_fields(shown), metadata=build_mark_metadata(mark)
            )

        await self._call("chat.update", content, update)

    async def post_ephemeral(self, spot: SlackTarget, person: str, content: MessageContent) -> None:
        async def post(shown: MessageContent) -> AsyncSlackResponse:
            return await self.client.chat_postEphemeral(
                channel=spot.channel, user=person, thread_ts=spot.thread, **_build_message_fields(shown)
            )

        await self._call("chat.postEphemeral", content, post)

    async def mark_message(self, channel: str, ts: str, name: str, *, marked: bool) -> None:
        """With a reaction of ours, or without it."""
        call = self.client.reactions_add if marked else self.client.reactions_remove
        with translate_slack_errors("reactions.add" if marked else "reactions.remove"):
            await call(channel=channel, timestamp=ts, name=name)

    async def replace_answer(self, url: str, content: MessageContent) -> None:
        """A message by the address that came with a click in it, which needs no token."""
        hook = AsyncWebhookClient(url, session=self.client.session, timeout=self.client.timeout)
        shown = replace_newer_blocks(content, tuple(self._refused))
        with translate_slack_errors("a response URL"):
            for tried in (shown.blocks, replace_newer_blocks(content).blocks):
                told = await hook.send(
                    text=content.text, blocks=list(tried), replace_original=True, response_type="ephemeral"
                )
                if told.status_code == HTTPStatus.OK:
                    return
        raise SlackRefused(f"Slack refused a response URL: {told.body[:100]}.", told.body[:100])

    async def publish_home(self, person: str, view: dict[str, Any]) -> None:
        """A Home tab."""

        async def publish(shown: MessageContent) -> AsyncSlackResponse:
            return await self.client.views_publish(user_id=person, view={**view, "blocks": list(shown.blocks)})

        await self._call("views.publish", MessageContent("", tuple(view["blocks"])), publish)

    async def _call(self, method: str, content: MessageContent, call: Call) -> AsyncSlackResponse:
        """What this workspace can't show yet is said in older blocks, and remembered for a day: a refusal doesn't tell
        which block it is of, so each kind is left out alone, then all."""
        shown = replace_newer_blocks(content, tuple(self._refused))
        kinds = list_newer_kinds(shown)
        alone = ((kind,) for kind in kinds if len(kinds) > 1)
        return await self._call_without(((), *alone, *([kinds] if kinds else [])), method, shown, call)

    async def _call_without(
        self, tries: Sequence[tuple[str, ...]], method: str, content: MessageContent, call: Call
    ) -> AsyncSlackResponse:
        """`tries`: the kinds of blocks to do without, one set after the other until Slack takes it."""
        without, *rest = tries
        try:
            with translate_slack_errors(method):
                answer = await call(replace_newer_blocks(content, without))
        except SlackRefused as exc:
            if not rest or exc.code not in _NOT_SHOWABLE:
                raise
            return await self._call_without(rest, method, content, call)
        self._refused.update(dict.fromkeys(without, True))
        return answer

    async def find_message(self, spot: SlackTarget, since: float, wanted: Callable[[SlackMessage], bool]) -> str | None:
        """The ts of a message that was said there since then."""
        cursor = ""
        for _ in range(_MOST_PAGES):
            try:
                page = await self._load_message_page(spot, since, cursor)
            except SlackRefused as exc:
                if exc.code in _NOTHING_TO_SEE:
                    return None
                raise
            found = next((message for message in page["messages"] if wanted(message)), None)
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if found is not None or not cursor:
                return None if found is None else str(found["ts"])
        return None

    async def _load_message_page(self, spot: SlackTarget, since: float, cursor: str) -> AsyncSlackResponse:
        window = {"oldest": f"{since:.6f}", "limit": _PAGE, "include_all_metadata": True}
        if cursor:
            window["cursor"] = cursor
        if spot.thread is None:
            with translate_slack_errors("conversations.history"):
                return await self.client.conversations_history(channel=spot.channel, **window)  # type: ignore[arg-type]
        with translate_slack_errors("conversations.replies"):
            return await self.client.conversations_replies(channel=spot.channel, ts=spot.thread, **window)  # type: ignore[arg-type]


def get_resend_window_start(claim: Claim) -> float:
    """Since when something may stand in Slack that an event put there: not before it was to be said."""
    return (claim.received_at - _CLOCKS_APART).timestamp()


def build_mark_matcher(mark: str) -> Callable[[SlackMessage], bool]:
    """Whether a message is the one that was said with this mark."""

    def is_it(message: SlackMessage) -> bool:
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        return metadata.get("event_type") == EVENT_TYPE and payload.get("posting") == mark

    return is_it


def build_mark_metadata(mark: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"posting": mark}}


def _build_message_fields(shown: MessageContent) -> dict[str, Any]:
    return {"text": shown.text, "blocks": list(shown.blocks)}


def build_message_content(posting: BotMessage) -> MessageContent:
    """All its parts as one message; its notification begins with what is wanted."""
    blocks = [block for part in posting.parts for block in part.blocks]
    words = "\n".join(part.text for part in sorted(posting.parts, key=lambda part: not part.wants) if part.text)
    return build_message(words, *blocks) if blocks else MessageContent(truncate_mrkdwn(words, FALLBACK), ())
