"""Building: the Slack app of all workspaces, put together from its settings and what serves each of them."""

import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.audit.act import Act
from bot.services.ports.core import Clock, EventQueue
from bot.services.ports.installations import Installations
from bot.services.worker.worker_pool import WorkerPool
from bot.slack.dispatch.hearing import read_thread
from bot.slack.dispatch.listeners import register_listeners
from bot.slack.installation_events import InstallationEvents
from bot.slack.oauth.client import FreshClient
from bot.slack.oauth.fresh_token import FreshToken
from bot.slack.oauth.install_flow import InstallFlow, OAuthApp
from bot.slack.oauth.pages import build_install_pages
from bot.slack.outbound.queued_message import read_queued_message
from bot.slack.service import SlackService, build_health_checks
from bot.slack.transport.bolt_app import BoltCallbacks, build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.http_server import LOOPBACK, HttpServer, build_http_app
from bot.slack.transport.installation_check import Credentials, Installation, Transport
from bot.slack.transport.socket_mode import SocketModeClient
from bot.slack.views.metrics import render_metrics
from bot.slack.workspace_addressees import InstalledAddressees, SoleAddressee
from bot.slack.workspace_registry import WorkspaceDuties, WorkspaceRegistry
from bot.slack.workspace_service import Timeouts, UseCases, WorkspaceService, build_workspace_service


@dataclass(frozen=True, repr=False)
class Ground:
    """What the app stands on."""

    installations: Installations
    queue: EventQueue | None
    """Of the workspaces that are served; None where nothing is worked here."""
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
    installation: Installation | None
    """Of the workspace whose token is a setting, if there is one."""
    door: Transport | None
    """None: Slack comes in elsewhere."""
    session: aiohttp.ClientSession
    host: str = LOOPBACK
    port: int = 0
    oauth: OAuthApp | None = None
    """Where the app can be installed in any number of workspaces."""
    listening: socket.socket | None = None
    """At the address, where it was opened already."""

    def build_client(self, token: str | None = None) -> AsyncWebClient:
        return build_slack_client(token, self.credentials.api_url, self.session)


@dataclass(frozen=True)
class Share:
    """What of the app one process is; if nothing else is said, all of it."""

    has_website: bool = True
    works: bool = True
    workers: Callable[[], int] | None = None
    """How many other processes of this machine work at this moment; None: it has none."""


WHOLE = Share()


def build_service(ground: Ground, entrance: Connection, tempo: Timeouts, share: Share = WHOLE) -> SlackService:
    registry = _build_registry(ground, entrance, tempo)
    pools = _build_pools(ground.queue, registry, tempo) if ground.queue is not None else ()
    front = _build_front(ground, entrance, registry) if entrance.door is not None else None
    sockets = None
    if front is not None and entrance.door == "socket":
        sockets = SocketModeClient(front, entrance.build_client(entrance.credentials.app_token), watch=tempo.watch)
    website = _build_website(ground, entrance, registry, _Inside(front, sockets, pools, share))
    begin = partial(_begin_everywhere, registry)
    return SlackService(pools, website if share.has_website else None, sockets, begin, tempo.drain, tempo.recurring)


def _build_pools(queue: EventQueue, registry: WorkspaceRegistry, tempo: Timeouts) -> tuple[WorkerPool, WorkerPool]:
    said, queued = queue.reading(read_thread), queue.reading(read_queued_message)
    inbox = WorkerPool(said, "inbox", WorkspaceDuties(registry, lambda one: one.inbox), tempo.work)
    return inbox, WorkerPool(queued, "outbox", WorkspaceDuties(registry, lambda one: one.outbox), tempo.work)


class _Inside(NamedTuple):
    """What the website tells of."""

    front: AsyncApp | None
    sockets: SocketModeClient | None
    pools: tuple[WorkerPool, ...]
    share: Share

    def find_working(self) -> Callable[[], bool] | None:
        counted, pools = self.share.workers, self.pools
        if counted is not None:
            return lambda: counted() > 0
        return (lambda: all(pool.is_healthy for pool in pools)) if pools else None


def _build_website(ground: Ground, entrance: Connection, registry: WorkspaceRegistry, inside: _Inside) -> HttpServer:
    site = build_http_app(
        build_health_checks(inside.find_working(), ground.check_database, inside.sockets),
        inside.front if entrance.door == "http" else None,
        entrance.credentials.signing_secret,
        lambda: _count_everywhere(registry, inside.share),
    )
    if entrance.oauth is not None and inside.front is not None:
        begin = partial(_begin, registry)
        flow = InstallFlow(entrance.oauth, entrance.build_client(), ground.installations, ground.clock, begin)
        site.router.routes.extend(build_install_pages(flow))
    return HttpServer(site, entrance.port, entrance.host, listening=entrance.listening)


def _build_registry(ground: Ground, entrance: Connection, tempo: Timeouts) -> WorkspaceRegistry:
    async def build(installed: WorkspaceInstallation) -> WorkspaceService:
        client = _build_client(ground, entrance, installed)
        return build_workspace_service(await ground.load_use_cases(installed.workspace_id), installed, client, tempo)

    def serves(installed: WorkspaceInstallation) -> bool:
        if entrance.oauth is not None:
            return installed.client_id == entrance.oauth.client_id
        return entrance.installation is not None and installed.workspace_id == entrance.installation.team_id

    return WorkspaceRegistry(ground.installations, build, serves, ground.clock)


def _build_client(ground: Ground, entrance: Connection, installed: WorkspaceInstallation) -> AsyncWebClient:
    """What was granted counts before what is set."""
    sole, oauth, credentials = entrance.installation, entrance.oauth, entrance.credentials
    is_sole = sole is not None and sole.team_id == installed.workspace_id
    if oauth is None:
        return entrance.build_client(credentials.bot_token)
    rotator = AsyncTokenRotator(
        client_id=oauth.client_id, client_secret=oauth.client_secret, client=entrance.build_client()
    )
    fallback = credentials.bot_token if is_sole else None
    fresh = FreshToken(installed.token_owner, oauth.tokens, rotator, ground.clock, fallback)
    return FreshClient(fresh, credentials.api_url, entrance.session)


def _build_front(ground: Ground, entrance: Connection, registry: WorkspaceRegistry) -> AsyncApp:
    sole = entrance.installation if entrance.oauth is None else None
    addressee = SoleAddressee(registry, sole) if sole is not None else InstalledAddressees(registry)
    end = InstallationEvents(ground.installations, registry, ground.ended_kept)
    listening = BoltCallbacks(addressee.find, register_listeners, end)
    return build_bolt_app(entrance.build_client(), listening, entrance.credentials.signing_secret)


async def _begin(registry: WorkspaceRegistry, workspace_id: str, act: Act) -> None:
    """Of one that was installed just now, perhaps again; by whom goes on record."""
    registry.forget(workspace_id)
    service = await registry.find(workspace_id)
    if service is not None:
        await service.transactions.run(lambda uow: uow.audit.append(act))
        await service.begin()


async def _begin_everywhere(registry: WorkspaceRegistry) -> None:
    for service in await registry.list_served():
        await service.begin()


async def _count_everywhere(registry: WorkspaceRegistry, share: Share) -> str:
    workers = share.workers() if share.workers is not None else None
    return await render_metrics(*(one.transactions for one in await registry.list_served()), workers=workers)
