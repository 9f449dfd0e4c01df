"""Migrations: from an empty file to the tables of the code, quietly, from anywhere, once."""

import logging
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect

from bot.domain.errors import StorageFailed
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.tables import metadata


def test_an_empty_file_gets_the_tables_that_the_code_knows(file: Path) -> None:
    Database(f"sqlite:///{file}").close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        migrated = _names(connection)
    engine.dispose()
    built = create_engine("sqlite://")
    with built.begin() as connection:
        metadata.create_all(connection)
        assert _names(connection) == migrated
    built.dispose()


def _names(connection: Connection) -> dict[str, set[str | None]]:
    """Of every constraint and index, by table."""
    seen = inspect(connection)
    return {
        table: {
            *(key["name"] for key in seen.get_foreign_keys(table)),
            *(key["name"] for key in seen.get_unique_constraints(table)),
            *(index["name"] for index in seen.get_indexes(table)),
            seen.get_pk_constraint(table)["name"],
        }
        for table in metadata.tables
    }


def test_migrating_again_changes_nothing(file: Path) -> None:
    Database(f"sqlite:///{file}").close()
    before = file.read_bytes()
    Database(f"sqlite:///{file}").close()
    assert file.read_bytes() == before


def test_migrating_works_from_any_directory_and_says_nothing(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "100% elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    handlers, level, disabled = list(logging.root.handlers), logging.root.level, logging.getLogger("bot").disabled
    Database("sqlite:///relative.db").close()
    assert (elsewhere / "relative.db").is_file()
    assert capfd.readouterr() == ("", "")
    assert (logging.root.handlers, logging.root.level, logging.getLogger("bot").disabled) == (handlers, level, disabled)


def test_a_step_can_be_taken_back_and_taken_again() -> None:
    engine = create_engine("sqlite://")
    migrate(engine)
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__code__.co_filename).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())
    engine.dispose()


def test_a_database_of_a_newer_flightplan_is_left_as_it_is(file: Path) -> None:
    Database(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StorageFailed, match="written by a newer Flightplan"):
        Database(f"sqlite:///{file}")
