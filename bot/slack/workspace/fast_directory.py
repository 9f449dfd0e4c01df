"""Hurry: who people are, asked while Slack waits for an answer: what it doesn't tell in time is done without."""

import asyncio
import logging
from contextlib import suppress

from bot.domain.core.errors import SlackRefused, SlackUnavailable
from bot.domain.core.people import Person
from bot.services.conversation.context import Member
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

    async def person(self, person_id: str) -> Member:
        """With the id for a name and nobody's time zone, where Slack is slow or in trouble."""
        with suppress(TimeoutError, SlackRefused, SlackUnavailable, RetryLater):
            async with asyncio.timeout_at(self._until):
                return await self._directory.get_member(person_id)
        log.info("Slack didn't tell in time who %s is.", person_id)
        return Member(Person(id=person_id, name=person_id))
