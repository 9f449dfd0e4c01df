"""Failures: what a database driver complains of, as one clear line for the person who runs Flightplan."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.domain.errors import StorageFailed

_KNOWN = (
    ("not a database", "is not a database file. Name another file, or move this one away."),
    ("malformed", "is damaged. Restore it from a backup."),
    (
        "disk is full",
        "cannot grow: the disk is full. Nothing of this step was stored; free some space, then try again.",
    ),
    ("disk i/o error", "cannot be read or written: the disk reports an error. Nothing of this step was stored."),
    ("readonly", "cannot be written: the file or its directory is read-only. Change its permissions."),
    ("unable to open", "cannot be opened. Check that its directory exists and may be read and written."),
    ("is locked", "is locked by another program. Close that program, then try again; nothing of this step was stored."),
)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turns what the driver raises into StorageFailed, naming the place."""
    try:
        yield
    except StatementError as exc:
        raise StorageFailed(f"The database {place} {_complaint(exc)}") from exc
    except SQLAlchemyError as exc:
        raise StorageFailed(f"The database {place} cannot be used: {type(exc).__name__}.") from exc


def _complaint(exc: StatementError) -> str:
    # The driver's own words only: SQLAlchemy's would quote the statement and with it what people said.
    words = str(exc.orig).strip().splitlines()[0] if exc.orig and str(exc.orig).strip() else type(exc).__name__
    return next((says for sign, says in _KNOWN if sign in words.lower()), f"refused: {words}.")
