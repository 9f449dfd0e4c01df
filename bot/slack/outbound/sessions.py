"""Sessions: what a thread with the agent looks like to people (thinking, waiting, at rest), as well as it goes."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused, SlackUnavailable
from bot.domain.messaging.message import SessionStatus
from bot.domain.messaging.message_source import MessageSource
from bot.services.worker.handler import RetryLater
from bot.slack.outbound.message_api import SlackTarget
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

_NOT_HERE = frozenset(("feature_disabled", "missing_scope", "not_allowed_token_type", "unknown_method"))
_LONGEST_TITLE = 200


class AgentSessions:
    """To be shared: a workspace without them is asked once; the messages say all that matters."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._available = True

    async def show_working(self, source: MessageSource) -> None:
        """Somebody's words are being read: a courtesy, so it never fails."""
        await self.try_set_status(SlackTarget(source.channel, source.root_ts), "processing")

    async def set_status(self, spot: SlackTarget, status: SessionStatus, title: str | None = None) -> None:
        """Never fails because Slack refuses; raises RetryLater and SlackUnavailable where it could work later."""
        if not self._available or spot.thread is None:
            return
        try:
            with translate_slack_errors("agents.sessions.setStatus"):
                await self._client.agents_sessions_setStatus(
                    channel_id=spot.channel,
                    status=status,
                    thread_ts=spot.thread,
                    title=title[:_LONGEST_TITLE] if title else None,
                )
        except SlackRefused as exc:
            if exc.code in _NOT_HERE:
                self._available = False
                log.warning("Nobody will see that I read or wait: this workspace has no agent sessions. %s", exc)
            else:
                log.info("A session's status is left as it is. %s", exc)

    async def try_set_status(self, spot: SlackTarget, status: SessionStatus, title: str | None = None) -> bool:
        """The same without raising; False where it is worth trying again later."""
        try:
            await self.set_status(spot, status, title)
        except (RetryLater, SlackUnavailable) as exc:
            log.info("A session's status has to wait. %s", exc)
            return False
        return True
