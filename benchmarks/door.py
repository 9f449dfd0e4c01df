"""How long people wait for an ack while strangers send what Slack never signed: python -m benchmarks.door [ROUNDS]

The real app over HTTP, in a process of its own, on SQLite; the local Slack of the tests, where people give commands;
and the strangers in a third process. Each row is an attack that goes on while people speak, between two quiet times of
the same run: compare the ratios, not the figures of two runs.
"""

import asyncio
import json
import logging
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import aiohttp

from tests.conftest import ROOT
from tests.e2e.serving import serving
from tests.slack_stub import SlackServer, Timing, User

PEOPLE, ROUNDS, PAUSE = 20, 15, 0.2
"""Each person gives so many commands, so many seconds apart."""
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


def attack(port: int, attack: Attack, told: "multiprocessing.SimpleQueue[Counter[str]]") -> None:
    os.nice(19)  # strangers have machines of their own: here they get what the app and the people leave
    told.put(asyncio.run(_attack(port, attack)))


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


async def measure_under(attacked: Attack, port: int, people: Sequence[User], rounds: int) -> tuple[list[float], str]:
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.SimpleQueue[Counter[str]] = context.SimpleQueue()
    strangers = context.Process(target=attack, args=(port, attacked, told))
    strangers.start()
    acks: list[float] = []
    while told.empty() or not acks:
        acks += await measure_acks(people, rounds)
    strangers.join()
    return acks, ", ".join(f"{count} × {what}" for what, count in told.get().most_common())


def show(name: str, acks: Sequence[float], quiet: Sequence[float], answers: str = "") -> None:
    p50, p99, usual = (1000 * quantiles(some, n=100)[at] for some, at in ((acks, 49), (acks, 98), (quiet, 98)))
    print(f"{name:42}{len(acks):6}{p50:9.1f}{p99:9.1f}{1000 * max(acks):9.1f}{p99 / usual:8.1f}  {answers}", flush=True)


async def measure(slack: SlackServer, directory: Path, rounds: int) -> None:
    people = [slack.user(f"person{number}") for number in range(PEOPLE)]
    async with serving(slack, directory, "--http", "--analyst", "offline") as process:
        assert slack.http is not None and process.running.stderr is not None
        log = asyncio.create_task(process.running.stderr.read())  # whoever's log is not read stands still
        port = int(slack.http.url.split(":")[2].split("/")[0])
        await measure_acks(people, 3)
        print(f"{'':42}{'acks':>6}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'ratio':>8}  what the strangers got")
        for one in ATTACKS:
            quiet = await measure_acks(people, rounds)
            acks, answers = await measure_under(one, port, people, rounds)
            quiet += await measure_acks(people, rounds)
            show("quiet", quiet, quiet)
            show(one.name, acks, quiet, answers)
        assert process.running.returncode is None
    await log


def main() -> None:
    logging.disable(logging.WARNING)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with tempfile.TemporaryDirectory() as directory, SlackServer(manifest, Timing(ack=120.0)) as slack:
        asyncio.run(measure(slack, Path(directory), rounds))


if __name__ == "__main__":
    main()
