"""What lies on the disk is for whoever runs this alone: in it stands what people said."""

import stat
from pathlib import Path

import pytest

from bot.documents.files import write_files_atomically
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.console.terminal import run


def rights(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def everything_in(directory: Path) -> dict[str, str]:
    return {str(path.relative_to(directory)): rights(path) for path in directory.rglob("*")}


async def test_the_database_its_log_and_its_lock_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with Database(f"sqlite:///{folder}/flightplan.db") as database:
        await database.run(lambda tx: None)
        assert rights(folder) == "0700"
        found = everything_in(folder)
        assert {"flightplan.db", "flightplan.db-wal", "flightplan.db-shm", "flightplan.db.lock"} == set(found)
        assert set(found.values()) == {"0600"}
        assert database.exposed_files == ()


def test_documents_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    write_files_atomically(tmp_path / "out", {"plan.md": b"words", "charts/levels.png": b"words"})
    found = everything_in(tmp_path)
    assert found["out"] == "0700" and found["out/plan.md"] == found["out/charts/levels.png"] == "0600"


def test_whatever_a_command_writes_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    recording = ROOT / "tests/evals/interviews/freight-invoice-matching.yaml"
    code, screen = run("replay", str(recording), "--out", "a/b/out", directory=tmp_path)
    assert code == 0, screen
    wide = {path: found for path, found in everything_in(tmp_path).items() if int(found, 8) & 0o077}
    assert wide == {} and (tmp_path / "a/b/out/plan.json").exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_the_doctor_names_a_database_of_before_that_others_can_read(tmp_path: Path, mode: int) -> None:
    kept = tmp_path / "flightplan.db"
    kept.touch(mode=0o600)
    kept.chmod(mode)
    code, screen = run("doctor", directory=tmp_path, DATABASE_URL=f"sqlite:///{kept}")
    unfolded = " ".join(screen.split())
    assert code == 0 and f"chmod 600 {kept}" in unfolded
    assert rights(kept) == f"{mode:04o}"


def test_the_doctor_says_nothing_of_one_that_they_cannot(tmp_path: Path) -> None:
    code, screen = run("doctor", directory=tmp_path)
    assert code == 0 and "chmod" not in screen
