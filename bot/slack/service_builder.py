"""Building: one workspace's Slack app, put together from its settings and the use cases."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim
from bot.domain.planning.plan import ProductionPlan
from bot.domain.portfolio.portfolio import Portfolio
from bot.services.assessment.assessing import Assessing
from bot.services.conversation.context import Desk
from bot.services.interview.interviewing import Interviewing
from bot.services.planning.planning import Planning
from bot.services.ports.core import Queue, Transactions, UnitOfWork
from bot.services.queries.pilots import Viewing
from bot.services.worker.handler import Done, Duties, Pace
from bot.services.worker.worker_pool import Workers
from bot.slack.context import Reception
from bot.slack.inbound.payloads import Us
from bot.slack.inbound.receiving import Receiving
from bot.slack.interactions import leader_interactions
from bot.slack.interactions.handlers import Handlers
from bot.slack.interactions.listeners import Listeners
from bot.slack.interactions.scheduled_events import Due
from bot.slack.outbound.failed_messages import Unsaid
from bot.slack.outbound.presence import SlackPresence
from bot.slack.outbound.sender import PACE, Sender, Sources
from bot.slack.outbound.sessions import Sessions
from bot.slack.service import Service, checks_of
from bot.slack.slack_formatter import SlackVoice
from bot.slack.transport.bolt_app import Listening, build_front
from bot.slack.transport.calls import slack_client
from bot.slack.transport.http_server import Website, build_site
from bot.slack.transport.installation_check import Credentials, Door, Installation
from bot.slack.transport.socket_mode import WATCH, Sockets, Watch
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.permalinks import Permalinks

Documents = Callable[[Sequence[str], Assessment, ProductionPlan], Mapping[str, bytes]]
"""A plan's files, by their names. May take seconds: never called in the event loop."""


@dataclass(frozen=True)
class Tempo:
    """How fast everything goes. In seconds."""

    work: Pace = field(default_factory=Pace)
    channel: float = PACE
    """Between two messages in a channel."""
    model: float = 20.0
    """Before a model that is down is asked again."""
    drain: float = 20.0
    watch: Watch = WATCH


@dataclass(frozen=True, repr=False)
class Ground:
    """What the app stands on: the use cases and the queue of its workspace."""

    interviewing: Interviewing
    assessing: Assessing
    planning: Planning
    queue: Queue
    documents: Documents
    heatmap: Callable[[Portfolio], bytes]
    """The portfolio as a PNG."""

    @property
    def transactions(self) -> Transactions:
        return self.interviewing.transactions

    @property
    def knowledge(self) -> Knowledge:
        return self.interviewing.knowledge


@dataclass(frozen=True, repr=False)
class Entrance:
    """By which door, with which keys, at which port, over which connections."""

    credentials: Credentials
    installation: Installation
    door: Door
    port: int
    session: aiohttp.ClientSession


class Wire(NamedTuple):
    """What speaks with the bot token, and what it has learnt of the workspace."""

    client: AsyncWebClient
    sessions: Sessions


def build_service(ground: Ground, entrance: Entrance, tempo: Tempo = Tempo()) -> Service:
    client = slack_client(entrance.credentials.bot_token, entrance.credentials.api_url, entrance.session)
    wire = Wire(client, Sessions(client))
    reception = _reception(ground, entrance, wire, tempo)
    inbox = Workers(ground.queue, "inbox", _inbox_duties(reception), tempo.work)
    outbox = Workers(ground.queue, "outbox", _outbox_duties(ground, reception, wire, tempo), tempo.work)
    front = build_front(
        client,
        entrance.installation,
        Listening(Receiving(ground.transactions, reception.us), Listeners(reception, client).register),
        entrance.credentials.signing_secret,
    )
    sockets = None
    if entrance.door == "socket":
        opener = slack_client(entrance.credentials.app_token, entrance.credentials.api_url, entrance.session)
        sockets = Sockets(front, opener, watch=tempo.watch)
    checks = checks_of(inbox, outbox, _reachable(ground.transactions), sockets)
    site = build_site(checks, front if entrance.door == "http" else None)
    return Service(inbox, outbox, Website(site, entrance.port), sockets, Due(reception).begin, tempo.drain)


def _reception(ground: Ground, entrance: Entrance, wire: Wire, tempo: Tempo) -> Reception:
    installation = entrance.installation
    links = Permalinks(installation.url, installation.team_id)
    directory = Directory(wire.client, installation.team_id)
    desk = Desk(
        interviewing=ground.interviewing,
        assessing=ground.assessing,
        planning=ground.planning,
        voice=SlackVoice(ground.knowledge, links),
        directory=directory,
        presence=SlackPresence(wire.sessions),
        patience=tempo.model,
    )
    viewing = Viewing(ground.transactions, ground.knowledge, links)
    return Reception(desk, viewing, directory, links, Us(installation.bot_user_id, installation.bot_id))


def _inbox_duties(reception: Reception) -> Duties:
    handlers = Handlers(reception)
    return Duties(handlers.by_kind(), handlers.on_interrupt, handlers.on_giving_up)


def _outbox_duties(ground: Ground, reception: Reception, wire: Wire, tempo: Tempo) -> Duties:
    async def home_of(person: str) -> dict[str, object]:
        return await reception.reading.home_of(person, reception.today(await reception.directory.person(person)))

    async def documents(plan_id: str, names: Sequence[str]) -> Mapping[str, bytes]:
        def load(uow: UnitOfWork) -> tuple[Assessment, ProductionPlan]:
            plan = uow.plans.get(plan_id)
            return uow.assessments.get(plan.assessment_id), plan

        assessment, plan = await ground.transactions.run(load)
        return await asyncio.to_thread(ground.documents, names, assessment, plan)

    async def picture(person: str, tz: str) -> bytes:
        seen = await leader_interactions.seen_by(reception, person, tz)
        return await asyncio.to_thread(ground.heatmap, seen)

    sources = Sources(home_of, documents, picture, wire.sessions, reception.links.canvas)
    sender = Sender(wire.client, ground.transactions, sources, tempo.channel)
    return Duties(sender.handlers(), _nothing, Unsaid(reception.desk.voice).on_giving_up)


async def _nothing(claim: Claim) -> Done:
    """Nobody stops what is being said."""
    return Done()


def _reachable(transactions: Transactions) -> Callable[[], Awaitable[bool]]:
    async def reachable() -> bool:
        return await transactions.run(lambda uow: True)

    return reachable
