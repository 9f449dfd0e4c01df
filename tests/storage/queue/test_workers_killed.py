"""Kill -9 and freezes: every event takes effect once, in order; who was overtaken does nothing more in the world."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.messaging.event import Event
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.tables import events
from tests.conftest import ROOT
from tests.storage.queue import crew
from tests.support.chance import seeds
from tests.support.programs import Program

LINES, EVENTS = 8, 160
_PATIENCE = 60.0


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Where the processes leave what people would see."""
    file = tmp_path / "world.txt"
    file.touch()
    return file


@pytest.fixture
def url(database_url: str) -> str:
    return filled(database_url)


def filled(url: str) -> str:
    def work(uow: UnitOfWork) -> None:
        for number in range(EVENTS):
            uow.events.add(Event(id=f"e{number:03}", lane="inbox", line=f"D{number % LINES}", kind="note"))

    with Database(url) as database:
        asyncio.run(database.in_workspace("w1").run(work))
    return url


@contextmanager
def a_crew(url: str, world: Path, *, workers: int = 4) -> Iterator[Program]:
    process = Program(crew.work, url, world, workers, random.random())
    try:
        yield process
    finally:
        process.kill()
        process.close()


@contextmanager
def one_that_freezes(url: str, world: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A child of this process: only a parent can see that it stands still."""
    command = [sys.executable, "-m", crew.__name__, url, str(world), str(random.random())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def seen(world: Path) -> list[list[str]]:
    """What people saw, in order: event, line, epoch, process."""
    return [line.split() for line in world.read_text().splitlines()]


def until(came: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not came():
        assert time.monotonic() < deadline, "never came"
        time.sleep(0.002)


def some_more(world: Path) -> None:
    """Until a number of further effects, left to chance, was seen."""
    enough = min(EVENTS - 10, len(seen(world)) + random.randint(5, 25))
    until(lambda: len(seen(world)) >= enough)


def to_the_end(url: str, world: Path) -> None:
    with a_crew(url, world) as process:
        assert process.wait(_PATIENCE) == 0


def effects_in(url: str) -> dict[str, list[str]]:
    """What took effect in the database, by line, in order."""
    asked = select(events.c.line, events.c.id).where(events.c.lane == "outbox").order_by(events.c.sequence)
    by_line = defaultdict(list)
    with Database(url) as database:
        for line, event_id in asyncio.run(database.run(lambda tx: tx.connection.execute(asked).all())):
            by_line[line].append(event_id)
    return by_line


def everything_took_effect_once_in_order(url: str) -> None:
    assert effects_in(url) == {
        f"D{line}": [f"e{number:03}" for number in range(line, EVENTS, LINES)] for line in range(LINES)
    }


def nobody_acted_after_a_takeover(world: Path) -> None:
    epochs: dict[str, list[int]] = defaultdict(list)
    for _, line, epoch, _ in seen(world):
        epochs[line].append(int(epoch))
    for line, of_line in epochs.items():
        assert of_line == sorted(of_line), f"in {line}, a claim of before acted after a later one"


@seeds(50)
def test_whatever_is_killed_every_event_takes_effect_once_and_in_order(url: str, world: Path, seed: int) -> None:
    random.seed(seed)
    for _ in range(4):
        with a_crew(url, world) as process:
            some_more(world)
            process.send_signal(signal.SIGKILL)
    to_the_end(url, world)
    everything_took_effect_once_in_order(url)
    nobody_acted_after_a_takeover(world)


def test_processes_side_by_side_take_over_from_those_that_are_killed(postgres_url: str, world: Path) -> None:
    url = filled(postgres_url)
    with a_crew(url, world, workers=1) as steady:
        for _ in range(3):
            with a_crew(url, world) as process:
                until(lambda process=process: acted(process, world) or steady.poll() is not None)  # type: ignore[misc]
                process.send_signal(signal.SIGKILL)
        assert steady.wait(_PATIENCE) == 0
    everything_took_effect_once_in_order(url)
    nobody_acted_after_a_takeover(world)


def test_who_is_frozen_past_its_lease_finds_itself_overtaken_and_does_nothing(postgres_url: str, world: Path) -> None:
    url = filled(postgres_url)
    with one_that_freezes(url, world) as frozen:
        assert frozen.stdout is not None
        held = frozen.stdout.readline().decode().strip()
        assert os.waitid(os.P_PID, frozen.pid, os.WSTOPPED)
        to_the_end(url, world)  # another takes over what the frozen one holds, and all the rest
        frozen.send_signal(signal.SIGCONT)
        assert frozen.wait(_PATIENCE) == 0
    acting = [process for event, _, _, process in seen(world) if event == held]
    assert len(acting) == 1
    assert acting != [str(frozen.pid)]
    everything_took_effect_once_in_order(url)
    nobody_acted_after_a_takeover(world)


def acted(process: Program, world: Path) -> bool:
    return any(acting == str(process.pid) for _, _, _, acting in seen(world))
