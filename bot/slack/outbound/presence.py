"""Presence: shows in a thread that somebody's words are being read; no more than a courtesy, so it never fails."""

from bot.domain.messaging.message_source import MessageSource
from bot.slack.outbound.message_api import SlackTarget
from bot.slack.outbound.sessions import AgentSessions


class SlackPresence:
    def __init__(self, sessions: AgentSessions) -> None:
        self._sessions = sessions

    async def show_working(self, source: MessageSource) -> None:
        await self._sessions.try_set_status(SlackTarget(source.channel, source.root_ts), "processing")
