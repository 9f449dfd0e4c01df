"""Transaction: the connection and the moment of one transaction, and what has to follow its commit."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.domain.messaging.event import QueueName
from bot.storage.session.known_records import ProcessMemory, build_memory

T = TypeVar("T")


class TransactionRunner(Protocol):
    """Runs a step as a transaction of its own."""

    async def __call__(self, work: "Callable[[Transaction], T]") -> T: ...


EVERY_WORKSPACE = "*"
"""Of an operator, or of workers who look for what is to be done: no workspace has this id."""


class Traces:
    """Whether words that were written over may still stand in the files of a database: to clear them takes as long as
    a commit or two, so it is done when there is nothing else to do."""

    left = False


class Transaction:
    """`show_only` has the database itself show no other workspace's rows, where it can; `workspace_id`: the only one
    that this transaction is about, if it is about one."""

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        keep_still: Callable[[], None] = lambda: None,
        lock_audit_chain: Callable[[str], None] = lambda workspace: None,
        *,
        show_only: Callable[[str], None] = lambda workspace: None,
        workspace_id: str = EVERY_WORKSPACE,
    ) -> None:
        self.connection = connection
        self.now = now
        self._show_only = show_only
        self._bound_to = workspace_id
        self._shown = ""
        self.block_event_writes = keep_still
        """Has everybody else wait with adding and ending events until this transaction ends."""
        self.lock_audit_chain = lock_audit_chain
        """Has everybody else wait with appending to this workspace's trail until this transaction ends."""
        self.memory: ProcessMemory = build_memory()
        """Its own, unless its database has one for all."""
        self.after_commit: list[Callable[[], None]] = []
        """What may only be remembered once it is stored."""
        self.last_steps: list[Callable[[], None]] = []
        """What is to be done right before the commit, whatever else comes meanwhile."""
        self.has_erased_words = False
        """Whether somebody's words were taken out: the database then also clears its traces of them."""
        self.traces = Traces()
        """Its own, unless its database has one for all. Set where it need not be at once."""
        self.compacts = False
        """Whether the database is then also written anew, so that nothing of what was freed is left in it."""
        self.filled_lanes: set[QueueName] = set()
        """Lanes that got something to work: whoever waits for it is woken."""

    def enter(self, workspace_id: str) -> None:
        """From now on no other workspace's rows are there. Raises ValueError in a transaction about another one."""
        if self._bound_to not in {EVERY_WORKSPACE, workspace_id}:
            raise ValueError("a transaction of one workspace does not enter another")
        if workspace_id != self._shown:
            self._show_only(workspace_id)
            self._shown = workspace_id

    def run_last_steps(self) -> None:
        for step in self.last_steps:
            step()
