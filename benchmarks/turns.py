"""What a turn of an interview costs: python -m benchmarks.turns [--turns 40] [--postgresql] [--json]

The real app over sockets, on SQLite unless told otherwise, with the offline analyst and the local Slack of the tests,
all in one process, whose CPU is what is told: compare two checkouts on one machine, or a late turn with an early one.
One person answers in direct messages, and waits each time until everything has come to rest: counted is what the
database was asked from one rest to the next, the door, the workers and the sender together.
"""

import argparse
import asyncio
import json
import logging
from statistics import median

import structlog

from benchmarks.databases import opened
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.e2e.app import running
from tests.e2e.turns import Cost, play_turns
from tests.slack_stub import SlackServer, Timing

TURNS, FIRST, AROUND = 40, 2, 5
"""The first turns begin an interview; what a turn costs is the median of itself and those around it."""
SHOWN = (5, 10, 20, 40, 80, 160, 300)


async def measure(url: str, turns: int) -> list[Cost]:
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with SlackServer(manifest, Timing()) as slack:
        async with running(slack, load_knowledge(ROOT / "knowledge"), url) as app:
            return [cost async for cost in play_turns(app, slack.user("dana"), turns)]


def summarize(costs: list[Cost], turn: int) -> Cost:
    near = costs[max(FIRST, turn - AROUND) : turn + AROUND]
    return Cost(*(median(values) for values in zip(*near, strict=True)))  # type: ignore[arg-type]


def main() -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description="Measures what a turn costs, early and late in an interview.")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with opened(postgresql=wanted.postgresql) as url:
        costs = asyncio.run(measure(url, wanted.turns))
    found = {turn: summarize(costs, turn)._asdict() for turn in SHOWN if turn <= wanted.turns}
    if wanted.json:
        print(json.dumps(found))
        return
    print(f"{'turn':>6}{'queries':>10}{'writes':>10}{'commits':>10}{'CPU ms':>10}")
    for turn, cost in found.items():
        print(f"{turn:6}{cost['queries']:10.0f}{cost['writes']:10.0f}{cost['commits']:10.0f}{cost['cpu']:10.0f}")


if __name__ == "__main__":
    main()
