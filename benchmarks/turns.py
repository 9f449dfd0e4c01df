"""What a turn of an interview costs: python -m benchmarks.turns [TURNS] [POSTGRESQL_URL]

The real app over sockets, on SQLite unless told otherwise, with the offline analyst and the local Slack of the tests,
all in one process, whose CPU is what is told: compare two checkouts on one machine, or a late turn with an early one.
One person answers in direct messages, and waits each time until everything has come to rest: counted is what the
database was asked from one rest to the next, the door, the workers and the sender together.
"""

import asyncio
import json
import logging
import sys
import tempfile
from pathlib import Path

import structlog

from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.e2e.app import running, sqlite
from tests.e2e.turns import play_turns
from tests.slack_stub import SlackServer, Timing

TURNS = 40
SHOWN = (1, 2, 5, 10, 20, 40, 80, 160, 300)


async def measure(url: str, turns: int) -> None:
    manifest = json.loads((ROOT / "manifest.json").read_text())
    print(f"{'turn':>6}{'queries':>10}{'writes':>10}{'commits':>10}{'CPU ms':>10}")
    with SlackServer(manifest, Timing()) as slack:
        async with running(slack, load_knowledge(ROOT / "knowledge"), url) as app:
            number = 0
            async for cost in play_turns(app, slack.user("dana"), turns):
                number += 1
                if number in SHOWN:
                    print(f"{number:6}{cost.queries:10}{cost.writes:10}{cost.commits:10}{cost.cpu:10.0f}")


def main() -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as directory:
        url = sys.argv[2] if len(sys.argv) > 2 else sqlite(Path(directory))
        asyncio.run(measure(url, int(sys.argv[1]) if len(sys.argv) > 1 else TURNS))


if __name__ == "__main__":
    main()
