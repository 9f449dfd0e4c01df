"""Proposal: a message that somebody would like to count as evidence for a pilot."""

from typing import NamedTuple

from bot.domain.core.people import Pilot
from bot.domain.messaging.message_source import MessageSource


class EvidenceProposal(NamedTuple):
    pilot: Pilot
    source: MessageSource
    author: str
    """Who wrote it: it counts only once they agree."""
