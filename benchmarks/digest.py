"""How long one leader's digest takes among many: python -m benchmarks.digest [--postgresql [URL]]

By default 10,000 pilots, told of the tests' nine over and over, and 500 leaders: each leads an equal share, and one
more leads two hundred. A digest is written, worded and kept as a worker does it.
At the end of the run memory must be what it was after the first fifty leaders: nothing is kept of those done before.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from sqlalchemy import Connection, Table, event, insert, text

from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from bot.services.digest.weekly_digest import build_past_run, write_digest
from bot.storage import mapping, tables
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.digest_words import render_digest_paragraphs as worded
from tests.conftest import ROOT
from tests.seeded.pilots import STORIES
from tests.seeded.story import NOW
from tests.seeded.telling import Told, told
from tests.support.postgres_server import PostgresServer

WORKSPACE, BATCH, MANY, WARM = "w1", 500, 200, 50
MANY_LEADER = "U0MANY"
Rows = dict[Table, list[dict]]


# --- filling -----------------------------------------------------------------------------------------


def fill(connection: Connection, knowledge: Knowledge, pilots: int, leaders: int) -> None:
    """Straight into the tables: through the repositories it would take an hour."""
    originals = [told(story, knowledge) for story in STORIES]
    rows: Rows = {}
    for number in range(pilots):
        people = [f"U0L{number % leaders}"] + ([MANY_LEADER] if number < MANY else [])
        for table, row in copied(originals[number % len(originals)], number, people):
            rows.setdefault(table, []).append(row | {"workspace_id": WORKSPACE})
        if number % BATCH == BATCH - 1 or number == pilots - 1:
            for table in (table for table in tables.metadata.sorted_tables if table in rows):
                connection.execute(insert(table), rows[table])
            rows = {}


def copied(one: Told, number: int, leaders: Sequence[str]) -> Iterator[tuple[Table, dict]]:
    """The rows of one pilot under a name and ids of its own; of its interviews only what digests read."""

    def own(key: str) -> str:
        return f"{key}-{number}"

    pilot = one.team.pilot.model_copy(update={"id": own(one.team.pilot.id), "name": f"{one.team.pilot.name} {number}"})
    team = one.team.model_copy(update={"pilot": pilot, "leaders": tuple(leaders), "channel": own("C")})
    yield tables.teams, mapping.team_to_row(team)
    yield from ((tables.team_people, row) for row in mapping.team_people_to_rows(team))
    for interview in one.interviews:
        mine = interview.model_copy(update={"id": own(interview.id), "pilot": pilot})
        yield tables.interviews, mapping.interview_to_row(mine)
        for part in (part for part in mapping.PARTS if part.field in {"questions", "turns", "passes"}):
            yield from ((part.table, row) for row in part.to_rows(mine))
    for made in one.assessments:
        keys = {"id": own(made.id), "interview_id": own(made.interview_id), "pilot": pilot}
        yield tables.assessments, mapping.assessment_to_row(made.model_copy(update=keys))
    for plan in one.plans:
        keys = {"id": own(plan.id), "assessment_id": own(plan.assessment_id), "pilot": pilot}
        yield tables.plans, mapping.plan_to_row(plan.model_copy(update=keys))
    for step in one.steps:
        keys = {"id": own(step.id), "root": own(step.root), "pilot_id": pilot.id}
        yield tables.plan_steps, mapping.to_row(step.model_copy(update=keys), tables.plan_steps)


# --- measuring ---------------------------------------------------------------------------------------


class Took(NamedTuple):
    seconds: float
    busy: float
    """Seconds of a processor, which neighbours on the machine don't change; without those of a database server."""
    pilots: int


async def written(acme: WorkspaceTransactions, knowledge: Knowledge, leader: str, week: int) -> Took:
    moment = NOW + timedelta(weeks=week)
    this = build_past_run(DigestSettings(person=leader), moment)

    start, busy = time.perf_counter(), time.process_time()
    made = await write_digest(acme, knowledge, this)
    worded(made, knowledge.framework, PlainTextFormatter())
    assert await acme.run(lambda uow: uow.digests.add(made))
    return Took(time.perf_counter() - start, time.process_time() - busy, len(made.pilots))


async def measured(database: Database, knowledge: Knowledge, leaders: int) -> None:
    acme = database.in_workspace(WORKSPACE)
    queries = counted_queries(database)
    await written(acme, knowledge, MANY_LEADER, 0)
    print(f"  queries a digest, of {MANY} pilots: {queries[0]}")
    all_of_them, warm = [], 0.0
    begun = time.perf_counter()
    for number in range(leaders):
        all_of_them.append(await written(acme, knowledge, f"U0L{number}", 0))
        warm = memory() if number == WARM - 1 else warm
    whole = time.perf_counter() - begun
    show(f"one leader's digest, of {all_of_them[0].pilots} pilots", all_of_them)
    many = [await written(acme, knowledge, MANY_LEADER, week) for week in range(1, 6)]
    show(f"of {many[0].pilots} pilots", many)
    print(f"  all {leaders} leaders one after the other: {whole:.0f} s")
    print(f"  memory at most: {warm:.0f} MB after {WARM} leaders, {memory():.0f} MB at the end")


def show(what: str, found: Sequence[Took]) -> None:
    for name, seconds in (("", [one.seconds for one in found]), (", processor only", [one.busy for one in found])):
        cuts = quantiles([1000 * one for one in seconds], n=100, method="inclusive")
        print(f"  {what}{name}: p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, longest {1000 * max(seconds):.0f} ms")


def counted_queries(database: Database) -> list[int]:
    found = [0]

    def count(*what: object) -> None:
        found[0] += str(what[2]).startswith("SELECT")

    event.listen(database.engine, "before_cursor_execute", count)
    return found


def memory() -> float:
    """In megabytes, the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def run(url: str, wanted: argparse.Namespace) -> None:
    knowledge = load_knowledge(ROOT / "knowledge")
    with Database(url) as database:
        start = time.perf_counter()
        with database.engine.begin() as connection:
            fill(connection, knowledge, wanted.pilots, wanted.leaders)
            connection.execute(text("ANALYZE"))
        kind = database.engine.dialect.name
        print(
            f"{kind}: {wanted.pilots} pilots, {wanted.leaders} leaders, filled in {time.perf_counter() - start:.0f} s"
        )
        asyncio.run(measured(database, knowledge, wanted.leaders))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pilots", type=int, default=10_000)
    parser.add_argument("--leaders", type=int, default=500)
    parser.add_argument("--postgresql", nargs="?", const="", default=None, help="a URL, or the tests' own server")
    wanted = parser.parse_args()
    if wanted.postgresql is None:
        with tempfile.TemporaryDirectory() as directory:
            run(f"sqlite:///{Path(directory) / 'flightplan.db'}", wanted)
    elif wanted.postgresql:
        run(wanted.postgresql, wanted)
    else:
        server = PostgresServer()
        try:
            run(server.create(), wanted)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
