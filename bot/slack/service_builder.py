"""Building: one workspace's Slack app, put together from its settings and the use cases."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.portfolio import Portfolio
from bot.services.actions.action_commands import load_progress
from bot.services.conversation.context import ConversationContext
from bot.services.messaging import digest_schedule
from bot.services.messaging.outbox_events import UploadFiles
from bot.services.ports.core import EventQueue, Transactions, UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.services.ports.installations import Installations
from bot.services.queries.pilots import QueryDependencies
from bot.services.work.thread_progress import PATIENCE, ThreadProgressDisplay
from bot.services.worker.handler import Handlers, Result, RetryPolicy
from bot.services.worker.worker_pool import WorkerPool
from bot.slack.context import SlackContext
from bot.slack.dispatch.failed_events import FailedEventHandler
from bot.slack.dispatch.handlers import InboxHandlers
from bot.slack.dispatch.listeners import InteractionListeners
from bot.slack.inbound.payloads import BotIdentity
from bot.slack.inbound.receiving import EventReceiver, RequestMemory
from bot.slack.inbound.uninstalling import UninstallReceiver
from bot.slack.interactions import leader_interactions
from bot.slack.outbound.failed_messages import FailedMessageHandler
from bot.slack.outbound.sender import PACE, ContentProviders, OutboxSender
from bot.slack.outbound.sessions import AgentSessions
from bot.slack.service import SlackService, build_health_checks
from bot.slack.slack_formatter import SlackMessageFormatter
from bot.slack.transport.bolt_app import BoltCallbacks, build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.http_server import LOOPBACK, HttpServer, build_http_app
from bot.slack.transport.installation_check import Credentials, Installation, Transport
from bot.slack.transport.socket_mode import WATCH, SocketModeClient, SocketTimings
from bot.slack.views.metrics import render_metrics
from bot.slack.workspace.directory import SlackDirectory
from bot.slack.workspace.permalinks import Permalinks
from bot.wording.leaders.portfolio_words import render_heatmap

Documents = Callable[[Sequence[str], Assessment, ProductionPlan], Mapping[str, bytes]]
"""A plan's files, by their names. May take seconds: never called in the event loop."""


@dataclass(frozen=True)
class Timeouts:
    """How fast everything goes. In seconds."""

    work: RetryPolicy = field(default_factory=RetryPolicy)
    channel: float = PACE
    """Between two messages in a channel."""
    patience: float = PATIENCE
    """Before anything is shown of work that takes long."""
    model: float = 20.0
    """Before a model that is down is asked again."""
    drain: float = 20.0
    watch: SocketTimings = WATCH


@dataclass(frozen=True, repr=False)
class UseCases:
    """What the app stands on: the use cases and the queue of its workspace."""

    deps: Dependencies
    queue: EventQueue
    documents: Documents
    draw_heatmap: Callable[[Portfolio], bytes]
    """The portfolio as a PNG."""

    @property
    def transactions(self) -> Transactions:
        return self.deps.transactions

    @property
    def knowledge(self) -> Knowledge:
        return self.deps.knowledge


@dataclass(frozen=True, repr=False)
class Connection:
    """By which door, with which keys, at which port and address, over which connections."""

    credentials: Credentials
    installation: Installation
    door: Transport
    port: int
    session: aiohttp.ClientSession
    installations: Installations
    host: str = LOOPBACK


class SlackClients(NamedTuple):
    """What speaks with the bot token, and what it has learnt of the workspace."""

    client: AsyncWebClient
    sessions: AgentSessions
    team: str


def build_service(ground: UseCases, entrance: Connection, tempo: Timeouts = Timeouts()) -> SlackService:
    client = build_slack_client(entrance.credentials.bot_token, entrance.credentials.api_url, entrance.session)
    wire = SlackClients(client, AgentSessions(client), entrance.installation.team_id)
    reception = _build_context(ground, entrance, wire, tempo)
    inbox = WorkerPool(ground.queue, "inbox", _build_inbox_handlers(reception), tempo.work)
    outbox = WorkerPool(ground.queue, "outbox", _build_outbox_handlers(ground, reception, wire, tempo), tempo.work)
    receiver = EventReceiver(ground.transactions, reception.bot_identity, ground.deps.redactor)
    register, memory = InteractionListeners(reception, client).register_listeners, RequestMemory(ground.transactions)
    listening = BoltCallbacks(receiver, register, memory, UninstallReceiver(entrance.installations, lambda ended: None))
    front = build_bolt_app(client, entrance.installation, listening, entrance.credentials.signing_secret)
    sockets = None
    if entrance.door == "socket":
        opener = build_slack_client(entrance.credentials.app_token, entrance.credentials.api_url, entrance.session)
        sockets = SocketModeClient(front, opener, watch=tempo.watch)
    checks = build_health_checks(inbox, outbox, lambda: ground.transactions.run(lambda uow: True), sockets)
    site = build_http_app(
        checks,
        front if entrance.door == "http" else None,
        entrance.credentials.signing_secret,
        partial(render_metrics, ground.transactions),
    )
    website = HttpServer(site, entrance.port, entrance.host)
    return SlackService(inbox, outbox, website, sockets, lambda: _schedule_digests(ground), tempo.drain)


async def _schedule_digests(ground: UseCases) -> None:
    """At every start: every leader has a digest coming."""
    now = ground.deps.clock.now()
    await ground.transactions.run(lambda uow: digest_schedule.schedule_all_digests(uow, now))


def _build_context(ground: UseCases, entrance: Connection, wire: SlackClients, tempo: Timeouts) -> SlackContext:
    installation = entrance.installation
    links = Permalinks(installation.url, installation.team_id)
    team, us = installation.team_id, installation.bot_user_id
    directory = SlackDirectory(wire.client, team, ground.deps.redactor, us=us)
    formatter = SlackMessageFormatter(ground.knowledge, links, by_rule=ground.deps.analyst.reads_by_rule)
    deps = ConversationContext(
        transactions=ground.transactions,
        analyst=ground.deps.analyst,
        redactor=ground.deps.redactor,
        clock=ground.deps.clock,
        knowledge=ground.knowledge,
        calendars=ground.deps.calendars,
        formatter=formatter,
        directory=directory,
        presence=wire.sessions,
        progress=ThreadProgressDisplay(ground.transactions, formatter, tempo.patience),
        model_retry_seconds=tempo.model,
    )
    viewing = QueryDependencies(ground.transactions, ground.knowledge, links)
    return SlackContext(deps, viewing, directory, links, BotIdentity(installation.bot_user_id, installation.bot_id))


def _build_inbox_handlers(context: SlackContext) -> Handlers:
    failures = FailedEventHandler(context.deps)
    return Handlers(InboxHandlers(context, failures).build_handlers(), failures.on_interrupt, failures.on_giving_up)


def _build_outbox_handlers(ground: UseCases, context: SlackContext, wire: SlackClients, tempo: Timeouts) -> Handlers:
    async def home_of(person: str) -> dict[str, object]:
        member = await context.directory.get_member(person)
        today = context.get_local_date(member)
        if member.barred is not None:
            return context.view_builder.build_empty_home_view(person, today)
        return await context.view_builder.build_home_view(person, today)

    async def documents(plan_id: str, names: Sequence[str]) -> Mapping[str, bytes]:
        def load(uow: UnitOfWork) -> tuple[Assessment, ProductionPlan]:
            plan = uow.plans.get(plan_id)
            return uow.assessments.get(plan.assessment_id), load_progress(uow, plan).build_held_plan()

        assessment, plan = await ground.transactions.run(load)
        return await asyncio.to_thread(ground.documents, names, assessment, plan)

    async def picture(asked: UploadFiles) -> bytes:
        seen = await leader_interactions.load_pictured_portfolio(context, asked)
        return await asyncio.to_thread(ground.draw_heatmap, seen)

    async def picture_words(asked: UploadFiles) -> str:
        seen = await leader_interactions.load_pictured_portfolio(context, asked)
        return render_heatmap(seen, ground.knowledge.framework)

    def today() -> date:
        return context.deps.clock.now().date()

    sources = ContentProviders(
        home_of, documents, picture, picture_words, wire.sessions, context.links.build_canvas_link, wire.team, today
    )
    sender = OutboxSender(wire.client, ground.transactions, sources, tempo.channel)
    return Handlers(
        sender.build_handlers(), _ignore_interrupt, FailedMessageHandler(context.deps.formatter).on_giving_up
    )


async def _ignore_interrupt(claim: Claim) -> Result:
    """Nobody stops what is being said."""
    return Result()
