"""Once: what takes long to work out is worked out by one of the processes that share a run, and read by the others."""

import fcntl
import os
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from bot.llm.offline.cues import Cues, load_cues
from tests.conftest import ROOT

T = TypeVar("T")


def once(factory: pytest.TempPathFactory, name: str, work_out: Callable[[], T]) -> T:
    """The result, which has to be picklable, under a name of its own in the whole run."""
    file = shared_folder(factory) / f"{name}.pickle"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(pickle.dumps(work_out()))
        result: T = pickle.loads(file.read_bytes())
    return result


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Of all processes of this run; gone before the next."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@cache
def load_shipped_cues() -> Cues:
    """The words that ship for reading by rule: to compile them takes a second, for each process once."""
    return load_cues(ROOT / "knowledge")
