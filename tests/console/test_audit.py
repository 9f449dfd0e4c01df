"""The audit trail at the command line: exported for others to verify, verified here; operators are on it too."""

import asyncio
import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.domain.core.people import Pilot
from bot.storage.engine.database import Database
from tests.console.terminal import run
from tests.domain.audit.test_chain import an_act
from tests.storage.nouns import a_team
from tests.support.builders import an_interview


@pytest.fixture
def url(sqlite_url: str) -> str:
    """Three acts, the second about a pilot that has an interview here."""
    with Database(sqlite_url) as database:
        acme = database.in_workspace("acme")
        interview = an_interview().model_copy(update={"pilot": Pilot(id="freightmatch", name="FreightMatch")})
        asyncio.run(acme.run(lambda uow: uow.interviews.add(interview)))
        for person, pilot in (("U1", ""), ("U2", an_act().pilot), ("U3", "")):
            act = an_act(by=person, pilot=pilot)
            asyncio.run(acme.run(lambda uow, act=act: uow.audit.append(act)))  # type: ignore[misc]
    return sqlite_url


def audit(url: str, directory: Path, *arguments: str) -> tuple[int, str]:
    return run("audit", *arguments, directory=directory, DATABASE_URL=url)


def export(url: str, directory: Path, *arguments: str) -> list[dict[str, Any]]:
    code, screen = audit(url, directory, "export", *arguments)
    assert code == 0, screen
    return [json.loads(line) for line in screen.splitlines()]


def test_every_line_of_an_export_can_be_verified_by_whoever_has_it(url: str, tmp_path: Path) -> None:
    previous = ""
    for line in export(url, tmp_path):
        told = [line["workspace"], line["number"], line["previous"], line["act"]]
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        assert (line["previous"], line["hash"]) == (previous, hashlib.sha256(text.encode()).hexdigest())
        previous = line["hash"]


def test_who_exports_is_the_last_who_is_on_it(url: str, tmp_path: Path) -> None:
    acts = [line["act"] for line in export(url, tmp_path)]
    assert [act["by"] for act in acts[:3]] == ["U1", "U2", "U3"]
    assert (acts[3]["name"], acts[3]["via"]) == ("audit_export", "terminal")
    assert acts[3]["by"].startswith("terminal:")


def test_what_was_done_about_one_pilot_is_found_by_its_name(url: str, tmp_path: Path) -> None:
    assert [line["act"]["by"] for line in export(url, tmp_path, "--pilot", "FreightMatch")] == ["U2"]
    assert audit(url, tmp_path, "export", "--pilot", "Nobody") == (2, "There is no pilot called Nobody.\n")


def test_a_trail_that_fits_is_said_to_and_its_last_hash_can_be_noted(url: str, tmp_path: Path) -> None:
    code, screen = audit(url, tmp_path, "verify")
    assert (code, screen.count("\n")) == (0, 1)
    assert screen.startswith("acme: 3 rows, each follows the one before. The last has the hash ")
    noted = screen.split()[-1].rstrip(".")
    assert audit(url, tmp_path, "verify", "--noted", noted) == (0, screen)


def test_a_trail_that_was_tampered_with_names_the_first_row_and_fails(url: str, tmp_path: Path) -> None:
    noted = audit(url, tmp_path, "verify")[1].split()[-1].rstrip(".")
    _alter(url, "DELETE FROM audit_acts WHERE number = 3")
    assert audit(url, tmp_path, "verify")[0] == 0
    code, screen = audit(url, tmp_path, "verify", "--noted", noted)
    assert code == 2 and "acme: broken at row 3: the noted row is not there" in screen
    _alter(url, "UPDATE audit_acts SET by = 'U9' WHERE number = 2")
    code, screen = audit(url, tmp_path, "verify")
    assert code == 2 and "acme: broken at row 2: what it says is not what was written. 1 row before it fits." in screen


def test_what_operators_take_out_or_look_at_is_on_record(url: str, tmp_path: Path) -> None:
    for words in (("inbox", "list"), ("portfolio", "--leader", "U4")):
        assert run(*words, directory=tmp_path, DATABASE_URL=url)[0] == 0
    acts = [line["act"] for line in export(url, tmp_path, "--workspace", "local")]
    assert [(act["name"], act["effect"]) for act in acts[:2]] == [("inbox_list", "saw"), ("portfolio", "saw")]


def _alter(url: str, statement: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("export_workspace", ("export-workspace", "full", "--workspace", "acme")),
        ("inbox_retry", ("inbox", "retry", "77")),
        ("inbox_drop", ("inbox", "drop", "77")),
    ],
)
def test_what_an_operator_tried_in_vain_is_on_record_as_failed(
    url: str, tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    """A folder that holds something; events that were never given up."""
    with Database(url) as database:
        asyncio.run(database.in_workspace("acme").run(lambda uow: uow.teams.add(a_team("Freight"))))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    code, screen = run(*arguments, directory=tmp_path, DATABASE_URL=url)
    assert code != 0, screen
    acts = [line["act"] for line in export(url, tmp_path)]
    assert [act.get("outcome", "done") for act in acts if act["name"] == name] == ["done", "failed"]
