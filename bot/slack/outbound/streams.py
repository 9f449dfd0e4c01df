"""Streams: a message that grows while people wait, where a workspace shows one; else it is an ordinary message."""

import logging
from collections.abc import Awaitable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit.tasks import TASKS, build_task_chunks
from bot.slack.outbound.message_api import SlackTarget, build_mark_metadata
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

_NOT_HERE = frozenset(("feature_disabled", "missing_scope", "not_allowed_token_type", "unknown_method"))


class MessageStreams:
    """What is to be shown is kept before, so that nothing is lost with a stream. `team`: the id of the workspace."""

    def __init__(self, client: AsyncWebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._available = True

    async def start(self, spot: SlackTarget, content: MessageContent, recipient: str) -> str | None:
        """Its ts; None where it has to be said as an ordinary message. Raises as `translate_slack_errors` says."""
        chunks = _build_chunks(content)
        if not self._available or spot.thread is None or not chunks:
            return None
        try:
            with translate_slack_errors("chat.startStream"):
                answer = await self._client.chat_startStream(
                    channel=spot.channel,
                    thread_ts=spot.thread,
                    chunks=chunks,
                    recipient_user_id=recipient,
                    recipient_team_id=self._team or None,
                    task_display_mode="plan",
                )
        except SlackRefused as exc:
            self._available = exc.code not in _NOT_HERE
            log.info("Work is shown by an ordinary message. %s", exc)
            return None
        return str(answer["ts"])

    async def append(self, spot: SlackTarget, ts: str, content: MessageContent) -> bool:
        """False where the stream is over, or there never was one."""
        if not self._available:
            return False
        sent = self._client.chat_appendStream(channel=spot.channel, ts=ts, chunks=_build_chunks(content))
        return await _was_taken("chat.appendStream", sent)

    async def stop(self, spot: SlackTarget, ts: str, content: MessageContent, mark: str) -> bool:
        """With what it says for good. False where it has to be said by a change of the message."""
        if not self._available:
            return False
        sent = self._client.chat_stopStream(
            channel=spot.channel, ts=ts, chunks=_build_chunks(content), metadata=build_mark_metadata(mark)
        )
        return await _was_taken("chat.stopStream", sent)


async def _was_taken(method: str, call: Awaitable[Any]) -> bool:
    try:
        with translate_slack_errors(method):
            await call
    except SlackRefused as exc:
        log.info("A stream doesn't go on. %s", exc)
        return False
    return True


def _build_chunks(content: MessageContent) -> list[dict[str, Any]]:
    return [chunk for block in content.blocks if block.get("type") == TASKS for chunk in build_task_chunks(block)]
