"""What grows with what is kept: python -m benchmarks.growth [--sqlite | --postgresql] [--pilots 10000] [--json]

On both databases unless one is named. The same database is filled step by step, with events that wait for later, with
workspaces and with pilots, and the same is done in it each time: an event claimed, an interview answered, and
everything that somebody reads who sees 20, 200 or 2,000 of the pilots. Compare within one run: the factor is what a
full database costs over an empty one. Writes out/growth.json and out/growth.png; `--json` prints the same as a last
line.
"""

import argparse
import asyncio
import json
import logging
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from uuid import uuid4

import structlog
from sqlalchemy import bindparam, select, text, update

from benchmarks.growth_picture import draw
from benchmarks.reads import SEEN, get_reader, measure_memory, measure_reads, timed
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Event
from bot.knowledge import load_knowledge
from bot.storage.engine.database import Database
from bot.storage.session.transaction import Transaction
from bot.storage.tables import teams
from tests.conftest import ROOT
from tests.e2e.app import running
from tests.e2e.turns import play_turns
from tests.seeded.multiplying import fill, fill_events
from tests.seeded.pilots import STORIES
from tests.seeded.telling import Told, told
from tests.slack_stub import SlackServer, Timing
from tests.support.postgres_server import PostgresServer

WORKSPACE, CLAIMS, TURNS = "T0ACME", 40, 6
WORKSPACES = (10, 100)
EARLY = 5
"""The turn from which on the others are compared."""
OUT = Path("out")
Found = dict[str, Any]


class Amounts(NamedTuple):
    pilots: int
    events: int
    turns: int


async def measure_queue(url: str) -> dict[str, float]:
    """One event is due; after that nothing is. Milliseconds."""
    claimed, idle = [], []
    with Database(url) as database:
        queue, workspace = database.get_workspace_queue(WORKSPACE), database.in_workspace(WORKSPACE)
        for number in range(CLAIMS):
            event = Event(id=f"due:{uuid4().hex}", lane="inbox", line=f"due{number}", kind="note")
            await workspace.run(lambda uow, event=event: uow.events.add(event))
            with timed(claimed):
                (claim,) = await queue.claim_events("w", "inbox", 30.0)
            await queue.finish_event(claim, None)
            with timed(idle):
                await queue.claim_events("w", "inbox", 30.0)
                await queue.wait_for_events("inbox", 0.0)
    return {"claimed": median(claimed), "nothing found": median(idle)}


async def measure_turns(url: str, knowledge: Knowledge, number: int, turns: int = TURNS) -> list[float]:
    """Milliseconds of a processor that each answer takes from one rest to the next, the played Slack with it; each
    time by somebody else."""
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with SlackServer(manifest, Timing()) as slack:
        async with running(slack, knowledge, url) as app:
            person = [slack.user(f"dana{count}") for count in range(number)][-1]
            return [cost.cpu async for cost in play_turns(app, person, turns)]


def change(url: str, step: Callable) -> None:
    with Database(url) as database:
        asyncio.run(database.run(step))
        with database.engine.begin() as connection:
            if connection.dialect.name == "postgresql":  # as its autovacuum would; on SQLite nobody does
                connection.execute(text("ANALYZE"))


def measure(url: str, wanted: Amounts) -> Found:
    knowledge = load_knowledge(ROOT / "knowledge")
    stories = [told(story, knowledge) for story in STORIES]
    talk = asyncio.run(measure_turns(url, knowledge, 1, wanted.turns))
    answers = {"empty": median(talk[2:TURNS])}
    found: Found = {"turns": dict(enumerate(talk, start=1)), "answer": answers, "waiting": {}, "workspaces": {}}
    tell_turns(talk)
    found["waiting"][0] = tell("nothing waiting", asyncio.run(measure_queue(url)))
    for count in (wanted.events // 5, wanted.events):
        change(url, lambda tx, count=count: fill_events(tx, WORKSPACE, count, tx.now + timedelta(days=30)))
        found["waiting"][count] = tell(f"{count} waiting", asyncio.run(measure_queue(url)))
    answers[f"{wanted.events} events waiting"] = median(asyncio.run(measure_turns(url, knowledge, 2))[2:])
    found["workspaces"][1] = found["waiting"][wanted.events]
    for number, count in enumerate(WORKSPACES):
        add_workspaces(url, stories, range((0, *WORKSPACES)[number], count))
        found["workspaces"][count] = tell(f"{count} workspaces", asyncio.run(measure_queue(url)))
    answers[f"{WORKSPACES[-1]} workspaces"] = median(asyncio.run(measure_turns(url, knowledge, 3))[2:])
    leaders = {get_reader(seen): seen for seen in SEEN}
    change(url, lambda tx: fill(tx, WORKSPACE, stories, wanted.pilots, leaders))
    change(url, mix_pilots)
    answers[f"{wanted.pilots} pilots"] = median(asyncio.run(measure_turns(url, knowledge, 4))[2:])
    tell("an answer, of a processor: each with what comes before it", answers)
    reads = asyncio.run(measure_reads(url, knowledge, WORKSPACE))
    found["reads"] = {what: {seen: took._asdict() for seen, took in by.items()} for what, by in reads.items()}
    return found | {"megabytes": measure_memory()}


def add_workspaces(url: str, stories: Sequence[Told], numbers: range) -> None:
    """With one pilot and its copies each, and 50 events that wait for later."""

    def add(tx: Transaction) -> None:
        for number in numbers:
            fill(tx, f"T0W{number}", stories[:1], 9, {})
            fill_events(tx, f"T0W{number}", 50, tx.now + timedelta(days=30))

    change(url, add)


def mix_pilots(tx: Transaction) -> None:
    """Whoever sees many sees some of every story on each page, the first copies first."""
    rows = tx.connection.execute(select(teams.c.sequence, teams.c.pilot_id, teams.c.created_at)).all()
    first = min(row.created_at for row in rows)
    begun = [
        {"_sequence": row.sequence, "created_at": first - timedelta(seconds=int(number))}
        for row in rows
        for number, mark, _ in [row.pilot_id.partition("~")]
        if mark
    ]
    tx.connection.execute(update(teams).where(teams.c.sequence == bindparam("_sequence")), begun)


def tell(of_what: str, found: dict[str, float]) -> dict[str, float]:
    print(f"{of_what}: {', '.join(f'{what} {took:.1f} ms' for what, took in found.items())}", flush=True)
    return found


def tell_turns(talk: Sequence[float]) -> None:
    """Medians of five around a turn."""
    shown = {n: median(talk[n - 3 : n + 2]) for n in (EARLY, 20, 80, 160, 300) if n + 2 <= len(talk)}
    tell("an answer, of a processor, by turn", {f"turn {number}": took for number, took in shown.items()})


def measure_all(wanted: argparse.Namespace) -> dict[str, Found]:
    amounts, found = Amounts(wanted.pilots, wanted.events, wanted.turns), dict[str, Found]()
    if not wanted.postgresql:
        with tempfile.TemporaryDirectory() as directory:
            print("SQLite")
            found["SQLite"] = measure(f"sqlite:///{Path(directory) / 'flightplan.db'}", amounts)
    if not wanted.sqlite:
        server = PostgresServer()
        try:
            print("PostgreSQL")
            found["PostgreSQL"] = measure(server.create(), amounts)
        finally:
            server.stop()
    return found


def main() -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pilots", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--turns", type=int, default=82)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite only")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL only, by the tests' own server")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    found = {"day": date.today().isoformat(), "found": measure_all(wanted)}
    (OUT / "growth.json").write_text(json.dumps(found, indent=1))
    draw(found["found"], OUT / "growth.png")
    print("Written to out/growth.json and out/growth.png.")
    if wanted.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
