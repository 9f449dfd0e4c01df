"""The real app against the local Slack: its doors, workers and sender, over sockets or signed HTTP, and in haste."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import select

from bot.bootstrap import build_pipeline
from bot.clock import SYSTEM_CLOCK
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.budget import ModelBudget
from bot.domain.forgetting.retention import RetentionPolicy
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.portfolio import Portfolio
from bot.llm.offline.analyst import OfflineAnalyst
from bot.services.ports.core import Analyst, Clock
from bot.services.worker.handler import RetryPolicy
from bot.serving import record_installation
from bot.slack.service import SlackService
from bot.slack.service_builder import Connection, Ground, build_service
from bot.slack.transport.calls import build_slack_session
from bot.slack.transport.installation_check import Credentials, Transport, check_installation, read_bot_scopes
from bot.slack.transport.socket_mode import SocketTimings
from bot.slack.workspace_service import Documents, Timeouts, UseCases
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.tables import interviews
from tests.conftest import ROOT
from tests.slack_stub import SlackServer
from tests.slack_stub.server import PATIENCE
from tests.support.databases import create_sqlite
from tests.support.once import load_shipped_cues

QUICK = Timeouts(
    work=RetryPolicy(workers=4, lease=6.0, poll=0.5, base=0.05, cap=0.5, attempts=4),
    channel=0.0,
    model=0.2,
    drain=1.0,
    watch=SocketTimings(alive=5.0, first_pause=0.05, longest_pause=0.5),
)


@dataclass
class App:
    """One running process of it, with its database at hand."""

    service: SlackService
    database: Database
    slack: SlackServer

    async def interview(self, called: str) -> Interview:
        """ "freight-i1": the first one of the pilot that was called Freight."""
        return await find_interview(self.database, self.slack, called)

    async def pilot_id(self, called: str = "freight") -> str:
        return (await self.interview(f"{called}-i1")).pilot.id


async def find_interview(database: Database, slack: SlackServer, called: str) -> Interview:
    """Its id holds a mark behind the pilot's name that nobody can foresee."""
    name, number = called.rsplit("-", 1)
    workspace = slack.slack.workspace.team_id
    marked = interviews.c.id.regexp_match(f"^{name}-[0-9a-f]{{8}}-{number}$")
    known = select(interviews.c.id).where(interviews.c.workspace_id == workspace, marked)
    (found,) = await database.run(lambda tx: tx.connection.execute(known).scalars().all())
    return await database.in_workspace(workspace).run(lambda uow: uow.interviews.get(found))


def offline(knowledge: Knowledge) -> Analyst:
    return OfflineAnalyst(knowledge, load_shipped_cues())


def rough_documents(names: Sequence[str], assessment: Assessment, plan: ProductionPlan) -> dict[str, bytes]:
    """In the place of real ones, which take seconds of work."""
    return {name: f"{name} of {plan.pilot.name}, stage {assessment.stage}".encode() for name in names}


def rough_heatmap(seen: Portfolio) -> bytes:
    return f"{len(seen.rows)} pilots".encode()


@asynccontextmanager
async def running(
    slack: SlackServer,
    knowledge: Knowledge,
    database_url: str,
    *,
    analyst: Analyst | None = None,
    door: Transport = "socket",
    tempo: Timeouts = QUICK,
    clock: Clock = SYSTEM_CLOCK,
    documents: Documents = rough_documents,
    budget: ModelBudget | None = None,
    retention: RetentionPolicy = RetentionPolicy(),  # noqa: B008 - frozen
) -> AsyncIterator[App]:
    credentials = Credentials(slack.bot_token, slack.app_token, slack.signing_secret, slack.api_url)
    installation = await check_installation(credentials, door, read_bot_scopes(ROOT / "manifest.json"))
    if clock is not SYSTEM_CLOCK:  # whoever waits for something to be due cannot know that the clock was set
        tempo = replace(tempo, work=replace(tempo.work, poll=0.1))
    with Database(database_url, now=clock.now) as database:
        reads = analyst or offline(knowledge)
        queue = database.get_workspace_queue(installation.team_id)

        async def load(workspace_id: str) -> UseCases:
            pipeline = build_pipeline(knowledge, reads, database, workspace_id, clock, budget)
            return UseCases(pipeline, documents, rough_heatmap, retention)

        known = SqlInstallations(database.run)
        await record_installation(known, installation, clock.now())
        ground = Ground(known, queue, load, partial(database.run, lambda tx: True), clock)
        async with build_slack_session() as session:
            service = build_service(ground, Connection(credentials, installation, door, session), tempo)
            async with _reached(service, slack, door):
                yield App(service, database, slack)


@asynccontextmanager
async def _reached(service: SlackService, slack: SlackServer, door: Transport) -> AsyncIterator[None]:
    async with kept_running(service):
        if door == "http":
            await slack.deliver_to(f"http://127.0.0.1:{service.port}/slack/events", challenge=True)
        else:
            await slack.until(lambda: slack.connections >= 1)
        yield


@asynccontextmanager
async def kept_running(service: SlackService) -> AsyncIterator[None]:
    stopping, started = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(service.run(stopping, started.set))
    try:
        await asyncio.wait_for(started.wait(), PATIENCE)
        yield
    finally:
        stopping.set()
        await task


def slower(tempo: Timeouts, **changes: float) -> Timeouts:
    return replace(tempo, **changes)  # type: ignore[arg-type]


def sqlite(folder: Path) -> str:
    return create_sqlite(folder)
