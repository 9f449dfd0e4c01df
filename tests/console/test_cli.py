import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.documents.contents.contents import DOCUMENTS
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.console.terminal import run
from tests.support.once import once

FREIGHT = ROOT / "tests/evals/interviews/freight-invoice-matching.yaml"
MONDAY = ("--start", "2026-12-07")


def without_seconds(screen: str) -> dict[str, object]:
    return {key: value for key, value in json.loads(screen).items() if key != "seconds"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    return once(tmp_path_factory, "printed", lambda: replayed(tmp_path_factory.mktemp("printed")))


def replayed(folder: Path) -> str:
    code, screen = run("replay", str(FREIGHT), "--json", *MONDAY, directory=folder)
    assert code == 0, screen
    return screen


def test_a_replay_prints_the_one_object_that_was_agreed(printed: str) -> None:
    told = json.loads(printed)
    assert {
        "pilot", "stage", "levels", "pillars", "evidence", "traps", "disagreements", "questions", "plan", "analyst",
        "model_calls", "tokens", "seconds",
    } <= set(told)  # fmt: skip
    assert told["analyst"] == "offline"
    assert set(told["levels"]) == set(load_knowledge(ROOT / "knowledge").framework.criterion_ids)
    assert all({"criterion", "level", "quote", "speaker", "turn"} <= set(item) for item in told["evidence"])
    assert all({"criterion", "kind"} <= set(asked) for asked in told["questions"])
    assert all(
        {"criterion", "weeks", "role", "depends_on", "exit"} <= set(action) for action in told["plan"]["actions"]
    )


def test_the_same_recording_gives_the_same_object_every_time(printed: str, tmp_path: Path) -> None:
    assert without_seconds(replayed(tmp_path)) == without_seconds(printed)


def test_a_replay_shows_the_interview_the_assessment_and_the_plan_and_leaves_documents(tmp_path: Path) -> None:
    code, screen = run("replay", str(FREIGHT), "--out", "out", *MONDAY, directory=tmp_path)
    assert code == 0
    assert "Tell me about the pilot" in screen
    assert "no language model was used" in " ".join(screen.split())
    out = tmp_path / "out"
    written = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert {re.sub(r"\d{4}-\d\d-\d\d", "DAY", name) for name in written} == {
        *(f"FreightMatch-{name}-DAY.{ending}" for name in DOCUMENTS for ending in ("pdf", "docx")),
        *("FreightMatch-brief-DAY.md", "FreightMatch-plan-DAY.md", "plan.json", "assessment.json", "actions.csv"),
        *("github.json", "roles.csv"),
        *("charts/pillars.png", "charts/criteria.png", "charts/timeline.png"),
    }


def test_an_evaluation_compares_with_gold_and_prints_json(tmp_path: Path) -> None:
    (tmp_path / "teams").mkdir()
    shutil.copy(FREIGHT, tmp_path / "teams")
    code, screen = run("evaluate", "teams", "--json", directory=tmp_path)
    result = json.loads(screen)
    assert code == 0
    assert result["quotes_verbatim"] is True
    assert result["teams"][0]["id"] == "freight-invoice-matching"


def test_an_evaluation_prints_a_table_for_people(tmp_path: Path) -> None:
    (tmp_path / "teams").mkdir()
    shutil.copy(FREIGHT, tmp_path / "teams")
    code, screen = run("evaluate", "teams", directory=tmp_path)
    assert code == 0
    assert "Agreement (quadratic-weighted kappa" in screen


BAD_RECORDINGS = {
    "not yaml": (": [", "is not YAML"),
    "a list": ("- 1\n- 2\n", "the file"),
    "no people": ("id: x\npilot: X\n", "people"),
    "stranger": (
        "id: x\npilot: X\npeople: [{id: U1, name: Ann}]\nopening: {by: U9, text: hi}\nanswers: {}\n",
        "U9 is not among the people",
    ),
    "criterion": (
        "id: x\npilot: X\npeople: [{id: U1, name: Ann}]\nopening: {by: U1, text: hi}\nanswers: {charm: []}\n",
        "answers.charm",
    ),
}


@pytest.mark.parametrize("kind", BAD_RECORDINGS)
def test_a_bad_recording_is_refused_in_one_line_that_names_file_and_key(kind: str, tmp_path: Path) -> None:
    content, complaint = BAD_RECORDINGS[kind]
    (tmp_path / "team.yaml").write_text(content)
    refused(run("replay", "team.yaml", "--out", "out", directory=tmp_path), "team.yaml", complaint)
    assert not (tmp_path / "out").exists()


def refused(result: tuple[int, str], *said: str) -> None:
    code, screen = result
    assert code == 2, screen
    assert len(screen.strip().splitlines()) == 1, screen
    for text in said:
        assert text in screen


def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    refused(run("replay", "nowhere.yaml", directory=tmp_path), "nowhere.yaml")


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    refused(run("evaluate", str(tmp_path), directory=tmp_path), str(tmp_path))


def test_a_broken_reference_in_knowledge_names_file_and_key(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    guide = tmp_path / "knowledge/guide.yaml"
    guide.write_text(guide.read_text().replace("passage: ownership.owner", "passage: ownership.nobody"))
    result = run("replay", str(FREIGHT), directory=tmp_path, KNOWLEDGE_DIR=str(tmp_path / "knowledge"))
    refused(result, "guide.yaml", "criteria.owner", "ownership.nobody")


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    refused(run("replay", str(FREIGHT), directory=tmp_path, MODEL_TIMEOUT="soon"), "MODEL_TIMEOUT")


def test_a_model_without_a_key_says_what_to_set(tmp_path: Path) -> None:
    refused(run("replay", str(FREIGHT), "--analyst", "llm", directory=tmp_path), "OPENAI_API_KEY")


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    refused(run("replay", str(FREIGHT), "--start", "soon", directory=tmp_path), "--start")
    refused(run("replay", str(FREIGHT), "--team-size", "0", directory=tmp_path), "--team-size")
    refused(run("replay", str(FREIGHT), "--country", "ZZ", directory=tmp_path), "two letters, as DE for Germany")
    refused(run("replay", str(FREIGHT), "--freeze", "december", directory=tmp_path), "2026-11-15..2027-01-15")
    refused(run("replay", str(FREIGHT), "--freeze", "2027-01-02..2027-01-01", directory=tmp_path), "before it begins")


def test_a_pilot_nobody_knows_is_named(tmp_path: Path) -> None:
    refused(run("plan", "Atlantis", directory=tmp_path), "Atlantis")


def test_documents_that_cannot_be_written_name_the_place_and_nothing_is_half_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be")
    refused(run("replay", str(FREIGHT), "--json", "--out", "out", directory=tmp_path), "out")
    assert (tmp_path / "out").read_text() == "a file where a folder should be"


def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    probe = folder / "probe"
    try:
        probe.touch()
    except PermissionError:
        refused(run("replay", str(FREIGHT), "--json", "--out", "locked/out", directory=tmp_path), "locked")
    else:  # root may write anywhere: a folder of the kernel's stands in
        probe.unlink()
        refused(run("replay", str(FREIGHT), "--json", "--out", "/proc/flightplan", directory=tmp_path), "/proc")
    folder.chmod(stat.S_IRWXU)


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "nowhere").write_text("a file where a folder should be")
    url = f"sqlite:///{tmp_path}/nowhere/flightplan.db"
    refused(run("migrate", directory=tmp_path, DATABASE_URL=url), "nowhere")


def test_a_model_server_that_is_not_there_ends_in_one_line_and_exit_code_one(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/v1"
    code, screen = run(
        "replay", str(FREIGHT), "--json", directory=tmp_path, OPENAI_BASE_URL=url, MODEL_RETRIES="0", OPENAI_API_KEY="k"
    )
    assert code == 1
    assert len(screen.strip().splitlines()) == 1


def test_a_terminal_that_lacks_a_sign_is_shown_another_and_nothing_ends(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = (sys.executable, "-m", "bot", "replay", str(FREIGHT), "--analyst", "offline")
    ended = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert b"Freight" in ended.stdout and ended.stdout.isascii()
