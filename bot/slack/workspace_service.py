"""Building: what serves one workspace, put together from its installation and the use cases."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.assessment.assessment import Assessment
from bot.domain.forgetting.retention import RetentionPolicy
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.portfolio import Portfolio
from bot.services.actions.action_commands import load_progress
from bot.services.conversation.context import ConversationContext
from bot.services.forgetting.retention import schedule_retention
from bot.services.messaging import digest_schedule
from bot.services.messaging.outbox_events import UploadFiles
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.services.queries.pilots import QueryDependencies
from bot.services.work.thread_progress import PATIENCE, ThreadProgressDisplay
from bot.services.worker.handler import Handlers, Result, RetryPolicy
from bot.slack.context import SlackContext
from bot.slack.dispatch.failed_events import FailedEventHandler
from bot.slack.dispatch.handlers import InboxHandlers
from bot.slack.dispatch.listeners import InteractionListeners
from bot.slack.inbound.payloads import BotIdentity
from bot.slack.inbound.receiving import EventReceiver, RequestMemory
from bot.slack.interactions import leader_interactions
from bot.slack.outbound.failed_messages import FailedMessageHandler
from bot.slack.outbound.pace import PACE
from bot.slack.outbound.sender import ContentProviders, OutboxSender
from bot.slack.outbound.sessions import AgentSessions
from bot.slack.slack_formatter import SlackMessageFormatter
from bot.slack.transport.socket_mode import WATCH, SocketTimings
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
    reading: float = 10.0
    """Before whoever waits is told that an answer is still being read."""
    recurring: float = 3600.0
    """Before what recurs is called for once more."""
    drain: float = 20.0
    watch: SocketTimings = WATCH


@dataclass(frozen=True, repr=False)
class UseCases:
    """What a workspace's part of the app stands on."""

    deps: Dependencies
    documents: Documents
    draw_heatmap: Callable[[Portfolio], bytes]
    """The portfolio as a PNG."""
    retention: RetentionPolicy = field(default_factory=RetentionPolicy)

    @property
    def transactions(self) -> Transactions:
        return self.deps.transactions

    @property
    def knowledge(self) -> Knowledge:
        return self.deps.knowledge


@dataclass(frozen=True, repr=False)
class WorkspaceService:
    """What belongs to one workspace: it receives what comes from there, and works what waits for it."""

    installation: WorkspaceInstallation
    transactions: Transactions
    receive: EventReceiver
    remember: RequestMemory
    listeners: InteractionListeners
    inbox: Handlers
    outbox: Handlers
    begin: Callable[[], Awaitable[None]]
    """What has to be called for before any work begins."""


class SlackClients(NamedTuple):
    """What speaks with the bot token, and what it has learnt of the workspace."""

    client: AsyncWebClient
    sessions: AgentSessions
    team: str


def build_workspace_service(
    ground: UseCases, installed: WorkspaceInstallation, client: AsyncWebClient, tempo: Timeouts
) -> WorkspaceService:
    """`client` speaks with the workspace's token."""
    wire = SlackClients(client, AgentSessions(client), installed.workspace_id)
    context = _build_context(ground, installed, wire, tempo)
    return WorkspaceService(
        installed,
        ground.transactions,
        EventReceiver(ground.transactions, context.bot_identity, ground.deps.redactor),
        RequestMemory(ground.transactions),
        InteractionListeners(context, client),
        _build_inbox_handlers(context),
        _build_outbox_handlers(ground, context, wire, tempo),
        lambda: _schedule_recurring(ground),
    )


async def _schedule_recurring(ground: UseCases) -> None:
    """At every start: every leader has a digest coming, and what was kept for long enough is looked for."""
    now = ground.deps.clock.now()
    await ground.transactions.run(lambda uow: digest_schedule.schedule_all_digests(uow, now))
    if not ground.retention.keeps_everything:
        await ground.transactions.run(lambda uow: schedule_retention(uow, now))


def _build_context(
    ground: UseCases, installed: WorkspaceInstallation, wire: SlackClients, tempo: Timeouts
) -> SlackContext:
    links = Permalinks(installed.url, installed.workspace_id)
    directory = SlackDirectory(wire.client, installed.workspace_id, ground.deps.redactor, us=installed.bot_user_id)
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
        slow_reading_seconds=tempo.reading,
        retention=ground.retention,
    )
    viewing = QueryDependencies(ground.transactions, ground.knowledge, links)
    return SlackContext(deps, viewing, directory, links, BotIdentity(installed.bot_user_id, installed.bot_id))


def _build_inbox_handlers(context: SlackContext) -> Handlers:
    failures = FailedEventHandler(context.deps)
    return Handlers(InboxHandlers(context, failures).build_handlers(), failures.on_interrupt, failures.on_giving_up)


def _build_outbox_handlers(ground: UseCases, context: SlackContext, wire: SlackClients, tempo: Timeouts) -> Handlers:
    async def home_of(person: str, page: int) -> dict[str, object]:
        member = await context.directory.get_member(person)
        today = context.get_local_date(member)
        if member.barred is not None:
            return context.view_builder.build_empty_home_view(person, today)
        return await context.view_builder.build_home_view(person, today, page)

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
