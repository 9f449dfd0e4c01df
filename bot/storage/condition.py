"""Condition: whether a database can be written, how much room is left where it lies, and what its clock says."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, insert, select

from bot.storage.engine.database import Database
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, requests
from bot.storage.workspaces import LOCAL_WORKSPACE

_TOLD = ("said", "edited", "deleted", "home_opened", "messages_opened")
"""Events that only come where Slack was told to send them."""


class DiskSpace(NamedTuple):
    """In bytes, where the database is a file of this machine."""

    free: int
    used: int
    """By the database itself."""


class Condition(NamedTuple):
    space: DiskSpace | None
    clock: datetime | None
    """Of a server; None where the database is a file."""
    last_event: datetime | None
    """When Slack last sent one, as far back as is kept."""


async def examine_condition(database: Database) -> Condition:
    """Raises StorageFailed where it can't be written."""
    with suppress(_Undone):
        await database.run(_try_to_write)
    clock, last = await database.run(lambda tx: (_read_clock(tx), _find_last_event(tx)))
    return Condition(_measure_space(database), clock, last)


class _Undone(Exception):
    """What was written is taken back."""


def _try_to_write(tx: Transaction) -> None:
    row = {"workspace_id": LOCAL_WORKSPACE, "key": "doctor", "received_at": tx.now}
    tx.connection.execute(insert(requests).values(row))
    raise _Undone


def _read_clock(tx: Transaction) -> datetime | None:
    if tx.connection.dialect.name == "sqlite":
        return None
    found: datetime = tx.connection.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)


def _find_last_event(tx: Transaction) -> datetime | None:
    told = events.c.lane == "inbox", events.c.kind.in_(_TOLD)
    found: datetime | None = tx.connection.execute(select(func.max(events.c.received_at)).where(*told)).scalar_one()
    return found


def _measure_space(database: Database) -> DiskSpace | None:
    url = database.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    file = Path(url.database)
    return DiskSpace(shutil.disk_usage(file.resolve().parent).free, file.stat().st_size)
