"""Scope: the only way from a repository to the database, so that no query can forget its workspace."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Literal, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy import Row as SqlRow

from bot.storage.mapping import Row
from bot.storage.session.statements import build_insert_new, build_select, build_update
from bot.storage.session.transaction import Transaction

T = TypeVar("T")


class Scope:
    """One transaction's statements within one workspace."""

    def __init__(self, transaction: Transaction, workspace_id: str) -> None:
        self.transaction = transaction
        self.workspace_id = workspace_id
        self._remembered: dict[Table, dict[object, Any]] = {}

    def remember(self, table: Table, key: object, load: Callable[[], T]) -> T:
        """What `load` gave for this key, until something is written to the table: of rows that nobody else changes
        meanwhile, or whose state a moment ago is as good."""
        known = self._remembered.setdefault(table, {})
        if key not in known:
            known[key] = load()
        found: T = known[key]
        return found

    @contextmanager
    def keep_remembered(self, table: Table) -> Iterator[dict[object, Any]]:
        """What was remembered of the table, by key: it stays so through what is written meanwhile, and whoever writes
        brings it up to date."""
        known = self._remembered.setdefault(table, {})
        yield known
        self._remembered[table] = known

    @property
    def _connection(self) -> Connection:
        """Within the workspace: what stands here forgets no workspace, and where it did, the database would not."""
        self.transaction.enter(self.workspace_id)
        return self.transaction.connection

    def select_rows(
        self,
        table: Table,
        *where: ColumnElement[bool],
        by: Sequence[ColumnElement[object]] = (),
        most: int | None = None,
        after: int = 0,
        lock: bool | Literal["shared"] = False,
    ) -> list[Row]:
        """`lock`: nobody else changes these rows until this transaction ends, so that what is read can be built on;
        where it is shared, others may lock them so as well."""
        asked = select(table).where(self._match_workspace(table), *where).order_by(*by).limit(most)
        asked = asked.offset(after) if after else asked
        found = self._connection.execute(asked.with_for_update(read=lock == "shared") if lock else asked)
        return [row._asdict() for row in found]

    def find_rows(
        self, table: Table, by: Column[Any] | None = None, *, lock: bool = False, **same: object
    ) -> list[Row]:
        """As `select_rows`, those with these values: the statement is built once."""
        return self.find_built(build_select(table, frozenset(same), by, lock=lock, texts=False), same)

    def find_texts(self, table: Table, by: Column[Any] | None = None, **same: object) -> list[Row]:
        """As `find_rows`, locked, with each JSON as the text that it is stored as: for rows that may not have to be
        read."""
        return self.find_built(build_select(table, frozenset(same), by, lock=True, texts=True), same)

    def look_up_texts(self, table: Table, **same: object) -> list[Row]:
        """As `find_texts`, but not locked."""
        return self.find_built(build_select(table, frozenset(same), None, lock=False, texts=True), same)

    def find_built(self, built: Select[Any], same: Mapping[str, object]) -> list[Row]:
        return [row._asdict() for row in self._connection.execute(built, self._name_parameters(same))]

    def count_built(self, built: Select[Any], same: Mapping[str, object]) -> int:
        counted: int = self._connection.execute(built, self._name_parameters(same)).scalar_one()
        return counted

    def update_found(self, table: Table, values: Row, **same: object) -> int:
        """As `update_rows`, those with these values."""
        self._remembered.pop(table, None)
        given = _without_keys(table, values) | self._name_parameters(same)
        return self._connection.execute(build_update(table, frozenset(same)), given).rowcount

    def _name_parameters(self, same: Mapping[str, object]) -> Row:
        return {f"_{name}": value for name, value in same.items()} | {"_workspace_id": self.workspace_id}

    def select_columns(
        self,
        table: Table,
        columns: Sequence[ColumnElement[Any]],
        *where: ColumnElement[bool],
        by: Sequence[ColumnElement[object]] = (),
    ) -> list[Row]:
        """Only these columns, for rows of which the whole would be much."""
        asked = select(*columns).where(self._match_workspace(table), *where).order_by(*by)
        return [row._asdict() for row in self._connection.execute(asked)]

    def select_newest_of_each(
        self,
        table: Table,
        pilot_ids: Sequence[str],
        *where: ColumnElement[bool],
        by: Sequence[ColumnElement[Any]],
        most: int = 1,
        columns: Sequence[ColumnElement[Any]] = (),
    ) -> list[Row]:
        """Of each pilot the `most` rows that come last by the order given, in this order, whole or only these columns;
        one query for all."""
        order = [column.desc() for column in by]
        place = func.row_number().over(partition_by=table.c.pilot_id, order_by=order).label("_place")
        ours = (self._match_workspace(table), table.c.pilot_id.in_(pilot_ids), *where)
        ranked = select(table.c.sequence, place).where(*ours).subquery()  # without what may be long
        whole = select(*columns).select_from(table) if columns else select(table)
        newest = whole.join(ranked, table.c.sequence == ranked.c.sequence)
        asked = newest.where(self._match_workspace(table), ranked.c["_place"] <= most)
        return [row._asdict() for row in self._connection.execute(asked.order_by(ranked.c["_place"].desc()))]

    def build_exists(self, table: Table, *where: ColumnElement[bool]) -> ColumnElement[bool]:
        """The condition that there is such a row, to be used in the query of another table."""
        return exists(select(1).select_from(table).where(self._match_workspace(table), *where))

    def select_values(self, column: Column[Any], *where: ColumnElement[bool]) -> Select[Any]:
        """The values that a column has in such rows, for the query of another table: `other.in_(…)`. Where few rows
        are such, the other table is entered by them; `any` would go through it row by row."""
        return select(column).where(self._match_workspace(column.table), *where)

    def count_rows(self, table: Table, *where: ColumnElement[bool]) -> int:
        asked = select(func.count()).select_from(table).where(self._match_workspace(table), *where)
        return self._connection.execute(asked).scalar_one()

    def insert_rows(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self._remembered.pop(table, None)
            self._connection.execute(insert(table), [self._add_workspace(row) for row in rows])

    def insert_new_rows(self, table: Table, rows: Sequence[Row]) -> int:
        """Passes over rows whose key is taken. Returns how many it stored."""
        return len(self._insert_new(table, rows, ("workspace_id",)))

    def add_new_rows(self, table: Table, rows: Sequence[Row], *names: str) -> set[tuple[Any, ...]]:
        """As `insert_new_rows`, but returns which ones it stored, by these columns."""
        return {tuple(row) for row in self._insert_new(table, rows, names)}

    def _insert_new(self, table: Table, rows: Sequence[Row], names: tuple[str, ...]) -> Sequence[SqlRow[Any]]:
        if not rows:
            return ()
        self._remembered.pop(table, None)
        added = build_insert_new(table, self._connection.dialect.name, names)
        given = [self._add_workspace(row) for row in rows]
        return self._connection.execute(added, given if len(given) > 1 else given[0]).all()

    def update_rows(self, table: Table, values: Row, *where: ColumnElement[bool]) -> int:
        """Returns how many rows it changed. What other tables point at is what they are found by, and stays."""
        self._remembered.pop(table, None)
        changed = update(table).where(self._match_workspace(table), *where).values(_without_keys(table, values))
        return self._connection.execute(changed).rowcount

    def update_each_row(self, table: Table, key: str, rows: Sequence[Row], *where: ColumnElement[bool]) -> None:
        """Replaces each row, found by its key."""
        if rows:
            self._remembered.pop(table, None)
            found = update(table).where(self._match_workspace(table), *where, table.c[key] == bindparam("_key"))
            self._connection.execute(found, [_without_keys(table, row) | {"_key": row[key]} for row in rows])

    def delete_rows(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Returns how many rows it took out."""
        self._remembered.pop(table, None)
        return self._connection.execute(delete(table).where(self._match_workspace(table), *where)).rowcount

    def lock_audit_chain(self) -> None:
        """Whoever else appends to this workspace's trail waits until this transaction ends."""
        self.transaction.lock_audit_chain(self.workspace_id)

    def _match_workspace(self, table: Table) -> ColumnElement[bool]:
        return table.c.workspace_id == self.workspace_id

    def _add_workspace(self, row: Row) -> Row:
        return row | {"workspace_id": self.workspace_id}


def _without_keys(table: Table, row: Row) -> Row:
    """Where a statement sets such a column, be it to what stands there, SQLite looks through all that points at it."""
    keys = _list_referred_columns(table)
    return {name: value for name, value in row.items() if name not in keys}


@cache
def _list_referred_columns(table: Table) -> frozenset[str]:
    keys = (key for other in table.metadata.tables.values() for key in other.foreign_keys)
    return frozenset(key.column.name for key in keys if key.column.table is table)
