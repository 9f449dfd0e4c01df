"""Building: the Slack app of all workspaces, put together from its settings and what serves each of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from slack_bolt.app.async_app import AsyncApp

from bot.domain.access.installation import WorkspaceInstallation
from bot.services.ports.core import Clock, EventQueue
from bot.services.ports.installations import Installations
from bot.services.worker.worker_pool import WorkerPool
from bot.slack.dispatch.listeners import register_listeners
from bot.slack.installation_events import InstallationEvents
from bot.slack.service import SlackService, build_health_checks
from bot.slack.transport.bolt_app import BoltCallbacks, build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.http_server import LOOPBACK, HttpServer, build_http_app
from bot.slack.transport.installation_check import Credentials, Installation, Transport
from bot.slack.transport.socket_mode import SocketModeClient
from bot.slack.views.metrics import render_metrics
from bot.slack.workspace_addressees import SoleAddressee
from bot.slack.workspace_registry import WorkspaceDuties, WorkspaceRegistry
from bot.slack.workspace_service import Timeouts, UseCases, WorkspaceService, build_workspace_service


@dataclass(frozen=True, repr=False)
class Ground:
    """What the app stands on."""

    installations: Installations
    queue: EventQueue
    """Of the workspaces that are served."""
    load_use_cases: Callable[[str], Awaitable[UseCases]]
    """Of a workspace."""
    check_database: Callable[[], Awaitable[bool]]
    clock: Clock
    ended_kept: timedelta = timedelta(days=30)
    """How long everything of a workspace is kept after the app was uninstalled there."""


@dataclass(frozen=True, repr=False)
class Connection:
    """By which door, with which keys, at which port and address, over which connections."""

    credentials: Credentials
    installation: Installation
    door: Transport
    port: int
    session: aiohttp.ClientSession
    host: str = LOOPBACK


def build_service(ground: Ground, entrance: Connection, tempo: Timeouts) -> SlackService:
    registry = _build_registry(ground, entrance, tempo)
    inbox = WorkerPool(ground.queue, "inbox", WorkspaceDuties(registry, lambda one: one.inbox), tempo.work)
    outbox = WorkerPool(ground.queue, "outbox", WorkspaceDuties(registry, lambda one: one.outbox), tempo.work)
    front = _build_front(ground, entrance, registry)
    sockets = None
    if entrance.door == "socket":
        opener = build_slack_client(entrance.credentials.app_token, entrance.credentials.api_url, entrance.session)
        sockets = SocketModeClient(front, opener, watch=tempo.watch)
    site = build_http_app(
        build_health_checks(inbox, outbox, ground.check_database, sockets),
        front if entrance.door == "http" else None,
        entrance.credentials.signing_secret,
        lambda: _count_everywhere(registry),
    )
    website = HttpServer(site, entrance.port, entrance.host)
    return SlackService(inbox, outbox, website, sockets, lambda: _begin_everywhere(registry), tempo.drain)


def _build_registry(ground: Ground, entrance: Connection, tempo: Timeouts) -> WorkspaceRegistry:
    credentials, team = entrance.credentials, entrance.installation.team_id

    async def build(installed: WorkspaceInstallation) -> WorkspaceService:
        client = build_slack_client(credentials.bot_token, credentials.api_url, entrance.session)
        return build_workspace_service(await ground.load_use_cases(installed.workspace_id), installed, client, tempo)

    return WorkspaceRegistry(ground.installations, build, lambda one: one.workspace_id == team, ground.clock)


def _build_front(ground: Ground, entrance: Connection, registry: WorkspaceRegistry) -> AsyncApp:
    addressee = SoleAddressee(registry, entrance.installation)
    listening = BoltCallbacks(
        addressee.find, register_listeners, InstallationEvents(ground.installations, registry, ground.ended_kept)
    )
    client = build_slack_client(None, entrance.credentials.api_url, entrance.session)
    return build_bolt_app(client, listening, entrance.credentials.signing_secret)


async def _begin_everywhere(registry: WorkspaceRegistry) -> None:
    for service in await registry.list_served():
        await service.begin()


async def _count_everywhere(registry: WorkspaceRegistry) -> str:
    return await render_metrics(*(service.transactions for service in await registry.list_served()))
