"""Statements of one shape for each table, built once: to build one costs several times what it costs to ask it.

Each names its workspace and the rows by columns that equal `_COLUMN`, a parameter."""

from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    Column,
    ColumnElement,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def bind_equal(table: Table, *names: str) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == _bind(table.c[name]) for name in ("workspace_id", *names))


def _bind(column: Column[Any]) -> BindParameter[Any]:
    return bindparam(f"_{column.name}", type_=column.type)


@cache
def build_select(
    table: Table, names: frozenset[str], by: Column[Any] | None, *, lock: bool, texts: bool
) -> Select[Any]:
    """`texts`: each JSON as the text that it is stored as."""
    columns = [cast(c, Text).label(c.name) if texts and isinstance(c.type, JSON) else c for c in table.columns]
    asked = select(*columns).where(*bind_equal(table, *sorted(names))).order_by(*([] if by is None else [by]))
    return asked.with_for_update() if lock else asked


@cache
def build_update(table: Table, names: frozenset[str]) -> Update:
    """Sets what it is given by columns' names."""
    return update(table).where(*bind_equal(table, *sorted(names)))


@cache
def build_insert_new(table: Table, dialect: str, names: tuple[str, ...]) -> ReturningInsert[Any]:
    """Passes over rows whose keys are taken; returns these columns of those that it stored."""
    kind = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return kind(table).on_conflict_do_nothing().returning(*(table.c[name] for name in names))


def build_count(table: Table, *names: str, where: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(table).where(*bind_equal(table, *names), where)
