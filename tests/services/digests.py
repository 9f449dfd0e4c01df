"""A desk of digests whose clock goes only when told to, and what was sent from it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.core.errors import AnalystFailed
from bot.domain.core.people import Person
from bot.domain.core.week import Week
from bot.domain.digest.digest import Digest
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import Part, Post, Posting, part
from bot.domain.messaging.message_source import Source
from bot.services.conversation.context import Channel, Member
from bot.services.digest.weekly_digest import Digesting, digest
from bot.services.messaging.digest_schedule import KIND, ensure
from bot.services.ports.core import Read, UnitOfWork
from bot.services.worker.event_runner import Handling
from bot.services.worker.handler import Done, Duties, Hold, Pace
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.wording.digest_words import told
from bot.wording.formatter import PlainPen
from tests.support.fakes import FakeAnalyst

QUICK = Pace(base=0.001, cap=0.002, attempts=3)


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

    async def person(self, person_id: str) -> Member:
        zone = self.zones.get(person_id, "UTC")
        return Member(Person(id=person_id, name=person_id), tz=zone, bot=person_id in self.bots)

    async def away(self, person_id: str, at: datetime) -> datetime | None:
        return None

    async def channel(self, channel_id: str) -> Channel:
        return Channel(channel_id, "portfolio", private=False)

    async def members(self, channel_id: str) -> tuple[str, ...]:
        return self.channels[channel_id]

    async def message(self, source: Source) -> str | None:
        return None


class Reader:
    """The voice: a digest as plain text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._framework = knowledge.framework

    def digest(self, made: Digest) -> tuple[Part, ...]:
        return (part("digest", Post("\n\n".join(told(made, self._framework, PlainPen())), ())),)


class Headliner(FakeAnalyst):
    """Words the same headline each time; or fails."""

    def __init__(self, line: str = "", failure: AnalystFailed | None = None) -> None:
        super().__init__()
        self.line = line
        self.failure = failure
        self.asked: list[Sequence[str]] = []

    async def headline(self, facts: Sequence[str]) -> Read[str]:
        self.asked.append(facts)
        if self.failure is not None:
            raise self.failure
        return Read(self.line)


class Press:
    """Everything that digests need, on a database of its own, worked by hand."""

    def __init__(self, database: Database, clock: Clock, atlas: Atlas, knowledge: Knowledge) -> None:
        self.database, self.clock, self.atlas = database, clock, atlas
        self.acme: WorkspaceTransactions = database.in_workspace("acme")
        self.headliner = Headliner()
        self.desk = Digesting(self.acme, self.headliner, clock, knowledge, atlas, Reader(knowledge))
        self.errors: list[str] = []

    async def start(self) -> None:
        """As a process does that begins."""
        await self.acme.run(lambda uow: ensure(uow, self.clock.now()))

    async def work(self, desk: Digesting | None = None) -> None:
        """Whatever is due, until nothing is."""
        handling = Handling(
            self.database.queue, self._duties(desk or self.desk), Pace(base=0.001, cap=0.002, attempts=3)
        )
        while claim := await self.database.queue.claim("worker", "inbox", 60.0):
            await handling.handle(handling.grip(claim))

    def _duties(self, desk: Digesting) -> Duties:
        async def handle(claim: Claim, hold: Hold) -> Done:
            return await digest(desk, claim.event)

        async def given_up(claim: Claim, error: Exception, ref: str) -> Done:
            self.errors.append(f"{claim.event.id}: {error}")
            return Done()

        return Duties({KIND: handle}, on_interrupt=_never, on_giving_up=given_up)

    async def until(self, moment: str, step: timedelta = timedelta(hours=1)) -> None:
        """Lets the clock go on in steps, and works whatever has become due after each."""
        end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + step)
            await self.work()

    async def sent(self) -> list[Posting]:
        """In the order in which they were put into the outbox."""

        def postings(uow: UnitOfWork) -> list[Posting]:
            return [found for key in keys if (found := uow.postings.get(key)) is not None]

        with self.database.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT body FROM events WHERE lane = 'outbox' ORDER BY sequence").all()
        keys = [_body(row[0])["posting"] for row in rows]
        return await self.acme.run(postings)

    async def kept(self, leader: str, week: Week) -> Digest | None:
        return await self.acme.run(lambda uow: uow.digests.of(leader, str(week)))

    async def sent_to(self, person: str) -> list[str]:
        return [posting.parts[0].text for posting in await self.sent() if posting.place.person == person]


def _body(stored: Any) -> dict[str, str]:
    """SQLite gives JSON as a text."""
    return dict(json.loads(stored) if isinstance(stored, str) else stored)


async def _never(*_: object) -> Done:
    raise AssertionError("nobody interrupts a digest")
