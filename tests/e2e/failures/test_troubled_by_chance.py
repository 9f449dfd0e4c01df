"""Storms of answers, and troubles at any moment while they are read: processes killed, PostgreSQL restarted, Slack and
the model failing. Nothing is lost, doubled or out of order. The seed stands in the test's name."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random

import pytest

from tests.e2e.conversation import begun, each_message_stands_once, nobody_is_kept_waiting
from tests.e2e.failures.test_killed import interview_in
from tests.e2e.failures.test_killed_by_chance import LATEST, Serve, door, list_faults, serve
from tests.e2e.process import Served
from tests.e2e.scenes import all_at_rest
from tests.llm.replies import a_mapping
from tests.slack_stub import SlackServer, User
from tests.support.chance import SOAK
from tests.support.model_server import Fails, ModelServer, Reply, Request, Resets
from tests.support.postgres_server import PostgresServer, name_of

__all__ = ["door", "serve"]
pytestmark = pytest.mark.soak

RUNS = {"long": 20}.get(SOAK, 1)
STORMS = 4
PILOTS = ("Freight", "Claims", "Billing")
"""Each with somebody who answers."""
SAID = ("chat.postMessage", "chat.update", "agents.sessions.setStatus")


@dataclass
class Model:
    """One that answers, but for so many calls that are told off or cut."""

    faults: list[Reply] = field(default_factory=list)

    def reply_to(self, request: Request) -> Reply:
        return self.faults.pop() if self.faults else a_mapping()


Strike = Callable[[], Awaitable[object]]


def list_troubles(app: Served, slack: SlackServer, model: Model, chance: Random) -> dict[str, Strike]:
    """By what is counted."""

    async def plan(fault: Callable[[str], object]) -> None:
        fault(chance.choice(SAID))

    async def fail_model() -> None:
        model.faults += chance.choices([Fails(503), Fails(429, {"retry-after": "1"}), Resets()], k=3)

    return {
        "doors killed": partial(app.kill_part, "door"),
        "workers killed": partial(app.kill_part, "worker 1"),
        "limits of Slack's": partial(plan, partial(slack.rate_limit, count=3)),
        "failures of Slack's": partial(plan, partial(slack.fail, status=500, count=3)),
        "answers of Slack's lost": partial(plan, slack.lose_answer),
        "sockets cut": slack.drop_sockets,
        "model's failures": fail_model,
    }


def list_server_troubles(server: PostgresServer, database_url: str) -> dict[str, Strike]:
    # What was committed outlasts a crash, as where people run it.
    server.execute(f"ALTER DATABASE {name_of(database_url)} SET synchronous_commit = on")
    return {
        "PostgreSQL restarted": partial(asyncio.to_thread, server.crash),
        "connections cut": partial(asyncio.to_thread, server.cut_off, database_url),
    }


@pytest.mark.parametrize("seed", range(1, RUNS + 1))
async def test_storms_in_trouble_cost_no_answer_and_none_counts_twice(
    slack: SlackServer,
    database_url: str,
    postgres: PostgresServer,
    serve: Serve,
    seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    people, model, chance = {name: slack.user(name.lower()) for name in PILOTS}, Model(), Random(seed)
    with ModelServer(model.reply_to) as server:
        async with serve(model=server.url) as app:
            troubles = list_troubles(app, slack, model, chance)
            if database_url.startswith("postgresql"):
                troubles |= list_server_troubles(postgres, database_url)
            struck = await storm(slack, people, troubles, chance)
            await all_at_rest(slack, database_url)
            assert await app.stop() == 0
    faults = Counter[str]()
    for name, person in people.items():
        interview = await interview_in(database_url, slack, f"{name.lower()}-i1")
        faults.update(list_faults([*map(answer, range(STORMS))], [turn.text for turn in interview.turns]))
        each_message_stands_once(slack, person.dm)  # a question may stand again below what an outage had me say
    record_property("soak", {**struck, "answers": len(people) * STORMS, **faults})
    assert not faults.total()
    nobody_is_kept_waiting(slack)


async def storm(
    slack: SlackServer, people: Mapping[str, User], troubles: Mapping[str, Strike], chance: Random
) -> Counter[str]:
    """How often what struck. All speak at once, each event comes twice, and what goes wrong goes wrong meanwhile."""
    roots = [(person, await begun(slack, person, name=name)) for name, person in people.items()]
    struck = Counter[str]()
    for number in range(STORMS):
        with slack.copying():
            await asyncio.gather(*(person.says(person.dm, answer(number), root) for person, root in roots))
        for name in chance.sample(sorted(troubles), k=2):
            await asyncio.sleep(chance.uniform(0, LATEST))
            await troubles[name]()
            struck[name] += 1
        await slack.settled()
    return struck


def answer(number: int) -> str:
    return f"Case {number} of each morning is checked by hand."
