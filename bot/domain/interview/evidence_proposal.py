"""Proposal: a message that somebody would like to count as evidence for a pilot."""

from typing import NamedTuple

from bot.domain.core.people import Pilot
from bot.domain.messaging.message_source import Source


class Proposal(NamedTuple):
    pilot: Pilot
    source: Source
    author: str
    """Who wrote it: it counts only once they agree."""
