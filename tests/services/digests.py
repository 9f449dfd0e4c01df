"""A deps of digests whose clock goes only when told to, and what was sent from it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.calendars import LibraryCalendars
from bot.domain.core.people import Person
from bot.domain.core.week import Week
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage, MessageContent, MessagePart, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import Channel, ChannelState, Member
from bot.services.digest.weekly_digest import DigestDependencies, send_due_digest
from bot.services.messaging.digest_schedule import ScheduledDigest, schedule_all_digests
from bot.services.ports.core import UnitOfWork
from bot.services.worker.event_runner import EventRunner
from bot.services.worker.handler import Handlers, Lease, Result, RetryPolicy
from bot.storage import mapping
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.session.scope import Scope
from bot.storage.session.transaction import Transaction
from bot.storage.tables import digest_settings
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.digest_words import render_digest_paragraphs
from tests.storage.nouns import claim_one

QUICK = RetryPolicy(base=0.001, cap=0.002, attempts=3)


def read_by(tx: Transaction, *people: str) -> None:
    """As is stored of those who got digests before anybody was asked: no wish of their own, at version 0."""
    rows = [mapping.to_row(DigestSettings(person=person, on=True), digest_settings) for person in people]
    Scope(tx, "acme").insert_rows(digest_settings, rows)


class Clock:
    def __init__(self, moment: str) -> None:
        self.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class Atlas:
    """A directory that knows in which zone people are and who is in which channel."""

    def __init__(self, **zones: str) -> None:
        self.zones = dict(zones)
        self.channels: dict[str, tuple[str, ...]] = {}
        self.bots: set[str] = set()
        self.departed: set[str] = set()

    async def get_member(self, person_id: str) -> Member:
        zone = self.zones.get(person_id, "UTC")
        return Member(Person(id=person_id, name=person_id), tz=zone, bot=person_id in self.bots)

    async def refresh_member(self, person_id: str) -> Member:
        return await self.get_member(person_id)

    async def has_left(self, person_id: str) -> bool:
        return person_id in self.departed

    async def find_away_until(self, person_id: str, at: datetime) -> datetime | None:
        return None

    async def get_channel(self, channel_id: str) -> Channel:
        return Channel(channel_id, "portfolio", private=False)

    async def find_channel_state(self, channel_id: str) -> ChannelState:
        return ChannelState(None)

    async def list_channel_members(self, channel_id: str) -> tuple[str, ...]:
        return self.channels[channel_id]

    async def find_message_text(self, source: MessageSource, author: str) -> str | None:
        return None


class Reader:
    """The voice: a digest as plain text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._framework = knowledge.framework

    def format_digest(self, made: Digest) -> tuple[MessagePart, ...]:
        return (
            build_part(
                "digest",
                MessageContent("\n\n".join(render_digest_paragraphs(made, self._framework, PlainTextFormatter())), ()),
            ),
        )


class Press:
    """Everything that digests need, on a database of its own, worked by hand."""

    def __init__(self, database: Database, clock: Clock, atlas: Atlas, knowledge: Knowledge) -> None:
        self.database, self.clock, self.atlas = database, clock, atlas
        self.acme: WorkspaceTransactions = database.in_workspace("acme")
        self.deps = DigestDependencies(self.acme, clock, knowledge, atlas, Reader(knowledge), LibraryCalendars())
        self.errors: list[str] = []

    async def start(self) -> None:
        """As a process does that begins."""
        await self.acme.run(lambda uow: schedule_all_digests(uow, self.clock.now()))

    async def work(self, deps: DigestDependencies | None = None) -> None:
        """Whatever is due, until nothing is."""
        handling = EventRunner(
            self.database.operator_queue,
            self._duties(deps or self.deps),
            RetryPolicy(base=0.001, cap=0.002, attempts=3),
        )
        while claim := await claim_one(self.database.operator_queue, "worker", "inbox", 60.0):
            await handling.run_event(handling.create_lease(claim))

    def _duties(self, deps: DigestDependencies) -> Handlers:
        async def handle(claim: Claim, lease: Lease) -> Result:
            return await send_due_digest(deps, ScheduledDigest.from_event(claim.event))

        async def given_up(claim: Claim, error: Exception, ref: str) -> Result:
            self.errors.append(f"{claim.event.id}: {error}")
            return Result()

        return Handlers({ScheduledDigest.kind: handle}, on_interrupt=_never, on_giving_up=given_up)

    async def until(self, moment: str, step: timedelta = timedelta(hours=1)) -> None:
        """Lets the clock go on in steps, and works whatever has become due after each."""
        end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + step)
            await self.work()

    async def sent(self) -> list[BotMessage]:
        """In the order in which they were put into the outbox."""

        def postings(uow: UnitOfWork) -> list[BotMessage]:
            return [found for key in keys if (found := uow.messages.find(key)) is not None]

        asked = "SELECT body FROM events WHERE lane = 'outbox' ORDER BY sequence"
        rows = await self.database.run(lambda tx: tx.connection.exec_driver_sql(asked).all())
        keys = [body["posting"] for row in rows if "posting" in (body := _body(row[0]))]
        return await self.acme.run(postings)

    async def kept(self, leader: str, week: Week) -> Digest | None:
        return await self.acme.run(lambda uow: uow.digests.find_for_week(leader, str(week)))

    async def sent_to(self, person: str) -> list[str]:
        return [posting.parts[0].text for posting in await self.sent() if posting.place.person == person]


def _body(stored: Any) -> dict[str, str]:
    """SQLite gives JSON as a text."""
    return dict(json.loads(stored) if isinstance(stored, str) else stored)


async def _never(*_: object) -> Result:
    raise AssertionError("nobody interrupts a digest")
