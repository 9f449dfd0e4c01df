"""The port of the audit trail."""

from datetime import datetime
from typing import Protocol

from bot.domain.audit.act import Act
from bot.domain.audit.chain import ChainedAct


class AuditRepository(Protocol):
    """Append only, but for what is older than it is kept for. It holds nobody's words."""

    def append(self, act: Act) -> None:
        """At the end of the chain, when the transaction ends; whoever appends at the same moment takes their turn."""

    def count_done(self, person: str, name: str, since: datetime) -> int:
        """How often they did this after a moment; what was refused doesn't count."""

    def list_after(self, number: int, most: int) -> tuple[ChainedAct, ...]:
        """At most so many of those that follow this row, in order; from 0 on all that are kept."""

    def prune(self, before: datetime, at: datetime) -> int:
        """Takes out what was done before a moment, and appends where the chain begins from now on. Returns how many
        rows went."""
