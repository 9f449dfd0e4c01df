"""Many pilots: the nine of the seeded portfolio over and over, copied within the database itself, in seconds."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, JSON, Column, ColumnElement, Connection, Table, cast, func, insert, literal, select

from bot.domain.messaging.event import Event, QueueName
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, lines, metadata, team_people, teams
from bot.storage.unit_of_work import SqlUnitOfWork
from tests.seeded.storing import store
from tests.seeded.telling import Told

_KEYS = frozenset(("pilot_id", "interview_id", "assessment_id", "root"))
_OWN = frozenset(("interviews", "assessments", "plans", "plan_steps"))
"""Whose id begins with that of the pilot: the ids of what an interview holds are counted within it."""


def fill(tx: Transaction, workspace_id: str, told: Sequence[Told], pilots: int, leaders: Mapping[str, int]) -> None:
    """About so many pilots, and the originals. `leaders`: who gets the digest of so many of them each; a channel each.

    Copies of a pilot `x` are `1~x`, `2~x` and so on, as are their interviews, assessments and plans.
    """
    store(SqlUnitOfWork(Scope(tx, workspace_id)), told)
    copies = pilots // len(told)
    for one in told:
        for table in metadata.sorted_tables:
            _copy_rows(tx.connection, table, workspace_id, one, _number(copies))
    for leader, count in leaders.items():
        ids = [
            f"{number}~{one.team.pilot.id}" for number in range(1, min(count // len(told), copies) + 1) for one in told
        ]
        _add_leader(tx.connection, workspace_id, leader, ids)


def fill_events(tx: Transaction, workspace_id: str, count: int, due: datetime, lane: QueueName = "inbox") -> None:
    """That wait until then, each in a line of its own."""
    numbers = _number(count)
    name = literal(f"later:{count}:") + cast(numbers.c.n, events.c.id.type)
    event = Event(id="", lane=lane, line="", kind="note", due=due)
    own = {"workspace_id": workspace_id, "line": name}
    _insert_numbered(tx.connection, events, {**mapping.event_to_row(event, tx.now), **own, "id": name}, numbers)
    _insert_numbered(tx.connection, lines, {**mapping.partition_to_row(event, tx.now), **own}, numbers)


def _insert_numbered(connection: Connection, table: Table, row: Mapping[str, Any], numbers: CTE) -> None:
    values = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[key].type) for key, value in row.items()
    ]
    connection.execute(insert(table).from_select([*row], select(*values).select_from(numbers)))


def _number(count: int) -> CTE:
    """1 to `count`; never empty."""
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < count))


def _copy_rows(connection: Connection, table: Table, workspace_id: str, one: Told, numbers: CTE) -> None:
    names = [field.name for field in table.columns]
    keys = {name for name in names if name in _KEYS or (name == "id" and table.name in _OWN)}
    pilot, text, mark = one.team.pilot, teams.c.pilot_id.type, cast(numbers.c.n, teams.c.pilot_id.type) + "~"

    def copied(field: Column[Any], value: object) -> object:
        if field.name in keys or (field.name == "channel" and table is teams):
            return mark + value
        if not isinstance(field.type, JSON):
            return value
        own = func.replace(literal(json.dumps(value), text), f'"{pilot.id}', literal('"', text) + mark + pilot.id)
        named = func.replace(own, f'"{pilot.name}"', literal(f'"{pilot.name} ', text) + mark + '"')
        return cast(named, field.type) if connection.dialect.name == "postgresql" else named

    if keys:
        theirs = (table.c.workspace_id == workspace_id, table.c[min(keys)].startswith(pilot.id))
        for row in connection.execute(select(table).where(*theirs)).mappings().all():
            fields = (field for field in table.columns if field.name != "sequence")
            _insert_numbered(connection, table, {at.name: copied(at, row[at.name]) for at in fields}, numbers)


def _add_leader(connection: Connection, workspace_id: str, leader: str, pilot_ids: Sequence[str]) -> None:
    theirs = (teams.c.workspace_id == workspace_id, teams.c.pilot_id.in_(pilot_ids))
    detail = func.replace(cast(teams.c.detail, teams.c.pilot_id.type), '"leaders": [', f'"leaders": ["{leader}", ')
    named = cast(func.replace(detail, ", ]", "]"), teams.c.detail.type)
    told = named if connection.dialect.name == "postgresql" else func.replace(detail, ", ]", "]")
    connection.execute(teams.update().where(*theirs).values(detail=told))
    row = {"workspace_id": workspace_id, "role": "leader", "person": leader}
    connection.execute(insert(team_people), [row | {"pilot_id": pilot} for pilot in pilot_ids])
