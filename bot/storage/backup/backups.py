"""Backing up and restoring: from the database that a URL names into a file, and back into one that is empty."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, inspect

from bot.domain.audit.act import Act
from bot.domain.core.errors import StorageFailed
from bot.storage.backup.postgres_copy import dump_postgres, load_postgres
from bot.storage.backup.sqlite_copy import copy_sqlite
from bot.storage.engine.database import utc_now
from bot.storage.engine.sqlite import SqliteStore
from bot.storage.engine.stores import Store, build_store
from bot.storage.repositories.audit import SqlAuditRepository
from bot.storage.session.failures import translate_errors
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import audit_acts
from bot.storage.workspaces import LOCAL_WORKSPACE

_KINDS = ((b"SQLite format 3\0", "SQLite"), (b"PGDMP", "PostgreSQL"))
_PATIENCE = 5.0


def back_up_database(url: str, file: Path, act: Act, *, overwrite: bool) -> None:
    """Also while it is served, and of a schema of before. `act` goes on record in it. Raises StorageFailed."""
    if file.exists() and not overwrite:
        raise StorageFailed(f"{file} is there already. Name another file, or add --overwrite.")
    store = build_store(url, _PATIENCE)
    if isinstance(store, SqliteStore):
        source = _require_file(store)
        if not source.exists():
            raise StorageFailed(f"There is no database at {source}: nothing to back up.")
        _copy_recorded(store, act, lambda: copy_sqlite(source, file))
    else:
        _copy_recorded(store, act, lambda: dump_postgres(store.url, file))


def restore_database(url: str, file: Path, *, overwrite: bool) -> None:
    """Nobody may serve it meanwhile. Raises StorageFailed, with everything as it was."""
    store, kind = build_store(url, _PATIENCE), _read_kind(file)
    wanted = "SQLite" if isinstance(store, SqliteStore) else "PostgreSQL"
    if kind != wanted:
        raise StorageFailed(f"{file} is a backup of {kind}, and DATABASE_URL names a database of {wanted}.")
    if isinstance(store, SqliteStore):
        _restore_sqlite(store, file, overwrite=overwrite)
    else:
        load_postgres(store.url, file, clean=_require_empty(store, overwrite=overwrite))


def _restore_sqlite(store: SqliteStore, file: Path, *, overwrite: bool) -> None:
    target = _require_file(store)
    if target.exists() and target.stat().st_size and not overwrite:
        raise _stands_there(store)
    with store.hold_alone():
        copy_sqlite(file, target)


def _require_empty(store: Store, *, overwrite: bool) -> bool:
    """Whether what stands there is to go first."""
    with translate_errors(store.display_location), _opened(store) as engine:
        used = bool(inspect(engine).get_table_names())
    if used and not overwrite:
        raise _stands_there(store)
    return used


def _stands_there(store: Store) -> StorageFailed:
    return StorageFailed(
        f"There is a database at {store.display_location} already. Name an empty one in DATABASE_URL, or add "
        "--overwrite: what stands there is lost then."
    )


def _copy_recorded(store: Store, act: Act, copy: Callable[[], object]) -> None:
    """On record before it is copied, and so in the copy; and as failed where there came to be none."""
    _record(store, act)
    try:
        copy()
    except BaseException:
        _record(store, act.model_copy(update={"outcome": "failed"}))
        raise


def _record(store: Store, act: Act) -> None:
    """Where there is a trail: a database of before has none."""
    with translate_errors(store.display_location), _opened(store) as engine:
        if not inspect(engine).has_table(audit_acts.name):
            return
        with engine.begin() as connection:
            transaction = Transaction(
                connection,
                utc_now(),
                lock_audit_chain=partial(store.lock_audit_chain, connection),
                show_only=partial(store.show_only, connection),
            )
            SqlAuditRepository(Scope(transaction, LOCAL_WORKSPACE)).append(act)
            transaction.run_last_steps()


@contextmanager
def _opened(store: Store) -> Iterator[Engine]:
    """Beside whoever serves it."""
    engine = store.open_engine(alone=False)
    try:
        yield engine
    finally:
        engine.dispose()


def _require_file(store: SqliteStore) -> Path:
    if store.path is None:
        raise StorageFailed("A database in memory has no file: name one in DATABASE_URL.")
    return store.path


def _read_kind(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            start = opened.read(16)
    except OSError as exc:
        raise StorageFailed(f"{file} can't be read: {(exc.strerror or str(exc)).lower()}.") from exc
    kind = next((kind for sign, kind in _KINDS if start.startswith(sign)), None)
    if kind is None:
        raise StorageFailed(f"{file} is no backup that `python -m bot backup` made.")
    return kind
