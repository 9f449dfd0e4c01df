"""Scope: the only way from a repository to the database, so that no query can forget its workspace."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, insert, select, update

from bot.storage.mapping import Row


class Scope:
    """One transaction's statements within one workspace."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self.erased = False
        """Whether somebody's words were taken out: the database then also clears its traces of them."""

    def rows(
        self,
        table: Table,
        *where: ColumnElement[bool],
        by: Sequence[ColumnElement[object]] = (),
        most: int | None = None,
    ) -> list[Row]:
        found = self._connection.execute(select(table).where(self._ours(table), *where).order_by(*by).limit(most))
        return [row._asdict() for row in found]

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self._connection.execute(insert(table), [row | {"workspace_id": self._workspace_id} for row in rows])

    def update(self, table: Table, values: Row, *where: ColumnElement[bool]) -> int:
        """Returns how many rows it changed."""
        return self._connection.execute(update(table).where(self._ours(table), *where).values(values)).rowcount

    def update_each(self, table: Table, key: str, rows: Sequence[Row], *where: ColumnElement[bool]) -> None:
        """Replaces each row, found by its key."""
        if rows:
            found = update(table).where(self._ours(table), *where, table.c[key] == bindparam("_key"))
            self._connection.execute(found, [row | {"_key": row[key]} for row in rows])

    def delete(self, table: Table, *where: ColumnElement[bool]) -> None:
        self._connection.execute(delete(table).where(self._ours(table), *where))

    def _ours(self, table: Table) -> ColumnElement[bool]:
        return table.c.workspace_id == self._workspace_id
