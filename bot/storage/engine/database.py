"""Database: opens the store that a URL names, and runs each piece of work as one transaction in one thread hop."""

import asyncio
import inspect
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from contextvars import copy_context
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine

from bot.domain.core.errors import StaleWrite, StorageFailed
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.answering import AnswerWatch
from bot.storage.engine.group_commit import GroupCommit, Step
from bot.storage.engine.neighbours import Neighbours
from bot.storage.engine.sqlite import IN_MEMORY
from bot.storage.engine.stores import build_store
from bot.storage.migrate import migrate_schema
from bot.storage.queue.claim_statements import QueueScope
from bot.storage.queue.claims import release_all_claims
from bot.storage.queue.notifier import Notifier, UntoldLanes
from bot.storage.queue.purge import STANDARD, KeptFor
from bot.storage.queue.queue import SqlEventQueue
from bot.storage.session.failures import translate_errors
from bot.storage.session.known_records import build_memory
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import EVERY_WORKSPACE, Traces, Transaction
from bot.storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")
_AGAIN = 4
_JITTER = 0.01
_SOON = 2.0
"""Seconds within which a door has to know whether what came is kept: Slack gives three."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Database:
    """Opened, locked and migrated when built. `patience`: seconds to wait while another program locks it.

    `now` tells the time of everything that waits, is leased or is due. `neighbours`: other processes that have the same
    file open, under a lock that `hold_database` has. `is_door`: many small steps may come at once, and nobody waits
    long: what waits for the one thread of a file becomes durable by one commit; a server's silence is told at once.
    """

    def __init__(
        self,
        url: str,
        *,
        patience: float = 5.0,
        now: Callable[[], datetime] = utc_now,
        neighbours: Neighbours | None = None,
        is_door: bool = False,
    ) -> None:
        self._now = now
        self._store = build_store(url, patience, neighbours)
        self._bell = Notifier()
        self._untold = UntoldLanes()
        self._memory, self._traces = build_memory(), Traces()
        self._threads = ThreadPoolExecutor(self._store.max_threads, thread_name_prefix="storage")
        self._closed = False
        alone = self._store.max_threads == 1
        self._group = GroupCommit(self._run_group) if is_door and alone else None
        self._watch = AnswerWatch(_SOON, self._store.display_location) if is_door and not alone else None
        try:
            self.engine = self._threads.submit(self._open_engine).result()
        except BaseException:
            self._threads.shutdown()
            raise

    @property
    def display_location(self) -> str:
        """Where it is, in words fit for a person."""
        return self._store.display_location

    @property
    def exposed_files(self) -> tuple[Path, ...]:
        """Of a database in files: those that others on this machine may read or write."""
        return self._store.exposed_files

    @cached_property
    def operator_queue(self) -> SqlEventQueue:
        """Of all workspaces: for operators."""
        return SqlEventQueue(self.run, self._listening_notifier)

    def get_workspace_queue(self, workspace_id: str, kept: KeptFor = STANDARD) -> SqlEventQueue:
        """For the workers of one workspace: another's events need another's tokens, and are none of their business."""
        return SqlEventQueue(self.run, self._listening_notifier, QueueScope(workspace_id), kept)

    def get_app_queue(self, client_id: str, kept: KeptFor = STANDARD) -> SqlEventQueue:
        """For the workers of an app that is installed in many workspaces: the events of all of them."""
        return SqlEventQueue(self.run, self._listening_notifier, QueueScope(client_id=client_id), kept)

    @cached_property
    def _listening_notifier(self) -> Notifier:
        """The bell, which other processes ring too from now on."""
        self._store.start_listening(self._bell)
        return self._bell

    @cached_property
    def has_second_wall(self) -> bool:
        """Whether the database itself keeps workspaces apart, should a statement forget to."""
        with translate_errors(self._store.display_location), self.engine.connect() as connection:
            return self._store.has_row_security(connection)

    def in_workspace(self, workspace_id: str) -> "WorkspaceTransactions":
        return WorkspaceTransactions(self, workspace_id)

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """For what is not of one workspace; everything else goes through `in_workspace`."""
        return await self.run_in(EVERY_WORKSPACE, work)

    async def run_in(self, workspace_id: str, work: Callable[[Transaction], T]) -> T:
        """One that is about this workspace and no other, whatever its statements say."""
        if self._watch is not None:
            return await self._watch.run(lambda: self._run_in(workspace_id, work))
        return await self._run_in(workspace_id, work)

    async def _run_in(self, workspace_id: str, work: Callable[[Transaction], T]) -> T:
        if self._group is not None:
            context = copy_context()
            step = Step(lambda tx: context.run(work, tx), workspace_id)
            self._group.add(step)
            self._threads.submit(self._group.run_waiting)
            result: T = await asyncio.shield(asyncio.wrap_future(step.outcome))
            return result
        run = partial(copy_context().run, self._run_transaction, work, workspace_id)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    async def release_all_claims(self) -> None:
        """For a file alone, and where no other process works: whoever held something is gone."""
        if self.engine.dialect.name == "sqlite":
            await self.run(release_all_claims)

    def close(self) -> None:
        """Waits for the work under way, then lets go of the database. Closing twice does no harm."""
        if not self._closed:
            self._closed = True
            self._threads.shutdown()
            self.engine.dispose()
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- in a storage thread -----------------------------------------------------------------

    def _open_engine(self) -> Engine:
        with translate_errors(self._store.display_location):
            engine = self._store.open_engine()
            try:
                migrate_schema(engine, self._store.lock_for_migration)
                if self._store.is_exclusive:
                    with engine.begin() as connection:
                        release_all_claims(Transaction(connection, self._now()))
            except BaseException:
                engine.dispose()
                self._store.close()
                raise
        return engine

    def _run_transaction(self, work: Callable[[Transaction], T], workspace_id: str) -> T:
        with translate_errors(self._store.display_location), self.engine.connect() as connection:
            with connection.begin():
                transaction = self._begin(connection, workspace_id)
                result = _reject_coroutine(work(transaction))
                transaction.run_last_steps()
            self._run_after_commit(transaction, connection)
        return result

    def _run_group(self, steps: list[Step]) -> list[Any]:
        """Of each step its result, or what undid it alone. Raises where none is stored."""
        if len(steps) == 1:
            return [self._run_transaction(steps[0].work, steps[0].workspace_id)]
        with translate_errors(self._store.display_location), self.engine.connect() as connection:
            with connection.begin():
                ended = [self._run_in_savepoint(step, connection) for step in steps]
            for transaction, _ in ended:
                self._run_after_commit(transaction, connection)
        return [result for _, result in ended]

    def _run_in_savepoint(self, step: Step, connection: Connection) -> tuple[Transaction, Any]:
        transaction = self._begin(connection, step.workspace_id)
        try:
            with translate_errors(self._store.display_location), connection.begin_nested():
                result = _reject_coroutine(step.work(transaction))
                transaction.run_last_steps()
            return transaction, result
        except Exception as error:  # it is handed to whoever waits for this step
            return Transaction(connection, transaction.now), error

    def _begin(self, connection: Connection, workspace_id: str) -> Transaction:
        store = self._store
        transaction = Transaction(
            connection,
            self._now(),
            partial(store.block_event_writes, connection),
            partial(store.lock_audit_chain, connection),
            show_only=partial(store.show_only, connection),
            workspace_id=workspace_id,
        )
        transaction.memory, transaction.traces = self._memory, self._traces
        transaction.enter(workspace_id)
        return transaction

    def _run_after_commit(self, transaction: Transaction, connection: Connection) -> None:
        """What was committed is committed: where this fails, the next checkpoint or the next look does it."""
        for lane in transaction.filled_lanes:
            self._bell.notify(lane)
        for step in transaction.after_commit:
            step()
        if transaction.compacts:
            self._memory.clear()
        with suppress(StorageFailed), translate_errors(self._store.display_location):
            if transaction.compacts:
                self._store.compact(connection.connection)
            if transaction.has_erased_words:
                self._traces.left = False
                self._store.clear_traces(connection.connection)
        if self._untold.add(transaction.filled_lanes):
            with suppress(RuntimeError):  # it is being closed: the others look by themselves
                self._threads.submit(self._notify_processes)

    def _notify_processes(self) -> None:
        """Of all that was filled meanwhile at once, and only after whoever filled it has their answer."""
        lanes = self._untold.take()
        with suppress(StorageFailed), translate_errors(self._store.display_location):
            self._store.notify_processes(lanes)


def is_for_one_service(url: str) -> bool:
    """Whether only one service can have it open, with all its processes. Raises StorageFailed."""
    return build_store(url, 0.0).is_exclusive


def is_for_one_process(url: str) -> bool:
    """Whether it is in the memory of whoever opens it. Raises StorageFailed."""
    return build_store(url, 0.0).url.database in IN_MEMORY


def hold_database(url: str, patience: float = 5.0) -> AbstractContextManager[None]:
    """Where only one service can have it open, that is whoever enters this, with all processes forked meanwhile; they
    open it as neighbours. Raises StorageFailed where another service has it."""
    return build_store(url, patience).hold_alone()


class WorkspaceTransactions:
    """The port Transactions: one workspace's view of the database."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        self._database = database
        self._workspace_id = workspace_id

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """A caller that is cancelled meanwhile does not undo the transaction.

        Where it had to give way to another, the work is done again on what stands then: it is a function of that.
        """
        for _ in range(_AGAIN):
            try:
                return await self._run_once(work)
            except StaleWrite:
                await asyncio.sleep(random.uniform(0, _JITTER))
        return await self._run_once(work)

    async def _run_once(self, work: Callable[[UnitOfWork], T]) -> T:
        workspace_id = self._workspace_id
        return await self._database.run_in(workspace_id, lambda tx: work(SqlUnitOfWork(Scope(tx, workspace_id))))


def _reject_coroutine(result: T) -> T:
    if inspect.iscoroutine(result):
        result.close()
        raise TypeError("a transaction is a plain function: nothing in it can be awaited")
    return result
