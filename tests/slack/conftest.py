"""A local Slack that was told our manifest, a real database, an outbox worked event by event, an inbox that hears."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim, Event
from bot.domain.messaging.message import BotMessage, MessagePart, Place
from bot.services.queries.pilots import QueryDependencies
from bot.services.worker.handler import LeaseLost, Result
from bot.slack.outbound.sender import ContentProviders, OutboxSender
from bot.slack.transport.addressee import AddresseeCheck
from bot.slack.transport.bolt_app import BoltCallbacks, refuse_foreign
from bot.slack.transport.calls import build_slack_client, build_slack_session
from bot.slack.transport.installation_check import Installation
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.conftest import ROOT
from tests.slack.pilots import LINKS, store_freight
from tests.slack.samples import TEAM
from tests.slack_stub import Channel, SlackServer, Timing, User

INSTALLATION = Installation("T0ACME", "Acme", "https://acme.slack.com/", "U0FLIGHT", "B0FLIGHT", "A0FLIGHT")


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    return dict(json.loads((ROOT / "manifest.json").read_text()))


@pytest.fixture
def slack(manifest: dict[str, Any]) -> Iterator[SlackServer]:
    with SlackServer(manifest, Timing.unhurried()) as server:
        yield server


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    with Database(sqlite_url) as opened:
        yield opened


@pytest.fixture
def acme(database: Database) -> WorkspaceTransactions:
    return database.in_workspace("T0ACME")


@pytest.fixture
def deps(acme: WorkspaceTransactions, knowledge: Knowledge) -> QueryDependencies:
    return QueryDependencies(acme, knowledge, LINKS)


@pytest.fixture
async def freight(acme: WorkspaceTransactions, knowledge: Knowledge) -> Team:
    await acme.run(partial(store_freight, knowledge=knowledge))
    return TEAM


class Grip:
    """A worker's hold on its claim, as long as it is not loosened."""

    def __init__(self) -> None:
        self.asked = 0
        self.lost = False

    async def ensure_held(self) -> None:
        self.asked += 1
        if self.lost:
            raise LeaseLost


class Outbox:
    """Works events as the engine would, with each step in the hands of the test."""

    def __init__(self, sender: OutboxSender, transactions: WorkspaceTransactions) -> None:
        self.handlers = sender.build_handlers()
        self.transactions = transactions
        self.grip = Grip()
        self.began = datetime.now(UTC)

    async def work(
        self, kind: str, body: dict[str, Any], attempt: int = 1, event_id: str = "e1", *, tried: bool = False
    ) -> Result:
        event = Event(id=event_id, lane="outbox", line="channel:C1", kind=kind, body=body)
        claim = Claim(
            workspace_id="T0ACME",
            event=event,
            owner="w1",
            epoch=1,
            attempt=attempt,
            received_at=self.began,
            tried=tried or attempt > 1,
        )
        done = await self.handlers[kind](claim, self.grip)
        if done.work is not None:
            await self.transactions.run(done.work)
        return done

    async def keep(self, posting: BotMessage) -> BotMessage:
        await self.transactions.run(lambda uow: uow.messages.add(posting))
        return posting

    async def kept(self, posting_id: str) -> BotMessage:
        found = await self.transactions.run(lambda uow: uow.messages.find(posting_id))
        assert found is not None
        return found

    async def post(self, posting: BotMessage, attempt: int = 1) -> BotMessage:
        await self.keep(posting)
        await self.work("post", {"posting": posting.id}, attempt)
        return await self.kept(posting.id)


async def home_of(person: str, page: int) -> dict[str, Any]:
    return {"type": "home", "blocks": [section(f"Hello {person}"), CHART]}


async def documents(plan_id: str, names: Sequence[str]) -> dict[str, bytes]:
    return {name: f"# {plan_id}\n\nFor {name}: a < b".encode() for name in names}


@pytest.fixture
async def outbox(slack: SlackServer, acme: WorkspaceTransactions) -> AsyncIterator[Outbox]:
    async with build_slack_session() as session:
        client = build_slack_client(slack.bot_token, slack.api_url, session)
        yield Outbox(OutboxSender(client, acme, ContentProviders(home_of, documents)), acme)


def a_posting(posting_id: str = "p1", *parts: MessagePart, place: Place, **fields: Any) -> BotMessage:
    said = parts or (MessagePart(key="a", text="Who owns it?", blocks=(section("*Who owns it?*"),)),)
    return BotMessage(id=posting_id, place=place, parts=said, **fields)


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


CHART: dict[str, Any] = {
    "type": "data_visualization",
    "title": "Levels",
    "chart": {"type": "pie", "segments": [{"label": "Known", "value": 3}]},
}


class Inbox:
    """What was received, in order; fails as often as it is told to."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.failures = 0
        self.delay = 0.0
        self.began = asyncio.Event()
        self.known: set[str] = set()

    async def receive(self, body: dict[str, Any]) -> None:
        self.began.set()
        await asyncio.sleep(self.delay)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is locked")
        self.events.append(body["event"])

    async def remember(self, key: str) -> bool:
        new = key not in self.known
        self.known.add(key)
        return new

    @property
    def texts(self) -> list[str]:
        return [str(event.get("text")) for event in self.events]


def heard_by(inbox: Inbox, us: Installation = INSTALLATION) -> BoltCallbacks:
    """A front behind which the inbox hears all that is for this installation."""
    check = AddresseeCheck(us)

    async def find(body: Mapping[str, Any]) -> Inbox | BoltResponse:
        return inbox if check.is_for_us(body) else refuse_foreign()

    return BoltCallbacks(find, register)


def register(app: AsyncApp) -> None:
    async def pilot(ack: AsyncAck, command: dict[str, Any]) -> None:
        if command["text"] == "break":
            raise RuntimeError("secret detail")
        await ack(f"You said {command['text']}")

    app.command("/pilot")(pilot)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def ana(slack: SlackServer) -> User:
    return slack.user("ana")


@pytest.fixture
def pilots(slack: SlackServer, ana: User) -> Channel:
    return slack.channel("pilots", ana)
