"""Stores: the kinds of databases that are served, and which of them a URL names."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.core.errors import StorageFailed
from bot.domain.messaging.event import QueueName
from bot.storage.engine.neighbours import Neighbours
from bot.storage.engine.sqlite import SqliteStore
from bot.storage.queue.notifier import Notifier


class Store(Protocol):
    """What one kind of database does in its own way."""

    @property
    def max_threads(self) -> int:
        """How many transactions may run side by side."""

    @property
    def is_exclusive(self) -> bool:
        """Whether only one process can have it open."""

    @property
    def display_location(self) -> str:
        """Where it is, in words fit for a person."""

    @property
    def exposed_files(self) -> tuple[Path, ...]:
        """Of a database in files: those that others on this machine may read or write."""

    @property
    def url(self) -> URL:
        """As it is opened."""

    def open_engine(self, *, alone: bool = True) -> Engine:
        """`alone`: where only one process can have it open, this one does."""

    def close(self) -> None: ...

    def hold_alone(self) -> AbstractContextManager[None]:
        """No other service opens it meanwhile, where only one can have it. Raises StorageFailed where one has."""

    def lock_for_migration(self, connection: Connection) -> None:
        """Until the transaction ends, nobody else migrates."""

    def block_event_writes(self, connection: Connection) -> None:
        """Until the transaction ends, nobody else adds or ends events."""

    def lock_audit_chain(self, connection: Connection, workspace_id: str) -> None:
        """Until the transaction ends, nobody else appends to this workspace's trail."""

    def show_only(self, connection: Connection, workspace_id: str) -> None:
        """Until the transaction ends, or this is called again, the rows of other workspaces are not there, where the
        database can do that. EVERY_WORKSPACE: all are."""

    def has_row_security(self, connection: Connection) -> bool:
        """Whether it can, for the role that we connect as."""

    def compact(self, connection: PoolProxiedConnection) -> None:
        """Frees what was overwritten, so that nothing of it is left where rows no longer are."""

    def clear_traces(self, connection: PoolProxiedConnection) -> None:
        """Clears the traces of what was overwritten or taken out."""

    def notify_processes(self, lanes: Collection[QueueName]) -> None:
        """Wakes the workers of other processes: these lanes got something to work."""

    def start_listening(self, bell: Notifier) -> None:
        """Has the bell rung when another process fills a lane."""


def build_store(url: str, patience: float, neighbours: Neighbours | None = None) -> Store:
    """`neighbours`: with whom a file is shared; a server tells its clients of each other by itself."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:
        raise StorageFailed(f"DATABASE_URL is no database address. {_WRITE} {_ESCAPE}") from exc
    if "@" in (parsed.host or ""):  # of the password, a part: it must not be shown
        raise StorageFailed(f"DATABASE_URL has more than one @. {_ESCAPE}")
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        return SqliteStore(parsed, patience=patience, neighbours=neighbours)
    if kind in {"postgresql", "postgres"}:
        from bot.storage.engine.postgres import PostgresStore  # noqa: PLC0415 - its driver takes time to load

        return PostgresStore(parsed, patience=patience)
    raise StorageFailed(f"Databases of the kind {kind} are not served. {_WRITE}")


_WRITE = "Write sqlite:///PATH/TO/FILE.db or postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
_ESCAPE = "In a password write @ as %40, : as %3A, / as %2F, # as %23 and % as %25; a port is a number."
