import re
import tomllib
from pathlib import Path

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


def test_every_pin_has_its_hash_and_names_no_index() -> None:
    for name in ("requirements.lock", "requirements-run.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text and "index-url" not in text
        assert len(PIN.findall(text)) == len(re.findall(r"==\S+.*\\\n    --hash=sha256:", text))


def test_the_image_takes_what_is_there_and_leaves_the_rest_out() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.M)
    let_in = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.M)
    assert sorted(copied) == sorted(let_in)
    assert all((ROOT / name).exists() for name in copied)
    assert not any(Path(name).name.startswith(".") for name in let_in)
