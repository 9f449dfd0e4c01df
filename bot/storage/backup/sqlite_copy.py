"""Copies of a SQLite file, by the database's own online backup: what others write meanwhile is in it whole or not."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bot.domain.core.errors import StorageFailed

_BESIDE = ("-wal", "-shm")
_OURS = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'interviews')"


def copy_sqlite(source: Path, target: Path) -> None:
    """What stands at the target is replaced at once and whole, or not at all. Raises StorageFailed."""
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode=0o600))  # people's words stand in it
        _fill(source, part)
        for ending in _BESIDE:  # of the database before: its log must not be taken for one of this
            target.with_name(target.name + ending).unlink(missing_ok=True)
        part.replace(target)
    except sqlite3.Error as exc:
        raise StorageFailed(f"{source} can't be copied: {exc}.") from exc
    except OSError as exc:
        raise StorageFailed(f"{target} can't be written: {(exc.strerror or str(exc)).lower()}.") from exc
    finally:
        part.unlink(missing_ok=True)


def _fill(source: Path, part: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as standing,
        closing(sqlite3.connect(part)) as copy,
    ):
        standing.backup(copy)  # in one step: one moment of it, however much is written meanwhile
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise StorageFailed(f"{source} is damaged.")
        if copy.execute(_OURS).fetchone() != (2,):
            raise StorageFailed(f"{source} is no database of Flightplan.")
