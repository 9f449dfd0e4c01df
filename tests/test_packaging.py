import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.M)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


def test_what_runs_is_what_was_tested_without_the_tools() -> None:
    run, everything = pins("requirements-run.lock"), pins("requirements.lock")
    assert run.items() <= everything.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {re.split(r"[\[=]", one)[0].lower() for one in project["dependencies"]}
    tools = {re.split(r"[\[=]", one)[0].lower() for one in project["optional-dependencies"]["dev"]}
    assert named <= run.keys()
    assert not tools & run.keys()


def test_what_looks_at_the_packages_is_pinned_and_stands_apart_from_them() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    tools = dict(one.split("==") for one in groups["supply"])
    assert tools.items() <= pins("requirements-supply.lock").items()
    assert not tools.keys() & pins("requirements.lock").keys()


def test_every_pin_has_its_hash_and_names_no_index() -> None:
    for name in ("requirements.lock", "requirements-run.lock", "requirements-supply.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text and "index-url" not in text
        assert len(PIN.findall(text)) == len(re.findall(r"==\S+.*\\\n    --hash=sha256:", text))


def test_the_image_takes_what_is_there_and_leaves_the_rest_out() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.M)
    let_in = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.M)
    assert sorted(copied) == sorted(let_in)
    assert all((ROOT / name).exists() for name in copied)
    assert not any(Path(name).name.startswith(".") for name in let_in)


def test_the_image_that_it_is_built_on_can_be_pinned_by_its_digest() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^FROM (\S+)", text, re.M) == ["${BASE}", "${BASE}"]
    assert text.startswith("# ") and "\nARG BASE=python:3.11-slim\n" in text.partition("FROM")[0]


def test_what_is_checked_elsewhere_is_what_make_checks() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yaml").read_text())
    assert "make test" in [step.get("run") for step in workflow["jobs"]["test"]["steps"]]
    assert {"make sbom", "make advisories"} <= {step.get("run") for step in workflow["jobs"]["supply"]["steps"]}
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [hook["entry"] for hook in repository["hooks"]] == ["make lint"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install .` puts beside other packages, built here and now, without a network."""
    pytest.importorskip("hatchling")
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(built / "packages")
    return built / "packages"


def test_an_installed_flightplan_has_all_that_it_reads(installed: Path) -> None:
    for folder in ("knowledge", "prompts"):
        there = {file.name for file in (installed / "bot/shipped" / folder).iterdir()}
        assert there == {file.name for file in (ROOT / folder).iterdir()}
    beside = {path.relative_to(ROOT) for path in (ROOT / "bot").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {path for path in beside if not (installed / path).exists()} == set()
    (described,) = installed.glob("*.dist-info")
    assert "flightplan = bot.cli:main" in (described / "entry_points.txt").read_text()
    assert (described / "licenses/LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_an_installed_flightplan_works_without_the_repository(installed: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", "from bot.cli import main; main()", "doctor"]
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "Knowledge: framework" in done.stdout and "Prompts: sound." in done.stdout
    assert (tmp_path / "flightplan.db").exists()
