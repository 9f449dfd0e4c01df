"""What somebody waits for who reads status, list, Home, portfolio or digest: the median and the 99th percentile."""

import gc
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import NamedTuple

from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.services.digest.portfolio import build_portfolio
from bot.services.digest.weekly_digest import build_past_run, write_digest
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies
from bot.slack.views.commands import Asker, read_list, read_status
from bot.slack.views.screens import ViewBuilder
from bot.slack.workspace.permalinks import Permalinks
from bot.storage.engine.database import Database
from tests.seeded.story import NOW

SEEN = (20, 200, 2000)
FEWEST, MOST, PATIENCE = 5, 200, 12.0
"""Times that each is read: the most, unless that takes longer than so many seconds."""
Read = Callable[[], Awaitable[object]]


class Took(NamedTuple):
    """Milliseconds, but for the count. `cold`: a first time, with nothing of it known to the process."""

    times: int
    p50: float
    p99: float
    cpu: float
    cpu_p99: float
    cold: float
    cold_cpu: float

    def __str__(self) -> str:
        return (
            f"{self.p50:6.0f} {self.p99:6.0f} | {self.cpu:6.0f} {self.cpu_p99:6.0f} | {self.cold:6.0f} "
            f"{self.cold_cpu:6.0f} | {self.times:4}"
        )


class Stretch(NamedTuple):
    wall: float
    cpu: float


def get_reader(seen: int) -> str:
    """Who gets the digest of so many pilots."""
    return f"U0SEES{seen}"


async def measure_reads(url: str, knowledge: Knowledge, workspace_id: str) -> dict[str, dict[str, Took]]:
    """By what is read, then by how many pilots its reader sees."""
    found: dict[str, dict[str, Took]] = {}
    gc.collect()
    gc.freeze()  # as the app does once it is ready
    with Database(url) as database:
        print(f"{'':>16} |    p50    p99 |   cpu  (p99) |   cold  (cpu) | times")
        for seen in SEEN:
            for what, read in build_reads(database, knowledge, workspace_id, get_reader(seen)).items():
                took = await measure_read(database, read)
                found.setdefault(what, {})[str(seen)] = took
                print(f"{what:>10} {seen:>5} | {took}", flush=True)
    return found


def build_reads(database: Database, knowledge: Knowledge, workspace_id: str, person: str) -> dict[str, Read]:
    workspace = database.in_workspace(workspace_id)
    links = Permalinks("https://acme.slack.com/")
    deps = QueryDependencies(workspace, knowledge, links)
    asker, digest = Asker(person, None, NOW.date()), build_past_run(DigestSettings(person=person), NOW)

    def in_one(work: Callable[[UnitOfWork], object]) -> Read:
        return lambda: workspace.run(work)

    return {
        "status": in_one(lambda uow: read_status(uow, deps, "Policy answers 1~", asker)),
        "list": in_one(lambda uow: read_list(uow, deps, "", asker)),
        "Home": lambda: ViewBuilder(deps, links).build_home_view(person, NOW.date()),
        "portfolio": lambda: build_portfolio(workspace, knowledge, person, NOW),
        "digest": lambda: write_digest(workspace, knowledge, digest),
    }


async def measure_read(database: Database, read: Read) -> Took:
    """Twice before it counts: statements are built once a process."""
    for _ in range(2):
        await time_read(read)
    found, begin = [], time.perf_counter()
    while len(found) < FEWEST or (len(found) < MOST and time.perf_counter() - begin < PATIENCE):
        found.append(await time_read(read))
    cold = []
    for _ in range(FEWEST):
        database._memory.clear()
        cold.append(await time_read(read))
    walls, busy = [one.wall for one in found], [one.cpu for one in found]
    return Took(
        times=len(found),
        p50=median(walls),
        p99=take_p99(walls),
        cpu=median(busy),
        cpu_p99=take_p99(busy),
        cold=median(one.wall for one in cold),
        cold_cpu=median(one.cpu for one in cold),
    )


async def time_read(read: Read) -> Stretch:
    """Neighbours on the machine change the processor's part less; of PostgreSQL it is ours, not the server's."""
    wall, cpu = time.perf_counter(), time.process_time()
    await read()
    return Stretch(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu))


def take_p99(found: list[float]) -> float:
    return quantiles(found, n=100, method="inclusive")[98]


@contextmanager
def timed(found: list[float]) -> Iterator[None]:
    """In milliseconds."""
    begin = time.perf_counter()
    yield
    found.append(1000 * (time.perf_counter() - begin))


def measure_memory() -> float:
    """In megabytes, the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
