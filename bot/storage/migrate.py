"""Migrate: brings a database to the newest schema, from wherever it stands."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from bot.domain.core.errors import StorageFailed

_MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = text("SELECT version_num FROM alembic_version")
_OURS = {"alembic_version", "interviews"}
"""Tables that every schema of ours has."""


def migrate_schema(engine: Engine, alone: Callable[[Connection], None] = lambda _: None) -> None:
    """In one transaction: a migration that fails leaves the database as it was.

    `alone` sees to it that nobody else migrates until the transaction ends.
    """
    with engine.begin() as connection:
        alone(connection)
        standing = _find_revision(connection)
        known = _list_revisions()
        if standing is not None and standing not in known:
            raise StorageFailed(
                f"The database {_format_database_url(engine)} was written by a newer Flightplan. Update this one."
            )
        if standing != known[-1]:
            _upgrade_to_head(connection)


def _find_revision(connection: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    present = set(inspect(connection).get_table_names())
    if present and not present >= _OURS:  # other programs number their schemas, too
        raise StorageFailed(
            f"The database {_format_database_url(connection.engine)} belongs to another program. Name another file."
        )
    return connection.execute(_REVISION).scalar() if present else None


def _list_revisions() -> list[str]:
    """All revisions, oldest first: `v0001_initial.py` holds revision 0001."""
    return sorted(path.name[1:5] for path in (_MIGRATIONS / "versions").glob("v[0-9]*.py"))


def _upgrade_to_head(connection: Connection) -> None:
    # Loaded only when there is something to do: alembic takes as long to import as everything else here together.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _format_database_url(engine: Engine) -> str:
    return engine.url.set(query={}).render_as_string(hide_password=True)
