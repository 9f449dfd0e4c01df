"""SQLite: the engine for one file, and the lock that lets only one service open it. All SQL of SQLite's own is here."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

from bot.domain.core.errors import StorageFailed
from bot.domain.messaging.event import QueueName
from bot.storage.engine.neighbours import Neighbours
from bot.storage.queue.notifier import Notifier

IN_MEMORY = (None, "", ":memory:")


_NEXT = 0.0005
"""Seconds between two looks whether the file is free: SQLite itself would sleep for up to a hundred milliseconds."""
_DYING = 1.0
"""Seconds in which the processes of a service whose head was killed are gone."""


class SqliteStore:
    """One file (or memory), one connection, one thread; only when that has ended does another close it. `neighbours`:
    with whom this process shares the file, under the lock of whoever forked them."""

    max_threads = 1

    def __init__(self, url: URL, *, patience: float, neighbours: Neighbours | None = None) -> None:
        memory = url.database in IN_MEMORY
        self.path = None if memory else Path(url.database or "").expanduser().resolve()
        self.display_location = str(self.path or "in memory")
        self._lock: IO[str] | None = None
        self.url = url.set(drivername="sqlite", database=str(self.path) if self.path else ":memory:")
        self._patience = patience
        self._neighbours = neighbours

    @property
    def is_exclusive(self) -> bool:
        return self._neighbours is None

    @property
    def exposed_files(self) -> tuple[Path, ...]:
        """What others on this machine may read or write of it."""
        if self.path is None:
            return ()
        beside = [self.path.with_name(f"{self.path.name}{ending}") for ending in ("", "-wal", "-shm", ".lock")]
        return tuple(file for file in beside if file.exists() and file.stat().st_mode & 0o077)

    def open_engine(self, *, alone: bool = True) -> Engine:
        if self.path is not None and alone and self.is_exclusive:
            self._lock = _lock_database(self.path)
        engine = create_engine(
            self.url,
            poolclass=StaticPool,
            hide_parameters=True,
            connect_args={"timeout": self._patience, "check_same_thread": False},
        )
        event.listen(engine, "connect", _configure_connection)
        if self.path is None or self._neighbours is None:
            event.listen(engine, "begin", _begin_immediate)
        else:
            self._lock = _open_private(_name_lock(self.path))
            event.listen(engine, "begin", partial(_begin_in_turn, lock=self._lock, patience=self._patience))
        return engine

    @contextmanager
    def hold_alone(self) -> Iterator[None]:
        """Nobody else opens it meanwhile. Raises StorageFailed where somebody has."""
        if self.path is None:
            yield
        else:
            with closing(_lock_database(self.path)):
                yield

    def close(self) -> None:
        if self._neighbours is not None:
            self._neighbours.stop_listening()
        if self._lock is not None:
            self._lock.close()

    def lock_for_migration(self, connection: Connection) -> None:
        """It is: nobody else can open the file."""

    def block_event_writes(self, connection: Connection) -> None:
        """Nobody else writes while it lasts anyway."""

    def lock_audit_chain(self, connection: Connection, workspace_id: str) -> None:
        """Nobody else writes while it lasts anyway."""

    def show_only(self, connection: Connection, workspace_id: str) -> None:
        """It has no such wall: each statement names its workspace, and tests see to that."""

    def has_row_security(self, connection: Connection) -> bool:
        return False

    def notify_processes(self, lanes: Collection[QueueName]) -> None:
        if self._neighbours is not None:
            self._neighbours.notify(lanes)

    def start_listening(self, bell: Notifier) -> None:
        if self._neighbours is not None:
            self._neighbours.start_listening(bell)

    def compact(self, connection: PoolProxiedConnection) -> None:
        """Writes the file anew without what is free in it. secure_delete has cleared what was deleted, but not what
        was left where rows were moved to make room."""
        connection.cursor().execute("VACUUM")

    def clear_traces(self, connection: PoolProxiedConnection) -> None:
        """Clears the log of what was overwritten: secure_delete has cleared it in the file itself.

        What was stored is stored: if the log cannot be cleared now, the next checkpoint does it.
        """
        with suppress(sqlite3.Error):
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _lock_database(database: Path) -> IO[str]:
    """Held until it is closed or the process ends: the operating system frees it, even after kill -9.

    The lock stands on a file beside the database. On the database itself it would undo SQLite's own locks.
    """
    path = _name_lock(database)
    try:
        database.parent.mkdir(mode=0o700, exist_ok=True)
        with ExitStack() as opened:
            lock = opened.enter_context(_open_private(path))
            if not _wait_until(partial(_try_to_lock, lock), _DYING):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            if not database.exists():
                _open_private(database).close()  # SQLite gives its log the rights of this file
            opened.pop_all()
            return lock
    except BlockingIOError as exc:
        holder = path.read_text(encoding="utf-8")
        raise StorageFailed(
            f"The database {database} is in use by another Flightplan{f' (process {holder})' if holder else ''}. "
            "Stop that one, or name another file in DATABASE_URL."
        ) from exc
    except OSError as exc:
        why = (exc.strerror or str(exc)).lower()
        raise StorageFailed(
            f"The database {database} cannot be opened: {why}. Check that its directory exists and may be written."
        ) from exc


def _name_lock(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")


def _try_to_lock(lock: IO[str]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _wait_until(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_NEXT)
    return True


def _open_private(path: Path) -> IO[str]:
    """Made for whoever runs this alone; the rights of one that is there are its owner's affair."""

    def make_private(name: str, flags: int) -> int:
        return os.open(name, flags, mode=0o600)

    return open(path, "a+", encoding="utf-8", opener=make_private)


def _configure_connection(connection: DBAPIConnection, _record: object) -> None:
    # The driver must not begin transactions by itself: _begin does, at once and for writing.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_in_turn(connection: Connection, lock: IO[str], patience: float) -> None:
    """One process writes, one is next, the others wait behind it: whoever works without a pause would otherwise have
    the file again before anybody who waits has seen that it is free."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    cursor = driver.cursor()
    try:
        cursor.execute("PRAGMA busy_timeout = 0")  # SQLite would sleep longer and longer
        if not _wait_until(partial(_try_to_be_next, lock), patience) or not _wait_until(
            partial(_try_to_begin, cursor), patience
        ):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # which says what is in the way
    finally:
        fcntl.lockf(lock, fcntl.LOCK_UN, 1)
        cursor.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
        cursor.close()


def _try_to_be_next(lock: IO[str]) -> bool:
    """On a byte of the file whose flock is held for all the processes: this one each of them has for itself."""
    with suppress(BlockingIOError, PermissionError):
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
        return True
    return False


def _try_to_begin(cursor: DBAPICursor) -> bool:
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as exc:
        if exc.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True
