"""Columns: the kinds of columns and keys that tables are made of, and the names that constraints get."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKeyConstraint, Integer, MetaData, String
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept as UTC; a moment without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_column(name: str, *, key: bool = False, optional: bool = False) -> Column[Any]:
    return Column(name, String, primary_key=key, nullable=optional)


def text_columns(*names: str, key: bool = False, optional: bool = False) -> list[Column[Any]]:
    """Several of one kind that follow each other."""
    return [text_column(name, key=key, optional=optional) for name in names]


def timestamp_column(name: str, *, optional: bool = False) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=optional)


def sequence_column() -> Column[Any]:
    """Counts rows in the order in which they came. SQLite numbers only a plain INTEGER key by itself."""
    return Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def workspace_foreign_key(table: str, column: str) -> ForeignKeyConstraint:
    """Points at a row of its own workspace. What was made of an interview is history: it does not go with it."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])
