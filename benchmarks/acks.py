"""How long Slack waits for its ack over HTTP while answers are worked, beside a bare Bolt app in the same run:

    python -m benchmarks.acks [--postgresql] [--checkout DIR] [--seconds 30] [--json]

People answer in their interviews at a steady rate, then all at once; the app reads by rule. It runs as operators start
it, from this checkout or another; bare Bolt is a process that acknowledges and does nothing. What sends is a process of
its own, and the local Slack of the tests one more: on two cores all of them share. The load of the machine is printed
too, since it counts.
"""

import argparse
import asyncio
import hashlib
import hmac
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

from benchmarks.throughput import list_processes, read_cpu
from tests.conftest import ROOT
from tests.e2e.conversation import ANSWERS, begun
from tests.e2e.serving import free_port, listens, serving
from tests.slack_stub import Message, SlackServer, Timing, User
from tests.slack_stub.delivery.signed_http import encoded
from tests.support.postgres_server import PostgresServer

PEOPLE, RATE, BURST = 40, 20, 500
SECRET = SlackServer.signing_secret


class Sending(NamedTuple):
    url: str
    bodies: list[bytes]
    pause: float
    """Between two; 0: all at once."""


class Acks(NamedTuple):
    seconds: list[float]
    statuses: Counter[int]
    cpu: float = 0.0
    """Milliseconds of a processor for each, of the process that acknowledges."""

    def describe(self) -> dict[str, float]:
        cuts = quantiles(self.seconds, n=100)
        ended = {"p50": 1000 * cuts[49], "p99": 1000 * cuts[98], "max": 1000 * max(self.seconds)}
        return ended | {"cpu": self.cpu}


# --- the sender's process --------------------------------------------------------------------------------


def send_when_told(orders: "Connection[Acks, Sending | None]") -> None:
    while (order := orders.recv()) is not None:
        orders.send(asyncio.run(_send_all(order)))


async def _send_all(order: Sending) -> Acks:
    acks, began = Acks([], Counter()), time.monotonic()

    async def send(session: aiohttp.ClientSession, number: int, body: bytes) -> None:
        await asyncio.sleep(max(0.0, began + order.pause * number - time.monotonic()))
        started = time.monotonic()
        async with session.post(order.url, data=body, headers=_sign(body)) as answer:
            await answer.read()
            acks.statuses[answer.status] += 1
        acks.seconds.append(time.monotonic() - started)

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=120)) as session:
        await asyncio.gather(*(send(session, number, body) for number, body in enumerate(order.bodies)))
    return acks


def _sign(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    proof = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={proof}"}
    return {"Content-Type": "application/json", **signed}


# --- bare Bolt's process ---------------------------------------------------------------------------------


def serve_bare_bolt(port: int) -> None:
    import uvicorn  # noqa: PLC0415  only this process needs them
    from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler  # noqa: PLC0415
    from slack_bolt.app.async_app import AsyncApp  # noqa: PLC0415
    from slack_bolt.authorization import AuthorizeResult  # noqa: PLC0415
    from starlette.applications import Starlette  # noqa: PLC0415
    from starlette.requests import Request  # noqa: PLC0415
    from starlette.responses import Response  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    async def heed() -> None:
        """Nothing is done with it."""

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)
    app.event("message")(heed)
    handler = AsyncSlackRequestHandler(app)

    async def take(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", take, methods=["POST"])])
    uvicorn.run(site, port=port, log_level="error", access_log=False)


# --- what is sent ----------------------------------------------------------------------------------------


async def write_answers(slack: SlackServer, talks: Sequence[tuple[User, Message]], count: int) -> list[bytes]:
    """What Slack would send of so many answers, one person after the other; nothing is sent yet."""
    with slack.holding() as held:
        for number in range(count):
            person, root = talks[number % len(talks)]
            await person.says(person.dm, f"{ANSWERS[number // len(talks) % len(ANSWERS)]} ({number})", root)
        told = [encoded(delivery)[1] for delivery in held]
        held.clear()
    return told


def find_door(head: int) -> int:
    """The first process that the head starts; itself, where it is all there is."""
    return next(iter(list_processes(head)[1:]), head)


async def measure(slack: SlackServer, directory: Path, wanted: argparse.Namespace, **env: str) -> dict[str, Acks]:
    spawned = multiprocessing.get_context("spawn")
    ours, theirs = spawned.Pipe()
    bare_port = free_port()
    sender = spawned.Process(target=send_when_told, args=(theirs,))
    bare = spawned.Process(target=serve_bare_bolt, args=(bare_port,))
    sender.start(), bare.start()
    await listens(bare_port)

    arguments, settings = ("--http", "--analyst", "offline"), {"PYTHONPATH": str(wanted.checkout), **env}
    try:
        async with serving(slack, directory, *arguments, **settings) as process:
            assert slack.http is not None and process.running.stderr is not None
            log = asyncio.create_task(process.running.stderr.read())  # whoever's log is not read stands still
            app, bolt = slack.http.url, f"http://127.0.0.1:{bare_port}/slack/events"
            door = find_door(process.running.pid)

            async def send(url: str, bodies: list[bytes], pause: float) -> Acks:
                pids = [door if url == app else bare.pid or 0]
                before = read_cpu(pids)
                ours.send(Sending(url, bodies, pause))
                acks: Acks = await asyncio.to_thread(ours.recv)
                return acks._replace(cpu=1000 * (read_cpu(pids) - before) / len(bodies))

            people = [slack.user(f"person{number}") for number in range(PEOPLE)]
            talks = [(person, await begun(slack, person, name=f"P{number}")) for number, person in enumerate(people)]
            answers = await write_answers(slack, talks, wanted.seconds * RATE)
            crowd = await write_answers(slack, talks, BURST)
            found = {
                "bare Bolt, quiet": await send(bolt, answers[: 10 * RATE], 1 / RATE),
                "bare Bolt, burst": await send(bolt, crowd, 0),
                "while worked": await send(app, answers, 1 / RATE),
                "burst, while worked": await send(app, crowd, 0),
                "bare Bolt beside the work": await send(bolt, answers[: 10 * RATE], 1 / RATE),
            }
            assert process.running.returncode is None
        await log
    finally:
        ours.send(None)
        bare.terminate()
        sender.join(), bare.join()
    return found


def show(found: dict[str, Acks]) -> None:
    print(f"{'':28}{'acks':>6}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'CPU ms':>9}")
    for name, acks in found.items():
        cuts = acks.describe()
        wrong = {status: count for status, count in acks.statuses.items() if status != 200}
        told = "".join(f"{cuts[each]:9.1f}" for each in ("p50", "p99", "max")) + f"{acks.cpu:9.2f}"
        print(f"{name:28}{len(acks.seconds):6}{told}  {wrong or ''}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="on the tests' own server instead of SQLite")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="whose app is measured")
    parser.add_argument("--seconds", type=int, default=30, help="of steady answers")
    parser.add_argument("--json", action="store_true", help="as one object")
    return parser.parse_args()


def main() -> None:
    logging.disable(logging.WARNING)
    wanted = read_arguments()
    manifest = json.loads((ROOT / "manifest.json").read_text())
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as directory, SlackServer(manifest, Timing(ack=120.0)) as slack:
        server = PostgresServer() if wanted.postgresql else None
        try:
            env = {"DATABASE_URL": server.create()} if server is not None else {}
            found = asyncio.run(measure(slack, Path(directory), wanted, **env))
        finally:
            if server is not None:
                server.stop()
    if wanted.json:
        told = {name: acks.describe() for name, acks in found.items()}
        print(json.dumps({"load": load, "checkout": str(wanted.checkout.name), "milliseconds": told}))
        return
    print(f"load before: {load:.1f}")
    show(found)


if __name__ == "__main__":
    main()
