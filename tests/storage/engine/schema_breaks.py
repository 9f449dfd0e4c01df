"""What a step of the schema takes away from code that was written before it, and goes on beside it while it is rolled
out."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Inspector, inspect


class Schema(NamedTuple):
    columns: dict[tuple[str, str], dict[str, Any]]
    """By table and name."""
    bounds: frozenset[tuple[str, str, tuple[str, ...]]]
    """What rows may not do: table, kind and columns of each key, and of what is unique."""

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(table for table, _ in self.columns)


def read_schema(connection: Connection) -> Schema:
    seen = inspect(connection)
    tables = seen.get_table_names()
    return Schema(
        columns={(table, one["name"]): dict(one) for table in tables for one in seen.get_columns(table)},
        bounds=frozenset(bound for table in tables for bound in _list_bounds(seen, table)),
    )


def _list_bounds(seen: Inspector, table: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for key in seen.get_foreign_keys(table):
        yield table, "foreign key", tuple(key["constrained_columns"])
    for unique in seen.get_unique_constraints(table):
        yield table, "unique", tuple(unique["column_names"])
    for index in seen.get_indexes(table):
        if index["unique"]:
            yield table, "unique", tuple(str(name) for name in index["column_names"])
    for check in seen.get_check_constraints(table):
        yield table, "check", (str(check["sqltext"]),)


def list_breaks(before: Schema, after: Schema) -> list[str]:
    """Empty where code that knows `before` can go on reading and writing in `after`."""
    gone = [f"{table}.{name} is gone" for table, name in before.columns.keys() - after.columns.keys()]
    needed = [
        f"{table}.{name} has to be filled in"
        for (table, name), column in after.columns.items()
        if table in before.tables and not column["nullable"] and column["default"] is None
        if (old := before.columns.get((table, name))) is None or old["nullable"]
    ]
    changed = [
        f"{table}.{name} is of another type"
        for (table, name), column in before.columns.items()
        if (new := after.columns.get((table, name))) and str(new["type"]) != str(column["type"])
    ]
    bounds = sorted(bound for bound in after.bounds - before.bounds if bound[0] in before.tables)
    return (
        sorted(gone) + needed + changed + [f"{table} has a new {kind} on {columns}" for table, kind, columns in bounds]
    )
