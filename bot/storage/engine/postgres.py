"""PostgreSQL: the engine for one server, for several processes at once. All SQL of PostgreSQL's own is here.

Words that were taken back leave their row at once, but not the disk: what PostgreSQL overwrites stays in its files
until vacuum, and in its write-ahead log, archives and backups for as long as those are kept. There is nothing like
SQLite's secure_delete; whoever must forget for certain has to bound those.
"""

import json
from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.domain.messaging.event import QueueName
from bot.storage.queue.notifier import Notifier
from bot.storage.queue.postgres_listener import CHANNEL, NotificationListener
from bot.storage.session.transaction import EVERY_WORKSPACE
from bot.storage.tables import metadata

_NOTICE_SILENCE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""A server that is gone without a word is given up after ten seconds, not after a quarter of an hour."""
_MIGRATING = 7_305_811_243
"""Any number, as long as no other program takes the same lock in the same database."""

_SHOW_ONLY = "SELECT set_config('flightplan.workspace', %s, true)"
"""For the transaction alone; see v0016_row_security."""
_IS_BOUND = "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
_LOCK_CHAIN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class PostgresStore:
    """`patience`: seconds to wait for the server, and for rows that somebody else has locked."""

    max_threads = 8
    is_exclusive = False
    exposed_files = ()

    def __init__(self, url: URL, *, patience: float) -> None:
        self.url = url.set(drivername="postgresql+psycopg")
        self.display_location = str(
            URL.create("postgresql", url.username, host=url.host, port=url.port, database=url.database)
        )
        self._patience = patience
        self._me = uuid4().hex
        """Tells apart the processes that tell each other: what one told itself it has heard already."""
        self._listener: NotificationListener | None = None

    def open_engine(self, *, alone: bool = True) -> Engine:
        self._engine = create_engine(
            self.url,
            pool_size=self.max_threads,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": max(2, round(self._patience)), **_NOTICE_SILENCE},
        )
        event.listen(self._engine, "connect", partial(_configure_connection, patience=self._patience))
        return self._engine

    def hold_alone(self) -> AbstractContextManager[None]:
        """A server is for any number of services."""
        return nullcontext()

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()

    def lock_for_migration(self, connection: Connection) -> None:
        """Two processes that start together take turns; whoever waits does so for as long as the other takes."""
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        self.show_only(connection, EVERY_WORKSPACE)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")

    def block_event_writes(self, connection: Connection) -> None:
        """Waits for those who are at it; who comes after that waits for us."""
        connection.exec_driver_sql("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE")

    def lock_audit_chain(self, connection: Connection, workspace_id: str) -> None:
        """The newest row can't be locked in its place: who waited for it would not see the one that came meanwhile."""
        connection.exec_driver_sql(_LOCK_CHAIN, (f"flightplan audit {workspace_id}",))

    def show_only(self, connection: Connection, workspace_id: str) -> None:
        connection.exec_driver_sql(_SHOW_ONLY, (workspace_id,))

    def has_row_security(self, connection: Connection) -> bool:
        """Superusers and roles with BYPASSRLS pass by every policy, whatever the tables say."""
        return bool(connection.exec_driver_sql(_IS_BOUND).scalar_one())

    def compact(self, connection: PoolProxiedConnection) -> None:
        """Frees what was overwritten, in a session of its own: vacuum stands in no transaction."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as apart:
            apart.exec_driver_sql(f"VACUUM {', '.join(sorted(metadata.tables))}")

    def clear_traces(self, connection: PoolProxiedConnection) -> None:
        """There is nothing that could be done: see the head of this module."""

    def notify_processes(self, lanes: Collection[QueueName]) -> None:
        """In a transaction of its own: those that notify are committed one after the other."""
        message = json.dumps({"from": self._me, "lanes": sorted(lanes)})
        with self._engine.begin() as connection:
            connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (CHANNEL, message))

    def start_listening(self, bell: Notifier) -> None:
        _, address = self._engine.dialect.create_connect_args(self._engine.url)
        self._listener = NotificationListener({"connect_timeout": 5, **address}, self._me, bell)


def _configure_connection(connection: DBAPIConnection, _record: object, *, patience: float) -> None:
    """A process that was frozen within a transaction must not hold its rows for ever."""
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {round(patience * 1000)}")
    cursor.execute("SET idle_in_transaction_session_timeout = 60000")
    cursor.execute("SET flightplan.workspace = ''")  # no workspace: whoever doesn't say which sees nothing
    cursor.close()
    connection.commit()
