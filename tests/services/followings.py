"""A plan under way on a real file: who has what, what was said to whom, and a clock that goes only when told to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.calendars import LibraryCalendars
from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions.action_commands import ActionRef
from bot.services.conversation.context import Channel, ChannelState, ConversationContext, Member
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.text import strip_mrkdwn
from bot.slack.slack_formatter import SlackMessageFormatter
from bot.storage.engine.database import Database
from bot.storage.tables import events
from tests.slack_stub.state.records import words_of
from tests.support.builders import DANA, PAOLO, a_plan, an_action, an_assessment
from tests.support.fakes import FakeAnalyst, FakeRedactor
from tests.support.teams import MARTA, a_team, an_open_interview, link, store

MONDAY = datetime(2026, 11, 9, 8, tzinfo=UTC)
DUE = date(2026, 11, 18)
LEE = Person(id="U4", name="Lee Wong")
WIRE = ActionRef("freightmatch", "p1", "wire")
"""Marta's, by the plan's proposal. Dana leads, Paolo is the operational leader."""
CLEAN = ActionRef("freightmatch", "p1", "clean")
"""Nobody's, and waits for the other."""


class Clock:
    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class Map:
    """A directory: where people are, who is a guest, and who is away until when."""

    def __init__(self) -> None:
        self.zones: dict[str, str] = {}
        self.guests: set[str] = set()
        self.absences: dict[str, datetime] = {}
        self.departed: set[str] = set()
        self.strangers: dict[str, Member] = {}
        """Whoever is unlike others: of another organisation, or gone."""

    async def get_member(self, person_id: str) -> Member:
        if person_id in self.strangers:
            return self.strangers[person_id]
        names = {person.id: person for person in (DANA, PAOLO, MARTA, LEE)}
        person = names.get(person_id, Person(id=person_id, name=person_id))
        known = person.model_copy(update={"guest": person_id in self.guests})
        return Member(known, tz=self.zones.get(person_id, "UTC"))

    async def refresh_member(self, person_id: str) -> Member:
        return await self.get_member(person_id)

    async def has_left(self, person_id: str) -> bool:
        return person_id in self.departed

    async def find_away_until(self, person_id: str, at: datetime) -> datetime | None:
        return self.absences.get(person_id)

    async def get_channel(self, channel_id: str) -> Channel:
        return Channel(channel_id, "freight", private=False)

    async def find_channel_state(self, channel_id: str) -> ChannelState:
        return ChannelState(None)

    async def list_channel_members(self, channel_id: str) -> tuple[str, ...]:
        return ()

    async def find_message_text(self, source: MessageSource, author: str) -> str | None:
        return None


class Nowhere:
    async def show_working(self, source: MessageSource) -> None:
        """Nobody looks."""


class Office:
    """The deps, and what happens at it. Its queue is filled, and worked by nobody."""

    def __init__(self, database: Database, knowledge: Knowledge, workspace: str = "acme") -> None:
        self.database = database
        self.acme = acme = database.in_workspace(workspace)
        self.clock = Clock()
        self.map = Map()
        analyst = FakeAnalyst()
        self.deps = ConversationContext(
            transactions=acme,
            analyst=analyst,
            redactor=FakeRedactor(),
            clock=self.clock,
            knowledge=knowledge,
            calendars=LibraryCalendars(),
            formatter=SlackMessageFormatter(knowledge, link),
            directory=self.map,
            presence=Nowhere(),
        )
        self._clicks = 0

    def click(self, by: Person, key: str | None = None) -> Click:
        self._clicks += 1
        return Click(key or f"click:{self._clicks}", by, MessageSource("C1", "9.9"))

    async def open(self, *actions: Action, team: Team | None = None, **fields: object) -> ProductionPlan:
        """The team, its finished interview in the channel's thread or the lead's direct messages, and the plan."""
        made = a_plan("p1", of="a1", actions=actions or the_actions(), made_at=MONDAY, **fields)

        def work(uow: UnitOfWork) -> None:
            interview = an_open_interview(status="closed")
            around = team or a_team()
            where = {"channel": "C1"} if around.channel else {"channel": "D1", "person": around.lead}
            store(uow, around, interview, Thread(ts="1.1", interview_id=interview.id, **where))
            uow.assessments.add(an_assessment("a1", of=interview.id))
            uow.plans.add(made)

        await self.acme.run(work)
        return made

    async def progress(self) -> Progress:
        def read(uow: UnitOfWork) -> Progress:
            plan = uow.plans.find_latest_by_pilot(["freightmatch"])["freightmatch"]
            return Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))

        return await self.acme.run(read)

    async def standing(self, deed: ActionRef = WIRE) -> ActionStatus:
        return (await self.progress()).get_status(deed.action_id)

    async def done(self, done: Result) -> None:
        if done.work is not None:
            await self.acme.run(done.work)

    async def said_to(self, person: str) -> list[BotMessage]:
        """In their direct messages, in the order in which it was said."""
        return [posting for posting in await self._said() if posting.place.person == person]

    async def said_in(self, channel: str) -> list[BotMessage]:
        return [posting for posting in await self._said() if posting.place.channel == channel]

    def whispers(self, person: str) -> list[str]:
        return [str(body["text"]) for _, body in self._queued("whisper") if body["person"] == person]

    def expected(self) -> list[str]:
        """The mornings that were looked for: whose, and when."""
        return [event_id.removeprefix("remind:") for event_id, _ in self._queued("remind")]

    async def _said(self) -> list[BotMessage]:
        return [await self._posting(str(body["posting"])) for _, body in self._queued("post")]

    def _queued(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        with self.database.engine.connect() as connection:
            asked = select(events.c.id, events.c.body).where(events.c.kind == kind).order_by(events.c.sequence)
            return [(str(row.id), dict(row.body)) for row in connection.execute(asked)]

    async def _posting(self, posting_id: str) -> BotMessage:
        found = await self.acme.run(lambda uow: uow.messages.find(posting_id))
        assert found is not None
        return found


def the_actions() -> tuple[Action, ...]:
    dates = {"start": date(2026, 11, 16), "due": DUE}
    wire = an_action("wire", title="Wire the data", person=MARTA.id, person_name=MARTA.name, **dates)
    later = {"start": date(2026, 11, 19), "due": date(2026, 11, 20)}
    return wire, an_action("clean", title="Clean the data", depends_on=("wire",), **later)


def words(posting: BotMessage) -> str:
    shown = [text for part in posting.parts for text in (part.text, *words_of(list(part.blocks)))]
    return strip_mrkdwn("\n".join(shown))
