"""How long people wait for an ack while strangers send what Slack never signed:

    python -m benchmarks.door [--postgresql] [--times N] [ATTACK NUMBER ...]

The real app over HTTP, in a process of its own; the local Slack of the tests, where people give commands; and the
strangers in a third process, ready before anything is measured. Quiet times and attacks take turns, so that what else
the machine does falls on both: compare the ratios, not the figures of two runs.
"""

import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import aiohttp

from tests.conftest import ROOT
from tests.e2e.serving import serving
from tests.slack_stub import SlackServer, Timing, User
from tests.support.postgres_server import PostgresServer

PEOPLE, ROUNDS, PAUSE = 20, 5, 0.2
"""Each person gives so many commands, so many seconds apart."""
_GO = "go"
PAIRS = b"a&" * 900_000
DEEP = b"[" * 100_000


class Attack(NamedTuple):
    name: str
    requests: int
    side_by_side: int
    bodies: tuple[bytes, ...]
    seconds: float = 0.0
    """Over which they are spread; 0 for as fast as they go."""
    signed: bool = False
    """With a signature that is well formed, and wrong."""
    half: bool = False
    """The headers only, and then nothing more."""


FORM = b"command=%2Fpilot&text=pause&trigger_id=1.2.3"
ATTACKS = (
    Attack("500 small ones over 3 s", 500, 50, (FORM,), 3.0, signed=True),
    Attack("500 small ones at once", 500, 500, (FORM,), signed=True),
    Attack("500 of all kinds over 3 s", 500, 50, (FORM, FORM * 500, DEEP, FORM, PAIRS), 3.0),
    Attack("500 of all kinds at once, falsely signed", 500, 500, (FORM, FORM * 500, DEEP, FORM, PAIRS), signed=True),
    Attack("30 of 900,000 pairs at once", 30, 30, (PAIRS,)),
    Attack("200 half-sent", 200, 200, (FORM,), half=True),
)


# --- the strangers' process ------------------------------------------------------------------------------


def attack(port: int, attack: Attack, told: "Connection[Counter[str], str]") -> None:
    os.nice(19)  # strangers have machines of their own: here they get what the app and the people leave
    told.send(Counter())
    while told.recv() == _GO:
        told.send(asyncio.run(_attack(port, attack)))


async def _attack(port: int, attack: Attack) -> Counter[str]:
    answers: Counter[str] = Counter()
    numbers = iter(range(attack.requests))
    began = time.monotonic()

    async def send_some(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            await asyncio.sleep(max(0.0, began + attack.seconds * number / attack.requests - time.monotonic()))
            send = _send_half(port) if attack.half else _send(session, port, attack, number)
            answers[await send] += 1

    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=120)) as session:
        await asyncio.gather(*(send_some(session) for _ in range(attack.side_by_side)))
    return answers


async def _send(session: aiohttp.ClientSession, port: int, attack: Attack, number: int) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if attack.signed:
        headers |= {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": f"v0={'0' * 64}"}
    body = attack.bodies[number % len(attack.bodies)]
    try:
        async with session.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers) as response:
            return str(response.status)
    except (aiohttp.ClientError, TimeoutError) as exc:
        return type(exc).__name__


async def _send_half(port: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Le")
    began = time.monotonic()
    try:
        await asyncio.wait_for(reader.read(), 20)
    except (TimeoutError, OSError):
        return "still open after 20 s"
    finally:
        writer.close()
    return f"closed after {time.monotonic() - began:.0f} s"


# --- people ----------------------------------------------------------------------------------------------


async def measure_acks(people: Sequence[User], rounds: int) -> list[float]:
    async def speak(person: User, late: float) -> list[float]:
        await asyncio.sleep(late)
        waited = []
        for _ in range(rounds):
            ack = await person.command("/pilot", "help", person.dm)
            waited.append(ack.seconds)
            await asyncio.sleep(PAUSE)
        return waited

    spread = (speak(person, PAUSE * number / len(people)) for number, person in enumerate(people))
    return [seconds for waited in await asyncio.gather(*spread) for seconds in waited]


class Figures(NamedTuple):
    quiet: list[float]
    attacked: list[float]
    answers: Counter[str]


async def measure_under(attacked: Attack, port: int, people: Sequence[User], times: int) -> Figures:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    strangers = context.Process(target=attack, args=(port, attacked, there))
    strangers.start()
    await asyncio.to_thread(here.recv)
    found = Figures([], [], Counter())
    for _ in range(times):
        found.quiet.extend(await measure_acks(people, ROUNDS))
        here.send(_GO)
        while not here.poll():
            found.attacked.extend(await measure_acks(people, 1))
        found.answers.update(here.recv())
    here.send("")
    strangers.join()
    return found


def show(name: str, found: Figures) -> None:
    (_, usual), (p50, p99) = (
        [1000 * quantiles(some, n=100)[at] for at in (49, 98)] for some in (found.quiet, found.attacked)
    )
    told = ", ".join(f"{count} × {what}" for what, count in found.answers.most_common())
    milliseconds = f"{usual:9.1f}{p50:9.1f}{p99:9.1f}{1000 * max(found.attacked):9.1f}"
    print(f"{name:42}{len(found.attacked):6}{milliseconds}{p99 / usual:8.1f}  {told}", flush=True)


async def measure(slack: SlackServer, directory: Path, wanted: argparse.Namespace, **env: str) -> None:
    people = [slack.user(f"person{number}") for number in range(PEOPLE)]
    async with serving(slack, directory, "--http", "--analyst", "offline", **env) as process:
        assert slack.http is not None and process.running.stderr is not None
        log = asyncio.create_task(process.running.stderr.read())  # whoever's log is not read stands still
        port = int(slack.http.url.split(":")[2].split("/")[0])
        await measure_acks(people, 3)
        print(f"{'':42}{'acks':>6}{'quiet p99':>9}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'ratio':>8}  they got")
        for number in wanted.attacks or range(len(ATTACKS)):
            show(ATTACKS[number].name, await measure_under(ATTACKS[number], port, people, wanted.times))
        assert process.running.returncode is None
    await log


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("attacks", type=int, nargs="*", help="their numbers, from 0; all without")
    parser.add_argument("--times", type=int, default=5, help="quiet times and attacks of each kind")
    parser.add_argument("--postgresql", action="store_true", help="on the tests' own server instead of SQLite")
    return parser.parse_args()


def main() -> None:
    logging.disable(logging.WARNING)
    wanted = read_arguments()
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with tempfile.TemporaryDirectory() as directory, SlackServer(manifest, Timing(ack=120.0)) as slack:
        if not wanted.postgresql:
            asyncio.run(measure(slack, Path(directory), wanted))
            return
        server = PostgresServer()
        try:
            asyncio.run(measure(slack, Path(directory), wanted, DATABASE_URL=server.create()))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
