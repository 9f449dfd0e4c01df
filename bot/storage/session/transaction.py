"""Transaction: the connection and the moment of one transaction, and what has to follow its commit."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.domain.messaging.event import QueueName

T = TypeVar("T")


class TransactionRunner(Protocol):
    """Runs a step as a transaction of its own."""

    async def __call__(self, work: "Callable[[Transaction], T]") -> T: ...


class Transaction:
    def __init__(
        self,
        connection: Connection,
        now: datetime,
        keep_still: Callable[[], None] = lambda: None,
        lock_audit_chain: Callable[[str], None] = lambda workspace: None,
    ) -> None:
        self.connection = connection
        self.now = now
        self.block_event_writes = keep_still
        """Has everybody else wait with adding and ending events until this transaction ends."""
        self.lock_audit_chain = lock_audit_chain
        """Has everybody else wait with appending to this workspace's trail until this transaction ends."""
        self.last_steps: list[Callable[[], None]] = []
        """What is to be done right before the commit, whatever else comes meanwhile."""
        self.has_erased_words = False
        """Whether somebody's words were taken out: the database then also clears its traces of them."""
        self.compacts = False
        """Whether the database is then also written anew, so that nothing of what was freed is left in it."""
        self.filled_lanes: set[QueueName] = set()
        """Lanes that got something to work: whoever waits for it is woken."""

    def run_last_steps(self) -> None:
        for step in self.last_steps:
            step()
