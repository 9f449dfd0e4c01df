"""A workspace's export: everything of it and nothing of another, a file for each kind of record."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.console.privacy.workspace_export import choose_workspace, write_workspace
from bot.domain.core.errors import InvalidInput
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.workspace_export import collect_workspace
from tests.console.terminal import run
from tests.support.builders import DANA, a_rich_interview, an_assessment, an_interview
from tests.support.teams import a_team


def _store(uow: UnitOfWork) -> None:
    uow.teams.add(a_team())
    uow.interviews.add(a_rich_interview())
    uow.assessments.add(an_assessment())


async def test_everything_of_the_workspace_is_written_and_nothing_of_another(database_url: str, tmp_path: Path) -> None:
    with Database(database_url) as database:
        await database.in_workspace("T1").run(_store)
        await database.in_workspace("T2").run(lambda uow: uow.interviews.add(an_interview("other")))
        tables = await database.run(lambda tx: collect_workspace(tx, "T1"))
    count = write_workspace(tmp_path / "out", "T1", tables)
    written = {file.stem: file.read_text().splitlines() for file in (tmp_path / "out").glob("*.jsonl")}
    assert {"teams", "interviews", "turns", "evidence", "assessments"} <= set(written)
    assert count == sum(map(len, written.values()))
    rows = [json.loads(line) for lines in written.values() for line in lines]
    assert {row["workspace_id"] for row in rows} == {"T1"}
    assert "other" not in {row["id"] for row in map(json.loads, written["interviews"])}
    assert "T1" in (tmp_path / "out" / "README.txt").read_text()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InvalidInput, match="is not empty"):
        write_workspace(tmp_path, "T1", {})


def test_where_several_could_be_meant_one_has_to_be_named() -> None:
    assert choose_workspace(("T1",), None) == "T1"
    assert choose_workspace(("T1", "T2"), "T2") == "T2"
    for known, wanted in ((("T1", "T2"), None), ((), None), (("T1",), "T2")):
        with pytest.raises(InvalidInput, match="--workspace"):
            choose_workspace(known, wanted)


def test_what_is_kept_of_one_person_is_printed_and_that_is_on_record(sqlite_url: str, tmp_path: Path) -> None:
    with Database(sqlite_url) as database:
        asyncio.run(database.in_workspace("T1").run(_store))
    code, screen = run("export-person", DANA.id, directory=tmp_path, DATABASE_URL=sqlite_url)
    assert code == 0, screen
    kept = {one["kind"]: one["records"] for one in json.loads(screen)["kept"]}
    assert {record["speaker"] for record in kept["turns"]} == {DANA.id}
    acts = run("audit", "export", directory=tmp_path, DATABASE_URL=sqlite_url)[1]
    assert '"export_person"' in acts
