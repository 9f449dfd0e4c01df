"""Kill -9: whatever was acknowledged is there afterwards, and the file is free again."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.domain.core.errors import StorageFailed
from bot.domain.interview.interview import Interview
from bot.storage.engine.database import Database

ROOT = Path(__file__).parents[3]
WRITER = """
import asyncio, sys
from bot.storage.engine.database import Database
from tests.support.builders import an_interview, a_turn

async def write(acme):
    interview = an_interview()
    await acme.run(lambda uow: uow.interviews.add(interview))
    for number in range(100_000):
        heard = interview.add_turn(a_turn(f"t{number}", text=f"words {number} " * 50))
        interview = await acme.run(lambda uow: uow.interviews.save(heard))
        print(f"t{number}", flush=True)

asyncio.run(write(Database(sys.argv[1]).in_workspace("acme")))
"""


@contextmanager
def writing_to(file: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that stores turns one by one and prints each when it is stored."""
    command = [sys.executable, "-c", WRITER, f"sqlite:///{file}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        try:
            yield writer
        finally:
            writer.kill()


def read_until(writer: "subprocess.Popen[str]", turns: int) -> list[str]:
    assert writer.stdout is not None
    return [writer.stdout.readline().strip() for _ in range(turns)]


@pytest.mark.parametrize("turns", [1, 7, 40])
def test_every_acknowledged_turn_survives_a_kill(file: Path, turns: int) -> None:
    with writing_to(file) as writer:
        acknowledged = read_until(writer, turns)
        writer.send_signal(signal.SIGKILL)
        assert writer.stdout is not None
        acknowledged += writer.stdout.read().split()
    stored = reopened(file)
    assert acknowledged == [f"t{number}" for number in range(len(acknowledged))]
    # The one under way when the kill came may be stored without having been acknowledged.
    assert [turn.id for turn in stored.turns][: len(acknowledged)] == acknowledged
    assert len(stored.turns) - len(acknowledged) in {0, 1}
    assert stored.version == len(stored.turns)


def test_the_file_is_refused_while_another_process_has_it_and_free_after_a_kill(file: Path) -> None:
    with writing_to(file) as writer:
        read_until(writer, 1)
        with pytest.raises(StorageFailed, match=rf"{file} is in use by another Flightplan \(process {writer.pid}\)"):
            Database(f"sqlite:///{file}")
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert reopened(file).turns


def reopened(file: Path) -> Interview:
    with Database(f"sqlite:///{file}") as database:
        return asyncio.run(database.in_workspace("acme").run(lambda uow: uow.interviews.get("i1")))
