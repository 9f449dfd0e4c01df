"""Kill -9 of whatever runs, at any moment, over sockets and HTTP, on both databases: nothing is lost, nothing is done
twice, and nothing comes out of order. A long soak kills 504 times; the seed stands in the test's name."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot.slack.transport.installation_check import Transport
from tests.e2e.conversation import STORY, begun, nobody_is_kept_waiting, nothing_is_doubled
from tests.e2e.failures.test_killed import interview_in, moved_on
from tests.e2e.process import Served, serving
from tests.slack_stub import SlackServer, User
from tests.support.chance import SOAK

pytestmark = pytest.mark.soak

KILLS = 9
RUNS = {"long": 14}.get(SOAK, 1)
PARTS = ("head", "door", "worker 1")
Serve = Callable[..., AbstractAsyncContextManager[Served]]
LATEST = 0.3
"""Seconds after an answer until the kill: reading it and asking on takes a third of that."""
_REPEATS = (0.1, 1.0, 4.0, 20.0)
"""Seconds until Slack says a thing again over HTTP, that found nobody; of the real one, minutes."""


@pytest.fixture(params=["socket", "http"])
def door(request: pytest.FixtureRequest) -> Transport:
    transport: Transport = request.param
    return transport


@pytest.fixture
def serve(slack: SlackServer, database_url: str, tmp_path: Path, door: Transport) -> Serve:
    """The app, any number of times one after the other; Slack comes to each in the same way."""
    slack.timing.retries, port = _REPEATS, find_port() if door == "http" else 0
    return partial(serving, slack, database_url, tmp_path / "serve.log", port=port)


@pytest.mark.parametrize("seed", range(1, RUNS + 1))
async def test_whatever_is_killed_at_any_moment_every_answer_counts_once_and_in_order(
    slack: SlackServer,
    ana: User,
    database_url: str,
    serve: Serve,
    seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    said = await kill_by_chance(slack, ana, serve, Random(seed))
    interview = await interview_in(database_url, slack)
    faults = list_faults(said, [turn.text for turn in interview.turns])
    record_property("soak", {"kills": KILLS, "answers": len(said), **faults})
    assert not faults.total()
    assert interview.unread_turns == ()
    nothing_is_doubled(slack, interview, ana.dm)
    nobody_is_kept_waiting(slack)


async def kill_by_chance(slack: SlackServer, person: User, serve: Serve, chance: Random) -> list[str]:
    """What the person said, once each of it was followed by something."""
    told, said = [STORY, *(f"Case {n} of each morning is checked by hand." for n in range(1, KILLS))], list[str]()
    root = None
    while len(said) < KILLS:
        async with serve() as app:
            root = root or await begun(slack, person)
            while app.alive and len(said) < KILLS:
                await moved_on(slack, root, len(said))
                said.append(told[len(said)])
                await person.says(person.dm, said[-1], root)
                await asyncio.sleep(chance.uniform(0, LATEST))
                part = chance.choice(PARTS)
                await (app.kill() if part == "head" else app.kill_part(part))
    assert root is not None
    async with serve() as app:
        await moved_on(slack, root, len(said))
        assert await app.stop() == 0
    return said


def list_faults(said: Sequence[str], heard: Sequence[str]) -> Counter[str]:
    """What a soak counts, and must not find."""
    kept = [words for words in said if words in heard]
    moved = sum(one != other for one, other in zip(kept, dict.fromkeys(heard), strict=False))
    return Counter(
        {
            "lost": (Counter(said) - Counter(heard)).total(),
            "doubled": (Counter(heard) - Counter(said)).total(),
            "out of order": moved,
        }
    )


def find_port() -> int:
    """One that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
