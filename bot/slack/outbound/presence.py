"""Presence: shows in a thread that somebody's words are being read; no more than a courtesy, so it never fails."""

from bot.domain.messaging.message_source import Source
from bot.slack.outbound.message_api import Spot
from bot.slack.outbound.sessions import Sessions


class SlackPresence:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def working(self, source: Source) -> None:
        await self._sessions.tried(Spot(source.channel, source.root), "processing")
