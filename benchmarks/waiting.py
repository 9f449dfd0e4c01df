"""What waiting for a model costs:

    python -m benchmarks.waiting [--checkout DIR] [--postgresql] [--rates 5 20]
        [--hang] [--json]

The app runs as operators start it, over sockets, with every setting as it ships; the model's service is played, and
takes two seconds an answer. People answer at a steady rate, each in an interview of their own, and it is measured how
long each waits for the next question: two seconds are the model's. Then the service hangs while eight people answer:
how long until each is told that it is away, and once it is well again, until what each said is read. The local Slack
and the played service run in this process and take their share of the machine, whose load is printed too.
"""

import argparse
import asyncio
import json
import logging
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from benchmarks.databases import opened
from tests.conftest import ROOT
from tests.e2e.conversation import STORY, begun
from tests.e2e.serving import serving
from tests.llm.replies import a_mapping
from tests.slack_stub import Message, SlackServer, Timing, User
from tests.support.model_server import ModelServer

MODEL_SECONDS, SECONDS, MOST_PEOPLE = 2.0, 12.0, 150
HANGING, GIVEN_UP = 8, 100.0
LOOK = 0.02
AWAY = "I couldn't reach the language model"
SAVED = "What you said is saved"


class Conversation(NamedTuple):
    person: User
    root: Message


Seen = Callable[[Conversation], bool]


class Bench:
    def __init__(self, slack: SlackServer, model: ModelServer) -> None:
        self._slack = slack
        self._model = model
        self._people = 0
        self.found: dict[str, float] = {}
        """Seconds, by what was measured."""

    async def begin(self, count: int) -> list[Conversation]:
        self._people += count
        people = [self._slack.user(f"person{number}") for number in range(self._people - count, self._people)]
        return [Conversation(person, await begun(self._slack, person, name=f"P{person.id}")) for person in people]

    async def warm_up(self) -> None:
        """What is loaded with the first answer only."""
        everybody = await self.begin(4)
        said = asyncio.create_task(self._say_all(everybody, 0.5))
        await self._wait_each(everybody, self.is_asked_next, said)

    async def answer(self, rate: float) -> None:
        self._model.latency = MODEL_SECONDS
        everybody = await self.begin(min(MOST_PEOPLE, round(rate * SECONDS)))
        said = asyncio.create_task(self._say_all(everybody, 1 / rate))
        waits = await self._wait_each(everybody, self.is_asked_next, said)
        acks = [one.attempts[0].seconds for one in self._slack.events("message") if one.attempts]
        told = {"next question": summarize(waits), "acks": summarize(acks)}
        self.found |= {f"{rate:g}/s: {what}, {cut}": s for what, cuts in told.items() for cut, s in cuts.items()}

    async def hang(self) -> None:
        everybody = await self.begin(HANGING)
        self._model.latency = 10 * GIVEN_UP
        said = asyncio.create_task(self._say_all(everybody, 0.0))
        saved = asyncio.create_task(self._wait_each(everybody, lambda one: self.is_told(one, SAVED), said))
        away = await self._wait_each(everybody, lambda one: self.is_told(one, AWAY), said)
        self.found["hangs: told that it is saved"] = max(await saved)
        self.found["hangs: told that the model is away"] = max(away)
        self._model.latency = 0.0
        healed = time.monotonic()
        began = asyncio.create_task(asyncio.sleep(0, [healed] * HANGING))
        read = await self._wait_each(everybody, self.is_asked_next, began)
        self.found["well again: all are read"] = max(read)

    async def _say_all(self, everybody: Sequence[Conversation], pause: float) -> list[float]:
        """When each was said."""
        began = time.monotonic()
        saying = []
        for number, (person, root) in enumerate(everybody):
            await asyncio.sleep(max(0.0, began + number * pause - time.monotonic()))
            saying.append((time.monotonic(), asyncio.create_task(person.says(person.dm, STORY, root))))
        await asyncio.gather(*(said for _, said in saying))
        return [at for at, _ in saying]

    async def _wait_each(
        self, everybody: Sequence[Conversation], is_so: Seen, said: "asyncio.Task[list[float]]"
    ) -> list[float]:
        """Seconds from what each said until it is so; at most GIVEN_UP after the last one spoke."""
        seen: dict[int, float] = {}
        last = time.monotonic() + GIVEN_UP
        while len(seen) < len(everybody) and time.monotonic() < last:
            for number, one in enumerate(everybody):
                if number not in seen and is_so(one):
                    seen[number] = time.monotonic()
            await asyncio.sleep(LOOK)
        at = await said
        return [seen.get(number, float("inf")) - moment for number, moment in enumerate(at)]

    def is_asked_next(self, one: Conversation) -> bool:
        """Below what the person said."""
        said = self._slack.said(one.person.dm, one.root)
        return len(said) > 1 and "interview_dont_know" in said[-1].action_ids

    def is_told(self, one: Conversation, words: str) -> bool:
        return any(words in message.shown for message in self._slack.said(one.person.dm, one.root))


def summarize(seconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(seconds, n=100)
    return {"p50": cuts[49], "p99": cuts[98]}


@asynccontextmanager
async def served(slack: SlackServer, model: ModelServer, checkout: Path, url: str) -> AsyncIterator[Bench]:
    settings = {
        "PYTHONPATH": str(checkout),
        "DATABASE_URL": url,
        "OPENAI_BASE_URL": model.url,
        "OPENAI_API_KEY": "none",
        "MODEL": "openai:played",
    }
    with tempfile.TemporaryDirectory() as directory:
        async with serving(slack, Path(directory), "--socket", **settings):
            yield Bench(slack, model)


async def measure(options: argparse.Namespace, url: str) -> dict[str, float]:
    """Infinite is what took more than GIVEN_UP."""
    manifest = json.loads((ROOT / "manifest.json").read_text())
    with SlackServer(manifest, Timing()) as slack, ModelServer(lambda request: a_mapping()) as model:
        async with served(slack, model, options.checkout, url) as bench:
            await bench.warm_up()
            for rate in options.rates:
                await bench.answer(rate)
            if options.hang:
                await bench.hang()
            return bench.found


def main() -> None:
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description="Measures what waiting for a model costs.")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another checkout of this project")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--rates", type=float, nargs="*", default=[5.0, 20.0], help="answers a second")
    parser.add_argument("--hang", action="store_true", help="also: the model hangs")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with opened(postgresql=options.postgresql) as url:
        found = asyncio.run(measure(options, url))
    if options.json:
        print(json.dumps(found | {"load": os.getloadavg()[0]}))
        return
    for what, seconds in found.items():
        print(f"{what}: {seconds:.2f} s")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
