"""Migrations: from an empty file to the tables of the code, quietly, from anywhere, once."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import Rating
from bot.domain.core.errors import StorageFailed
from bot.domain.digest.settings import DigestSettings
from bot.domain.interview.interview import Interview
from bot.domain.portfolio.summaries import AssessmentSummary, InterviewSummary
from bot.storage import mapping
from bot.storage.engine.database import Database
from bot.storage.migrate import migrate_schema
from bot.storage.repositories.digests import SqlDigestRepository
from bot.storage.repositories.interviews import SqlInterviewRepository
from bot.storage.repositories.stopped_requests import SqlStoppedRequestsRepository
from bot.storage.repositories.teams import SqlTeamRepository
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import assessments, digest_settings, interviews, metadata
from tests.storage.engine.schema_breaks import list_breaks, read_schema
from tests.storage.nouns import a_team
from tests.support.builders import MONDAY, a_rich_interview, an_assessment
from tests.support.postgres_server import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create()
    yield url.replace("postgresql:", "postgresql+psycopg:")
    server.drop(url)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(database_url: str) -> Iterator[Engine]:
    """What is changed in it and not committed is taken back, where the server can."""
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()


def test_an_empty_database_gets_the_tables_that_the_code_knows(empty_url: str, empty: Engine) -> None:
    Database(empty_url).close()
    with empty.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        migrated = _names(connection)
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert _names(connection) == migrated


def test_every_index_serves_the_rows_that_the_code_says(migrated: Engine) -> None:
    with migrated.connect() as connection:
        (opened, dead) = (_where(connection, name) for name in ("ix_events_open", "ix_events_dead"))
    assert ("'open'" in opened, "'dead'" in dead) == (True, True)


def _where(connection: Connection, index: str) -> str:
    """What comes after WHERE in the definition of an index."""
    asked = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name = '{}'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = '{}'",
    }
    found: str = connection.exec_driver_sql(asked[connection.dialect.name].format(index)).scalar_one()
    return found.partition(" WHERE ")[2]


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


def test_a_step_can_be_taken_back_and_taken_again(empty: Engine) -> None:
    migrate_schema(empty)
    config = Config()
    config.set_main_option("script_location", str(Path(migrate_schema.__code__.co_filename).parent / "migrations"))
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())


def test_each_step_leaves_the_version_before_all_that_it_reads_and_writes(empty: Engine) -> None:
    """Both run beside each other while a new version is rolled out: docs/operations.md promises it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate_schema.__code__.co_filename).parent / "migrations"))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, steps[0])
        before = read_schema(connection)
        for step in steps[1:]:
            command.upgrade(config, step)
            after = read_schema(connection)
            assert (step, list_breaks(before, after)) == (step, [])
            before = after


@pytest.mark.parametrize(
    ("change", "breaks"),
    [
        ("ALTER TABLE channels DROP COLUMN learnt_at", ["channels.learnt_at is gone"]),
        (
            "ALTER TABLE requests RENAME COLUMN key TO name",
            ["requests.key is gone", "requests.name has to be filled in"],
        ),
        ("ALTER TABLE requests ADD COLUMN kind TEXT NOT NULL DEFAULT 'click'", []),
        ("ALTER TABLE requests ADD COLUMN kind TEXT", []),
        ("CREATE INDEX ix_few ON requests (received_at)", []),
        ("CREATE UNIQUE INDEX ix_one ON requests (key)", ["requests has a new unique on ('key',)"]),
        ("CREATE TABLE more (name TEXT NOT NULL UNIQUE)", []),
    ],
)
def test_what_takes_something_from_the_version_before_is_named(
    migrated: Engine, change: str, breaks: list[str]
) -> None:
    with migrated.connect() as connection:
        before = read_schema(connection)
        connection.exec_driver_sql(change)
        assert list_breaks(before, read_schema(connection)) == breaks


def test_what_was_stored_before_teams_were_is_kept(empty: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate_schema.__code__.co_filename).parent / "migrations"))
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        store_as_before(Scope(Transaction(connection, MONDAY), "acme"), a_rich_interview())
    migrate_schema(empty)
    with empty.connect() as connection:
        assert SqlInterviewRepository(Scope(Transaction(connection, MONDAY), "acme")).list_all() == (
            a_rich_interview(),
        )


def store_as_before(scope: Scope, *stored: Interview) -> None:
    """As Flightplan did before there were summaries."""
    for interview in stored:
        row = mapping.interview_to_row(interview)
        scope.insert_rows(interviews, [{name: value for name, value in row.items() if name != "summary"}])
        for part in mapping.PARTS:
            scope.insert_rows(part.table, part.to_rows(interview))


def test_what_was_over_before_there_were_summaries_is_summed_up_and_so_is_every_assessment(empty: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate_schema.__code__.co_filename).parent / "migrations"))
    over = [a_rich_interview(f"i{n}").model_copy(update={"status": "closed"}) for n in range(3)]
    later = a_rich_interview("i9").model_copy(update={"status": "closed", "follows": "i1"})
    rated = an_assessment(of="i0")
    made = [rated, rated.model_copy(update={"id": "a2", "stage_basis": "open"}), _with_nothing_known(rated)]
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0022")
        for workspace in ("acme", "other"):
            scope = Scope(Transaction(connection, MONDAY), workspace)
            store_as_before(scope, *over, later, a_rich_interview("i10"))
            rows = [mapping.assessment_to_row(one) for one in made]
            scope.insert_rows(assessments, [{key: row[key] for key in row if key != "summary"} for row in rows])
    migrate_schema(empty)
    with empty.connect() as connection:
        scope = Scope(Transaction(connection, MONDAY), "acme")
        kept = {row["id"]: row["summary"] for row in scope.select_rows(interviews)}
        told = [InterviewSummary.model_validate(kept[one.id]) for one in over]
        judged = [AssessmentSummary.model_validate(row["summary"]) for row in scope.select_rows(assessments)]
    assert told == [InterviewSummary.from_interview(one) for one in over]
    assert (kept["i9"], kept["i10"]) == (None, None)
    assert judged == [AssessmentSummary.from_assessment(one) for one in made]


def _with_nothing_known(made: Assessment) -> Assessment:
    """Stored before it was told how much a stage rests on."""
    return made.model_copy(update={"id": "a3", "ratings": tuple(Rating(criterion=r.criterion) for r in made.ratings)})


def test_whoever_got_digests_before_they_were_chosen_goes_on_getting_them_of_what_they_led(empty: Engine) -> None:
    """U4 never changed anything; U5 chose Fridays; U6 switched them off, U7 declined the one they were named for."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate_schema.__code__.co_filename).parent / "migrations"))
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        scope = Scope(Transaction(connection, MONDAY), "acme")
        teams, digests = SqlTeamRepository(scope), SqlDigestRepository(scope)
        teams.add(a_team("Freight", owner="U4", leaders=("U4", "U5", "U6", "U7")).decline("U7", "digest"))
        teams.add(a_team("AskHR", owner=None, leaders=("U4",)))
        digests.save_settings(DigestSettings(person="U5", on=True, weekday=4))
        digests.save_settings(DigestSettings(person="U6", on=False))
    migrate_schema(empty)
    with empty.connect() as connection:
        scope = Scope(Transaction(connection, MONDAY), "acme")
        SqlTeamRepository(scope).add(a_team("Later", owner=None, leaders=("U8",)))
        readers = {one.person: one for one in SqlDigestRepository(scope).list_readers()}
    assert list(readers) == ["U4", "U5"]
    assert readers["U4"] == DigestSettings(person="U4", on=True, pilots=("askhr", "freight"))
    assert (readers["U5"].weekday, readers["U5"].pilots, readers["U5"].version) == (4, None, 1)


def test_whoever_stopped_somebody_s_requests_before_they_had_a_record_of_their_own_still_did(empty: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate_schema.__code__.co_filename).parent / "migrations"))
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0018")
        detail = {"weekday": 4, "hour": 9, "no_requests_of": ["U8", "U9"]}
        row = {"person": "U4", "on": True, "channel": None, "version": 2, "detail": detail}
        Scope(Transaction(connection, MONDAY), "acme").insert_rows(digest_settings, [row])
    migrate_schema(empty)
    with empty.connect() as connection:
        scope = Scope(Transaction(connection, MONDAY), "acme")
        assert SqlStoppedRequestsRepository(scope).get("U4") == StoppedRequests(person="U4", of=("U8", "U9"))
        assert SqlDigestRepository(scope).get_settings("U4") == DigestSettings(
            person="U4", on=True, weekday=4, version=2
        )


def test_two_processes_that_start_together_migrate_once(postgres: PostgresServer) -> None:
    url = postgres.create()
    with ThreadPoolExecutor(4) as threads:
        databases = list(threads.map(lambda _: Database(url), range(4)))
    with databases[0].engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()) == 1
    for database in databases:
        database.close()
    postgres.drop(url)


def test_a_database_of_a_newer_flightplan_is_left_as_it_is(database_url: str) -> None:
    with Database(database_url) as database, database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageFailed, match="written by a newer Flightplan"):
        Database(database_url)
