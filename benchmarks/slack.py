"""How long a person waits in Slack, for the ack and for the next question: python -m benchmarks.slack [CONVERSATIONS]

The real app over sockets, on SQLite, with the offline analyst and the local Slack of the tests, all in one process.
Idle: one answer at a time. Burst: everybody answers at once. Compare ratios of one run, not figures of two.
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import structlog

from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.e2e.app import running, sqlite
from tests.e2e.conversation import SAP, STORY, begun
from tests.slack_stub import Message, SlackServer, Timing, User

CONVERSATIONS, PROBES, PATIENCE = 200, 30, 600.0
Figures = dict[str, float]


class Conversation(NamedTuple):
    person: User
    root: Message


async def waited(slack: SlackServer, conversation: Conversation, text: str) -> float:
    """Seconds from what the person says until something new stands under it."""
    person, root = conversation
    before = len(slack.said(person.dm, root))
    start = time.monotonic()
    await person.says(person.dm, text, root)
    await slack.until(lambda: len(slack.said(person.dm, root)) > before, PATIENCE)
    return time.monotonic() - start


def acked(slack: SlackServer, text: str) -> list[float]:
    told = [delivery for delivery in slack.events("message") if delivery.event.get("text") == text]
    return [delivery.attempts[0].seconds for delivery in told]


def percentiles(what: str, seconds: Sequence[float]) -> Figures:
    return {f"{what} p{percent} ms": 1000 * quantiles(seconds, n=100)[percent - 1] for percent in (50, 99)}


async def measured(slack: SlackServer, url: str, count: int) -> tuple[Figures, Figures]:
    async with running(slack, load_knowledge(ROOT / "knowledge"), url):
        people = [slack.user(f"person{number}") for number in range(count)]
        everybody = [Conversation(person, await begun(slack, person, name=f"P{person.id}")) for person in people]
        alone = [await waited(slack, conversation, STORY) for conversation in everybody[:PROBES]]
        idle = percentiles("ack", acked(slack, STORY)) | percentiles("next question", alone)
        together = await asyncio.gather(*(waited(slack, conversation, SAP) for conversation in everybody))
        burst = percentiles("ack", acked(slack, SAP)) | percentiles("next question", together)
    return idle, burst


def show(idle: Figures, burst: Figures) -> None:
    print(f"{'':24}{'idle':>10}{'burst':>10}{'ratio':>8}")
    for what, figure in idle.items():
        print(f"{what:24}{figure:10.1f}{burst[what]:10.1f}{burst[what] / figure:8.1f}")


def main() -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CONVERSATIONS
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with tempfile.TemporaryDirectory() as directory, SlackServer(manifest, Timing()) as slack:
        show(*asyncio.run(measured(slack, sqlite(Path(directory)), count)))


if __name__ == "__main__":
    main()
