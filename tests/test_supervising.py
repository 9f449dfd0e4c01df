"""How many processes a machine has, and how their head starts, restarts and ends them."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.core.errors import SettingsInvalid, StorageFailed
from bot.observability.logs import configure_logs
from bot.settings import Settings
from bot.supervising import Role, count_workers
from bot.supervisor import HOPELESS, Part, Pulses, Supervisor
from tests.console.terminal import run
from tests.support.programs import Program

PATIENCE = 30.0
POSTGRES = "postgresql://flightplan@db/flightplan"
FILE, MEMORY = "sqlite:///x.db", "sqlite:///:memory:"


@pytest.mark.parametrize(
    ("url", "processes", "role", "workers"),
    [
        (FILE, None, Role.whole, 1),
        (FILE, 3, Role.whole, 3),
        (FILE, 0, Role.whole, None),
        (MEMORY, None, Role.whole, None),
        (MEMORY, 2, Role.whole, None),
        (POSTGRES, None, Role.whole, max(1, len(os.sched_getaffinity(0)) - 1)),
        (POSTGRES, 4, Role.whole, 4),
        (POSTGRES, 0, Role.whole, None),
        (POSTGRES, 4, Role.worker, 4),
        (POSTGRES, 4, Role.door, 0),
    ],
)
def test_as_many_work_as_the_settings_say_or_the_machine_has_cores_for(
    url: str, processes: int | None, role: Role, workers: int | None
) -> None:
    assert count_workers(Settings(database_url=url, processes=processes), role) == workers


@pytest.mark.parametrize("role", [Role.door, Role.worker])
def test_a_door_or_workers_alone_need_a_database_for_several_machines_and_processes(role: Role) -> None:
    with pytest.raises(SettingsInvalid, match="they need PostgreSQL"):
        count_workers(Settings(database_url=FILE), role)
    with pytest.raises(SettingsInvalid, match="PROCESSES not 0"):
        count_workers(Settings(database_url=POSTGRES, processes=0), role)


@pytest.mark.parametrize("others", [("--door",), ("--socket",), ("--http",)])
def test_a_machine_that_only_works_has_no_way_in(tmp_path: Path, others: tuple[str, ...]) -> None:
    code, screen = run("serve", "--worker", *others, directory=tmp_path)
    assert code in {1, 2}
    assert "--worker goes with none of --door, --socket and --http" in " ".join(screen.split())


def test_a_worker_that_is_silent_for_more_than_five_seconds_counts_no_more() -> None:
    now = 100.0
    pulses = Pulses(3, lambda: now)
    assert len(pulses) == 3 and pulses.count_alive() == 0
    pulses.beat(1)
    pulses.beat(2)
    now = 105.0
    assert pulses.count_alive() == 2
    now = 105.1
    assert pulses.count_alive() == 0
    pulses.beat(2)
    assert pulses.count_alive() == 1


# --- a head in a process of its own ----------------------------------------------------------------------


def supervise(*parts: tuple[str, Callable[[], None]]) -> None:
    configure_logs()
    head = Supervisor(lambda: print("closing", flush=True))  # noqa: T201
    for name, work in parts:
        head.start(Part(name, work))
    sys.exit(head.run())


def rest() -> None:
    time.sleep(PATIENCE)


def give_up() -> None:
    raise SettingsInvalid("PORT: none is free.")


def stumble() -> None:
    raise StorageFailed("The database is away.")


def crash() -> None:
    raise KeyError("somebody's words")


def read_until(head: Program, words: str) -> str:
    """What it wrote until then."""
    seen = ""
    while words not in seen:
        line = head.screen.readline().decode()
        assert line, seen
        seen += line
    return seen


def test_what_a_new_start_would_not_help_ends_all_and_is_said_in_a_line() -> None:
    head = Program(supervise, ("door", rest), ("worker 1", give_up))
    seen = read_until(head, "closing")
    assert head.wait(PATIENCE) == HOPELESS
    assert "PORT: none is free." in seen and "started anew" not in seen
    head.close()


@pytest.mark.parametrize(("work", "words"), [(stumble, "can't go on. The database is away."), (crash, "Details: /")])
def test_whoever_fails_is_started_again_and_again_later_each_time(work: Callable[[], None], words: str) -> None:
    head = Program(supervise, ("door", rest), ("worker 1", work))
    seen = "".join(read_until(head, "worker 1 ended (exit code 1) and is started anew") for _ in range(3))
    assert words in seen and "somebody's words" not in seen
    head.send_signal(signal.SIGTERM)
    read_until(head, "closing")
    assert head.wait(PATIENCE) == 0
    head.close()


def test_a_head_that_is_told_to_stop_before_all_have_started_starts_no_more() -> None:
    head = Program(supervise, *((f"worker {number}", rest) for number in range(20)))
    read_until(head, "The worker 0 is process")
    head.send_signal(signal.SIGTERM)
    assert head.wait(PATIENCE) == 0
    head.close()
