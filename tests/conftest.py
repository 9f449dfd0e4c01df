"""What every test may ask for: knowledge to measure against, loaded once, and an environment of its own."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path

import pytest

from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from tests.seeded.fixtures import *  # noqa: F403
from tests.support.chance import load_examples
from tests.support.databases import *  # noqa: F403 - fixtures that every directory may ask for

ROOT = Path(__file__).resolve().parent.parent
FIXED_KNOWLEDGE = ROOT / "tests/fixtures/knowledge"
"""What tests of logic measure against: what ships may grow without them. `test_knowledge.py` tests what ships."""
_MEMORY, _ROOM = Path("/dev/shm"), 2 << 30

load_examples()
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))  # no test is about how long a disk takes


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules and tests stay to the end: more than half a million objects that no search for garbage goes through."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.write_line(f"Order and chance by --randomly-seed={config.getoption('randomly_seed', 'none')}")
    counted = Counter[str]()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if getattr(report, "when", "") == "call":
            counted.update(dict(report.user_properties).get("soak", {}))
    if counted:
        terminalreporter.write_line(f"Soaked: {', '.join(f'{number} {name}' for name, number in counted.items())}.")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(FIXED_KNOWLEDGE)


@pytest.fixture(scope="session")
def shipped_knowledge() -> Knowledge:
    """What the product itself measures and reads with."""
    return load_knowledge(FIXED_KNOWLEDGE.parents[2] / "knowledge")


@pytest.fixture(scope="session")
def framework(knowledge: Knowledge) -> Framework:
    return knowledge.framework


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine() -> Iterator[None]:
    """No test may reach a model or a database because of how the machine is set up."""
    before = dict(os.environ)
    ours = (
        "OPENAI_",
        "MODEL",
        "DATABASE_URL",
        "PORT",
        "WORKERS",
        "PROCESSES",
        "SLACK_",
        "ANTHROPIC_",
        "AZURE_",
        "AWS_",
    )
    for name in [name for name in before if name.startswith(ours)]:
        del os.environ[name]
    yield
    os.environ.clear()
    os.environ.update(before)
