"""How many turns a second, what of a processor each takes, and in how much memory:

    python -m benchmarks.throughput [--checkout DIR] [--postgresql] [--model] [--people 12] [--turns 240]
        [--processes 2] [--slowed] [--json]

People answer as soon as they are asked, each in an interview of their own. The app runs as operators start it, over
sockets, and reads by rule, or (`--model`) asks a played service that answers at once. Its processes are looked at from
outside: what they took of the processors from the first answer to the last next question, and what they hold then. The
local Slack and whoever answers take their share of the machine too, so turns a second on two cores say less than CPU.
What a second worker gains can't be seen where one has a core of its own and all others share the other: `--slowed`
stops each worker for three quarters of the time, as if it had a quarter of a core.
"""

import argparse
import asyncio
import json
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.databases import opened
from tests.conftest import ROOT
from tests.e2e.conversation import STORY, begun
from tests.e2e.serving import serving
from tests.llm.replies import a_mapping
from tests.slack_stub import Message, SlackServer, Timing, User
from tests.support.model_server import ModelServer

LOOK, PERIOD = 0.005, 0.04
WORKERS = 2
"""The place of the first among the processes: the head and the door come before."""
TICK = os.sysconf("SC_CLK_TCK")


class Throughput(NamedTuple):
    turns_a_second: float
    cpu: float
    """Milliseconds a turn, of all processes together."""
    megabytes: list[int]
    """Of each process."""
    load: float


def list_processes(head: int) -> list[int]:
    """The process and those that it has started."""
    children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
    return [head, *(found for child in children for found in list_processes(int(child)))]


def read_cpu(pids: list[int]) -> float:
    """Seconds, with those of children that have ended."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in pids]
    return sum(int(ticks) for told in fields for ticks in told[11:15]) / TICK


def read_megabytes(pid: int) -> int:
    """What it holds alone, and its share of what it holds with others."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return round(int(told["Pss"].split()[0]) / 1000)


@contextmanager
def slowing(pids: list[int]) -> Iterator[None]:
    """Each works for a quarter of the time, by the clock of the machine, however many they are."""
    over = threading.Event()

    def slow(pid: int) -> None:
        while not over.wait(PERIOD / 4):
            os.kill(pid, signal.SIGSTOP)
            over.wait(3 * PERIOD / 4)
            os.kill(pid, signal.SIGCONT)

    threads = [threading.Thread(target=slow, args=[pid]) for pid in pids]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


async def answer(slack: SlackServer, person: User, root: Message, turns: int) -> None:
    """Each time something new stands below that can be answered."""
    for number in range(turns):
        before = len(slack.said(person.dm, root))
        told = STORY if number == 0 else f"Case {number} of each morning is checked by hand, as all are."
        await person.says(person.dm, told, root)
        while len(slack.said(person.dm, root)) == before:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(LOOK)


async def measure(slack: SlackServer, url: str, wanted: argparse.Namespace, model: ModelServer | None) -> Throughput:
    settings = {"PYTHONPATH": str(wanted.checkout), "DATABASE_URL": url}
    if wanted.processes:
        settings["PROCESSES"] = str(wanted.processes)
    if model is not None:
        settings |= {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "none", "MODEL": "openai:played"}
    arguments = ["--socket"] if model is not None else ["--socket", "--analyst", "offline"]
    with tempfile.TemporaryDirectory() as directory:
        async with serving(slack, Path(directory), *arguments, **settings) as process:
            people = [slack.user(f"person{number}") for number in range(wanted.people)]
            roots = [await begun(slack, person, name=f"P{person.id}") for person in people]
            await asyncio.gather(*(answer(slack, *one, 2) for one in zip(people, roots, strict=True)))
            pids = list_processes(process.running.pid)
            began, before, each = time.monotonic(), read_cpu(pids), max(1, wanted.turns // wanted.people)
            with slowing(pids[WORKERS:] if wanted.slowed else []):
                await asyncio.gather(*(answer(slack, *one, each) for one in zip(people, roots, strict=True)))
            seconds, cpu, turns = time.monotonic() - began, read_cpu(pids) - before, each * wanted.people
            held = [read_megabytes(pid) for pid in pids]
    return Throughput(turns / seconds, 1000 * cpu / turns, held, os.getloadavg()[0])


def main() -> None:
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description="Measures turns a second.")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another checkout of this project")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--turns", type=int, default=240)
    parser.add_argument("--processes", type=int, help="workers beside the door; else as many as the app starts itself")
    parser.add_argument("--slowed", action="store_true", help="each worker has a quarter of a core")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with ExitStack() as used:
        url = used.enter_context(opened(postgresql=wanted.postgresql))
        slack = used.enter_context(SlackServer(manifest, Timing(ack=60.0)))
        model = used.enter_context(ModelServer(lambda request: a_mapping())) if wanted.model else None
        found = asyncio.run(measure(slack, url, wanted, model))
    if wanted.json:
        print(json.dumps(found._asdict()))
        return
    print(f"{found.turns_a_second:.1f} turns a second, {found.cpu:.0f} ms of a processor each; MB by process", end=" ")
    print(f"{found.megabytes}; load {found.load:.1f}")


if __name__ == "__main__":
    main()
