"""Kill -9: whatever was acknowledged is there afterwards, and the file is free again."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.domain.core.errors import StorageFailed
from bot.domain.interview.interview import Interview
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import a_turn, an_interview
from tests.support.programs import Program


def write(url: str) -> None:
    """Stores turns one by one and prints each when it is stored."""
    asyncio.run(_write(Database(url).in_workspace("acme")))


async def _write(acme: WorkspaceTransactions) -> None:
    interview = an_interview()
    await acme.run(lambda uow: uow.interviews.add(interview))
    for number in range(100_000):
        heard = interview.add_turn(a_turn(f"t{number}", text=f"words {number} " * 50))
        interview = await acme.run(lambda uow, heard=heard: uow.interviews.save(heard))  # type: ignore[misc]
        print(f"t{number}", flush=True)  # noqa: T201


@contextmanager
def writing_to(file: Path) -> Iterator[Program]:
    writer = Program(write, f"sqlite:///{file}")
    try:
        yield writer
    finally:
        writer.kill()
        writer.close()


def read_until(writer: Program, turns: int) -> list[str]:
    return [writer.screen.readline().decode().strip() for _ in range(turns)]


@pytest.mark.parametrize("turns", [1, 7, 40])
def test_every_acknowledged_turn_survives_a_kill(file: Path, turns: int) -> None:
    with writing_to(file) as writer:
        acknowledged = read_until(writer, turns)
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.screen.read().decode().split()
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
        writer.wait(60.0)
        assert reopened(file).turns


def reopened(file: Path) -> Interview:
    with Database(f"sqlite:///{file}") as database:
        return asyncio.run(database.in_workspace("acme").run(lambda uow: uow.interviews.get("i1")))
