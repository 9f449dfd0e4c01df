"""Failures: what a database driver complains of, as one clear line for the person who runs Flightplan."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from bot.domain.core.errors import StaleWrite, StorageFailed, StorageUnavailable

_START = "Check that the server runs and that DATABASE_URL names its host and port."
_WHOLE = "This step was stored whole or not at all; try again."
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
    ("connection refused", f"cannot be reached: nothing answers there. {_START}"),
    ("no such file or directory", f"cannot be reached: nothing answers there. {_START}"),
    ("failed to resolve host", "cannot be reached: there is no such host. Check DATABASE_URL."),
    ("timeout expired", f"cannot be reached: it does not answer. {_START}"),
    (r'database ".*" does not exist', "does not exist on this server. Create it, or check DATABASE_URL."),
    (
        r'role ".*" does not exist|password authentication failed',
        "refused the user or the password. Check DATABASE_URL.",
    ),
    ("no password supplied", "wants a password. Write it into DATABASE_URL: postgresql://USER:PASSWORD@HOST/DATABASE."),
    ("too many clients", "has no connection left. Allow it more (max_connections), or run fewer processes."),
    ("read-only transaction", "cannot be written: the server is a read-only copy. Name the primary in DATABASE_URL."),
    ("server closed the connection", f"lost the connection. {_WHOLE}"),
    ("terminating connection", f"lost the connection. {_WHOLE}"),
    ("lock timeout", "is busy: something else holds the same rows. Nothing of this step was stored; try again."),
    ("is locked", "is locked by another program. Close that program, then try again; nothing of this step was stored."),
)


_OVERTAKEN = {"40001", "40P01"}
"""What PostgreSQL calls it when one of two transactions had to give way to the other."""


@contextmanager
def translate_errors(place: str) -> Iterator[None]:
    """Turns what the driver raises into StorageFailed, naming the place, or StorageUnavailable, where the reason is
    known to lie there; or into StaleWrite, to be decided again."""
    try:
        yield
    except StatementError as exc:
        if getattr(exc.orig, "sqlstate", None) in _OVERTAKEN:
            raise StaleWrite("Somebody else changed the same at the same moment; load it and decide again.") from exc
        raise _translate_complaint(place, exc) from exc
    except SQLAlchemyError as exc:
        raise StorageFailed(f"The database {place} cannot be used: {type(exc).__name__}.") from exc


def _translate_complaint(place: str, exc: StatementError) -> StorageFailed:
    # The driver's own words only: SQLAlchemy's would quote the statement and with it what people said.
    words = str(exc.orig).strip().splitlines()[0] if exc.orig and str(exc.orig).strip() else type(exc).__name__
    known = next((says for sign, says in _KNOWN if re.search(sign, words.lower())), None)
    if known is None and isinstance(exc, DBAPIError) and exc.connection_invalidated:
        known = f"lost the connection. {_WHOLE}"
    if known is None:
        return StorageFailed(f"The database {place} refused: {words}.")
    return StorageUnavailable(f"The database {place} {known}")
