"""What grows with what is kept: python -m benchmarks.growth [--postgresql] [--pilots 10000] [--events 50000]

The same database is filled step by step, with events that wait for later and with pilots, and the same is done in it
each time: an event claimed, an interview answered, and everything that somebody reads who sees 20, 200 or 2,000 of the
pilots. Compare within one run: the factor is what a full database costs over an empty one.
"""

import argparse
import asyncio
import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

import structlog
from sqlalchemy import text

from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Event
from bot.knowledge import load_knowledge
from bot.services.digest.portfolio import build_portfolio
from bot.services.digest.weekly_digest import build_past_run, write_digest
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies
from bot.slack.views.commands import Asker, read_list, read_status
from bot.slack.views.screens import ViewBuilder
from bot.slack.workspace.permalinks import Permalinks
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.e2e.app import running
from tests.e2e.turns import play_turns
from tests.seeded.multiplying import fill, fill_events
from tests.seeded.pilots import STORIES
from tests.seeded.story import NOW
from tests.seeded.telling import told
from tests.slack_stub import SlackServer, Timing
from tests.support.postgres_server import PostgresServer

READERS = (20, 200, 2000)
WORKSPACE, TIMES, CLAIMS, TURNS = "T0ACME", 5, 40, 6


async def measure_queue(url: str, waiting: int) -> None:
    """One event is due, so many wait for later; after that nothing is due."""
    claimed, idle = [], []
    with Database(url) as database:
        queue, workspace = database.get_workspace_queue(WORKSPACE), database.in_workspace(WORKSPACE)
        for number in range(CLAIMS):
            event = Event(id=f"due{waiting}:{number}", lane="inbox", line=f"due{number}", kind="note")
            await workspace.run(lambda uow, event=event: uow.events.add(event))
            with timed(claimed):
                (claim,) = await queue.claim_events("w", "inbox", 30.0)
            await queue.finish_event(claim, None)
            with timed(idle):
                await queue.claim_events("w", "inbox", 30.0)
                await queue.wait_for_events("inbox", 0.0)
    print(f"{waiting:>8} waiting: claimed in {median(claimed):.1f} ms, nothing found in {median(idle):.1f} ms")


async def measure_turns(url: str, knowledge: Knowledge, number: int) -> float:
    """Milliseconds of a processor that an answer takes from one rest to the next, the played Slack with it; each time
    by somebody else."""
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with SlackServer(manifest, Timing()) as slack:
        async with running(slack, knowledge, url) as app:
            person = [slack.user(f"dana{count}") for count in range(number)][-1]
            return median([cost.cpu async for cost in play_turns(app, person, TURNS)][2:])


async def measure_reads(url: str, knowledge: Knowledge) -> None:
    with Database(url) as database:
        workspace = database.in_workspace(WORKSPACE)
        links = Permalinks("https://acme.slack.com/")
        deps = QueryDependencies(workspace, knowledge, links)
        views = ViewBuilder(deps, links)

        def in_one(work: Callable[[UnitOfWork], object]) -> Callable[[], Awaitable[object]]:
            return lambda: workspace.run(work)

        for seen in READERS:
            person, name = f"U0SEES{seen}", "Policy answers 1~"
            asker = Asker(person, None, NOW.date())
            digest = build_past_run(DigestSettings(person=person), NOW)
            reads = {
                "list": in_one(lambda uow, asker=asker: read_list(uow, deps, "", asker)),
                "status": in_one(lambda uow, asker=asker, name=name: read_status(uow, deps, name, asker)),
                "Home": lambda person=person: views.build_home_view(person, NOW.date()),
                "portfolio": lambda person=person: build_portfolio(workspace, knowledge, person, NOW),
                "digest": lambda digest=digest: write_digest(workspace, knowledge, digest),
            }
            found = {what: await measure_read(read) for what, read in reads.items()}
            print(f"{seen:>8} seen: {', '.join(f'{what} {took}' for what, took in found.items())}; {memory()}")


async def measure_read(read: Callable[[], Awaitable[object]]) -> str:
    """As people wait for it, and what a processor has to do with it, which neighbours on the machine don't change."""
    found: list[float] = []
    begin = time.process_time()
    for _ in range(TIMES):
        with timed(found):
            await read()
    return f"{median(found):.0f} ms ({1000 * (time.process_time() - begin) / TIMES:.0f})"


@contextmanager
def timed(found: list[float]) -> Iterator[None]:
    """In milliseconds."""
    begin = time.perf_counter()
    yield
    found.append(1000 * (time.perf_counter() - begin))


def memory() -> str:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return f"{most:.0f} MB at most"


def change(url: str, step: Callable) -> None:
    with Database(url) as database:
        asyncio.run(database.run(step))
        with database.engine.begin() as connection:
            if connection.dialect.name == "postgresql":  # as its autovacuum would; on SQLite nobody does
                connection.execute(text("ANALYZE"))


def run(url: str, wanted: argparse.Namespace) -> None:
    knowledge = load_knowledge(ROOT / "knowledge")
    stories = [told(story, knowledge) for story in STORIES]
    print(url.split(":", maxsplit=1)[0])
    empty = asyncio.run(measure_turns(url, knowledge, 1))
    asyncio.run(measure_queue(url, 0))
    for count in (wanted.events // 5, wanted.events):
        change(url, lambda tx, count=count: fill_events(tx, WORKSPACE, count, tx.now + timedelta(days=30)))
        asyncio.run(measure_queue(url, count))
    waiting = asyncio.run(measure_turns(url, knowledge, 2))
    leaders = {f"U0SEES{seen}": seen for seen in READERS}
    change(url, lambda tx: fill(tx, WORKSPACE, stories, wanted.pilots, leaders))
    full = asyncio.run(measure_turns(url, knowledge, 3))
    print(f"an answer: {empty:.0f} ms, with {wanted.events} events waiting {waiting:.0f}, and pilots {full:.0f}")
    asyncio.run(measure_reads(url, knowledge))


def main() -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pilots", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--postgresql", action="store_true", help="on the tests' own server")
    wanted = parser.parse_args()
    if not wanted.postgresql:
        with tempfile.TemporaryDirectory() as directory:
            run(f"sqlite:///{Path(directory) / 'flightplan.db'}", wanted)
        return
    server = PostgresServer()
    try:
        run(server.create(), wanted)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
