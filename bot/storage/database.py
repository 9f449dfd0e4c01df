"""Database: opens the store that a URL names, and runs each piece of work as one transaction in one thread hop."""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Self, TypeVar

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import StorageFailed
from bot.services.ports import UnitOfWork
from bot.storage.failures import translated
from bot.storage.migrate import migrate
from bot.storage.scope import Scope
from bot.storage.sqlite import SqliteStore
from bot.storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


class Database:
    """Opened, locked and migrated when built. `patience`: seconds to wait while another program locks it.

    `now` tells the time of everything that waits, is leased or is due.
    """

    def __init__(self, url: str, *, patience: float = 5.0, now: Callable[[], datetime] = utc_now) -> None:
        self.now = now
        self._store = _store(url, patience)
        self._threads = ThreadPoolExecutor(self._store.threads, thread_name_prefix="storage")
        self._closed = False
        try:
            self.engine = self._threads.submit(self._open).result()
        except BaseException:
            self._threads.shutdown()
            raise

    @property
    def place(self) -> str:
        """Where it is, in words fit for a person."""
        return self._store.place

    def in_workspace(self, workspace_id: str) -> "WorkspaceTransactions":
        return WorkspaceTransactions(self, workspace_id)

    async def transact(self, workspace_id: str, work: Callable[[UnitOfWork], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._transact, workspace_id, work)

    def close(self) -> None:
        """Waits for the work under way, then lets go of the file. Closing twice does no harm."""
        if not self._closed:
            self._closed = True
            self._threads.submit(self.engine.dispose).result()
            self._threads.shutdown()
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- in the storage thread ---------------------------------------------------------------

    def _open(self) -> Engine:
        with translated(self._store.place):
            engine = self._store.open()
            try:
                migrate(engine)
            except BaseException:
                engine.dispose()
                self._store.close()
                raise
        return engine

    def _transact(self, workspace_id: str, work: Callable[[UnitOfWork], T]) -> T:
        with translated(self._store.place), self.engine.connect() as connection:
            with connection.begin():
                scope = Scope(connection, workspace_id, self.now())
                result = _not_awaitable(work(SqlUnitOfWork(scope)))
            if scope.erased:
                self._store.forget(connection.connection)
        return result


class WorkspaceTransactions:
    """The port Transactions: one workspace's view of the database."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        self._database = database
        self._workspace_id = workspace_id

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """A caller that is cancelled meanwhile does not undo the transaction."""
        return await self._database.transact(self._workspace_id, work)


def _store(url: str, patience: float) -> SqliteStore:
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise StorageFailed("DATABASE_URL is no database address. Write sqlite:///PATH/TO/FILE.db.") from exc
    if parsed.get_backend_name() != "sqlite":
        raise StorageFailed(
            f"Databases of the kind {parsed.get_backend_name()} are not served. Write sqlite:///FILE.db."
        )
    return SqliteStore(parsed, patience=patience)


def _not_awaitable(result: T) -> T:
    if inspect.iscoroutine(result):
        result.close()
        raise TypeError("a transaction is a plain function: nothing in it can be awaited")
    return result
