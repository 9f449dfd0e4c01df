"""Hurry: who people are, asked while Slack waits for an answer: what it doesn't tell in time is done without."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress

from bot.domain.core.errors import NotFound, SlackRefused, SlackUnavailable
from bot.domain.core.people import Person
from bot.services.conversation.context import Channel, Member
from bot.services.worker.handler import RetryLater
from bot.slack.workspace.directory import SlackDirectory

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds, of the three in which Slack wants its answer."""


class DirectoryWithDeadline:
    """For one answer: however many are asked about, it takes no longer than `PATIENCE`."""

    def __init__(self, directory: SlackDirectory, patience: float = PATIENCE) -> None:
        self._directory = directory
        self._until = asyncio.get_running_loop().time() + patience

    async def get_member(self, person_id: str) -> Member:
        """With the id for a name and nobody's time zone, where Slack is slow or in trouble."""
        with suppress(TimeoutError, SlackRefused, SlackUnavailable, RetryLater):
            async with asyncio.timeout_at(self._until):
                return await self._directory.get_member(person_id)
        log.info("Slack didn't tell in time who %s is.", person_id)
        return Member(Person(id=person_id, name=person_id), unknown=True)

    async def find_channel(self, channel_id: str) -> Channel | None:
        """None where Slack is slow, or doesn't let us see it."""
        with suppress(TimeoutError, SlackRefused, SlackUnavailable, RetryLater, NotFound):
            async with asyncio.timeout_at(self._until):
                return await self._directory.get_channel(channel_id)
        return None

    async def find_group_name(self, group_id: str) -> str | None:
        """Also where Slack is slow: None."""
        return await self._hurry(self._directory.find_group_name(group_id))

    async def find_channel_name(self, channel_id: str) -> str | None:
        return await self._hurry(self._directory.find_channel_name(channel_id))

    async def _hurry(self, asked: Awaitable[str | None]) -> str | None:
        with suppress(TimeoutError, RetryLater):
            async with asyncio.timeout_at(self._until):
                return await asked
        return None
