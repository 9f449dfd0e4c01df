"""How a database goes about a statement: which of the tables that grow it reads as a whole."""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, event

from bot.storage.tables import metadata

Statement = tuple[str, Any]
SMALL = frozenset(("installations", "bot_tokens", "frameworks", "model_spending", "digest_settings"))
"""Tables that hold a row for each workspace, version, day or leader with wishes of their own."""
_NAME = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+AS\s+(\w+))?", re.IGNORECASE)
_SCAN = re.compile(r"SCAN (?P<name>\w+)")
_EVERYWHERE = re.compile(r"\b(workspace_id|lane)\)? |\b(workspace_id|lane)\)?::text =")
"""Conditions that all rows may meet."""
_WHOLE = frozenset(("Sort", "Aggregate", "Hash", "Materialize"))
"""What takes in all that there is before it gives any."""
_FILLED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 50"
_DEAR = tuple(f"SET LOCAL enable_{way} = off" for way in ("seqscan", "hashjoin", "mergejoin"))
_SEARCH = re.compile(r"SEARCH (?P<name>\w+) .*\(workspace_id=\?\)$")


def record_statements(engine: Engine) -> dict[str, Any]:
    """From now on: what is asked, each once, with the parameters it had last; not what a test asks itself."""
    found: dict[str, Any] = {}

    @event.listens_for(engine, "before_cursor_execute")
    def record(_conn: object, _cursor: object, statement: str, parameters: Any, context: Any, many: bool) -> None:
        ours = statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH", "INSERT"))
        if ours and not context.execution_options.get("by_test"):
            found[statement] = parameters[0] if many else parameters

    return found


def list_scans(connection: Connection, statement: Statement) -> list[str]:
    """What it reads of a table that grows without knowing where: all of it, or all of a workspace. What ends after the
    first rows of an index is none.

    PostgreSQL reads a table of few rows as a whole, whatever indexes there are: it is asked what it would do if that
    cost much, and only tables that were filled tell anything."""
    find = _list_scans_on_sqlite if connection.dialect.name == "sqlite" else _list_scans_on_postgresql
    return sorted(set(find(connection, *statement)) - SMALL)


def _list_scans_on_sqlite(connection: Connection, text: str, parameters: Any) -> Iterator[str]:
    tables = {name: name for name in metadata.tables} | {called: name for name, called in _NAME.findall(text) if called}
    steps = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)]
    first_only = "LIMIT" in text and not any("TEMP B-TREE FOR ORDER" in step for step in steps)
    for step in steps:
        found = _SCAN.match(step) or _SEARCH.match(step)
        if found is not None and found["name"] in tables and not first_only:
            yield tables[found["name"]]


def _list_scans_on_postgresql(connection: Connection, text: str, parameters: Any) -> Iterator[str]:
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {text}", parameters).one()
    filled = set(connection.exec_driver_sql(_FILLED).scalars())
    found = _walk((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"], limited=False)
    yield from (table for table in found if table in filled)


def make_scans_dear(connection: Connection) -> None:
    """Until the transaction ends PostgreSQL plans as for tables of many rows."""
    for setting in _DEAR:
        connection.exec_driver_sql(setting)


def _walk(node: dict[str, Any], *, limited: bool) -> Iterator[str]:
    """The relations that a node and those below it read without a condition that leads to their rows."""
    kind, table = node["Node Type"], node.get("Relation Name")
    limited = (limited or kind == "Limit") and kind not in _WHOLE
    bitmap = kind == "Bitmap Heap Scan"  # the conditions stand below it
    for below in node.get("Plans", ()):
        yield from _walk(below | {"Relation Name": table} if bitmap else below, limited=limited)
    if "Scan" in kind and table is not None and not bitmap and not limited:
        condition = node.get("Index Cond", "").split(" AND ")
        if not any(part and not _EVERYWHERE.search(part) for part in condition):
            yield table
