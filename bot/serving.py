"""The Slack app as a process: checks how Slack is reached, wires the app, and runs it until it is told to stop."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.bootstrap import (
    AnalystChoice,
    build_analyst,
    build_budget,
    build_cipher,
    build_knowledge,
    build_pipeline,
    build_retention,
    choose_analyst,
)
from bot.clock import SYSTEM_CLOCK
from bot.credentials import build_credentials, build_oauth_app, list_missing_for_oauth, wants_oauth
from bot.documents.apart import make_apart
from bot.documents.on_demand import draw_heatmap, render_documents
from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.core.errors import SettingsInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.services.assessment.framework_versions import add_earlier_frameworks
from bot.services.ports.core import Analyst, Clock, EventQueue
from bot.services.ports.installations import Installations
from bot.services.worker.handler import RetryPolicy
from bot.settings import Settings
from bot.slack.oauth.install_flow import OAuthApp
from bot.slack.service import SlackService
from bot.slack.service_builder import WHOLE, Connection, Ground, Share, build_service
from bot.slack.transport.calls import build_slack_session
from bot.slack.transport.http_server import open_port
from bot.slack.transport.installation_check import (
    Credentials,
    Installation,
    Transport,
    check_door,
    check_installation,
    read_bot_scopes,
)
from bot.slack.workspace_service import Timeouts, UseCases
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.queue.purge import KeptFor
from bot.supervisor import BEAT

log = logging.getLogger(__name__)


@dataclass(frozen=True, repr=False)
class Service:
    """What all processes of the app have in common: read, and checked."""

    settings: Settings
    choice: AnalystChoice
    door: Transport | None
    """None: Slack comes in on another machine."""
    credentials: Credentials
    installation: Installation | None
    knowledge: Knowledge
    tempo: Timeouts
    clock: Clock

    @property
    def where(self) -> str:
        one = self.installation if not wants_oauth(self.settings) else None
        return one.team if one is not None else "wherever it is installed"


async def serve_slack(
    settings: Settings,
    choice: AnalystChoice | None,
    door: Transport | None,
    *,
    tempo: Timeouts | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> None:
    """Runs the Slack app in this process until it is told to stop. Raises SettingsInvalid for what is missing or wrong.

    `tempo`, `clock`: others than those of everyday life, for those who measure or test.
    """
    service = await prepare_service(settings, choice, door or choose_transport(settings), tempo=tempo, clock=clock)
    analyst = build_analyst(settings, service.knowledge, service.choice)
    with Database(settings.database_url, now=clock.now) as database:
        await begin_service(service, database)
        log.info("Flightplan serves %s by %s, read by %s.", service.where, service.door, analyst.name)
        await run_share(service, database, analyst)
        log.info("Stopped. What was begun is done or kept.")


async def prepare_service(
    settings: Settings,
    choice: AnalystChoice | None,
    door: Transport | None,
    *,
    tempo: Timeouts | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Service:
    """Raises SettingsInvalid, or KnowledgeInvalid."""
    credentials = build_credentials(settings)
    if missing := list_missing_for_oauth(settings):
        raise SettingsInvalid("\n".join(missing))
    installation = await check_access(credentials, door, settings)
    return Service(
        settings,
        choose_analyst(settings, choice),
        door,
        credentials,
        installation,
        build_knowledge(settings),
        tempo or Timeouts(work=RetryPolicy(workers=settings.workers)),
        clock,
    )


async def begin_service(service: Service, database: Database) -> None:
    """Once, before any of its processes works. The database is at its schema then."""
    settings, installation = service.settings, service.installation
    if installation is not None:
        known = SqlInstallations(database.run, build_cipher(settings))
        client_id = (settings.slack_client_id or "") if wants_oauth(settings) else ""
        await record_installation(known, installation, service.clock.now(), client_id)
    if not database.has_second_wall and settings.database_url.startswith("postgres"):
        log.warning("The database's role passes by row-level security: docs/operations.md says which one to use.")


async def run_share(
    service: Service,
    database: Database,
    analyst: Analyst,
    share: Share = WHOLE,
    *,
    listening: socket.socket | None = None,
    beat: Callable[[], None] | None = None,
) -> None:
    """This process's share of the app, until it is told to stop. `listening`: the port, where it is open already.
    `beat`: called now and then, as long as what waits is worked here."""
    settings, clock = service.settings, service.clock
    oauth = build_oauth_app(settings, database, clock) if wants_oauth(settings) else None
    known = SqlInstallations(database.run, build_cipher(settings))
    kept = KeptFor(timedelta(days=settings.audit_days), timedelta(days=settings.uninstalled_days))
    queue = _build_queue(database, service.installation, oauth, kept) if share.works else None
    load = partial(load_use_cases, database, service.knowledge, analyst, clock, settings)
    ground = Ground(known, queue, load, partial(database.run, lambda tx: True), clock, kept.ended)
    address = (settings.host, settings.port)
    async with build_slack_session() as session:
        entrance = Connection(
            service.credentials, service.installation, service.door, session, *address, oauth, listening
        )
        running = build_service(ground, entrance, service.tempo, share)
        beating = asyncio.create_task(_beat_while_working(running, beat))
        gc.freeze()  # or all that stays for good is looked through now and then, and nobody is acked for .1 to .3 s
        try:
            await running.run(_watch_stop_signals())
        finally:
            beating.cancel()


async def _beat_while_working(running: SlackService, beat: Callable[[], None] | None) -> None:
    while beat is not None:
        if running.is_working:
            beat()
        await asyncio.sleep(BEAT)


async def load_use_cases(
    database: Database, knowledge: Knowledge, analyst: Analyst, clock: Clock, settings: Settings, workspace_id: str
) -> UseCases:
    """Of one workspace, with the frameworks that were in force there before. Raises KnowledgeInvalid."""
    knowledge = await add_earlier_frameworks(database.in_workspace(workspace_id), knowledge)
    pipeline = build_pipeline(knowledge, analyst, database, workspace_id, clock, build_budget(settings))
    rendered = partial(make_apart, render_documents, knowledge=knowledge)
    drawn = partial(make_apart, draw_heatmap, knowledge=knowledge)
    return UseCases(pipeline, rendered, drawn, build_retention(settings))


def _build_queue(
    database: Database, installation: Installation | None, oauth: OAuthApp | None, kept: KeptFor
) -> EventQueue:
    if oauth is not None:
        return database.get_app_queue(oauth.client_id, kept)
    assert installation is not None
    return database.get_workspace_queue(installation.team_id, kept)


async def record_installation(
    installations: Installations, told: Installation, now: datetime, client_id: str = ""
) -> None:
    """Of a workspace whose token is a setting: as of now where it is new, or was uninstalled before. `client_id`: of
    the app, where it is served along with those that it is installed in by OAuth."""
    known = await installations.find(told.team_id)
    since = known.installed_at if known is not None and known.is_open else now
    await installations.save(
        WorkspaceInstallation(
            workspace_id=told.team_id,
            client_id=client_id,
            app_id=told.app_id,
            team=told.team,
            url=told.url,
            bot_user_id=told.bot_user_id,
            bot_id=told.bot_id,
            installed_at=since,
        )
    )


async def check_access(credentials: Credentials, door: Transport | None, settings: Settings) -> Installation | None:
    """Of the workspace whose token is a setting; None without one, which several workspaces need not have. Raises
    SettingsInvalid."""
    if door == "http":
        open_port(settings.host, 0).close()  # an address that isn't ours is told before Slack is asked
    if wants_oauth(settings) and credentials.bot_token is None:
        if door is not None:
            await check_door(credentials, door)
        return None
    return await check_installation(credentials, door, read_bot_scopes(settings.slack_manifest))


def choose_transport(settings: Settings) -> Transport:
    """Socket Mode where there is a token for it. Raises SettingsInvalid where Slack has no way in."""
    if settings.slack_app_token is not None:
        return "socket"
    if settings.slack_signing_secret is not None:
        return "http"
    token = "" if settings.slack_bot_token or wants_oauth(settings) else "SLACK_BOT_TOKEN, and "
    ways = "SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP)"
    raise SettingsInvalid(f"Not set: {token}one of {ways}. The README says where they stand on the app's pages.")


def _watch_stop_signals() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping
