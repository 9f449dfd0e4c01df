"""World: three people, one interview, a model that may be away, and workers that come in an order of chance."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from slack_sdk.web.async_client import AsyncWebClient

from bot.calendars import LibraryCalendars
from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystUnavailable
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team, Thread
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedProbe
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.domain.messaging.event import Claim, EventBody, QueueName
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import Channel, ConversationContext, Member
from bot.services.opening.start_interview import open_interview
from bot.services.ports.core import AnalystResult, UnitOfWork
from bot.services.queries.pilots import QueryDependencies
from bot.services.worker.handler import Handler, Lease, Result, RetryLater
from bot.slack.context import SlackContext
from bot.slack.dispatch.failed_events import FailedEventHandler
from bot.slack.dispatch.handlers import InboxHandlers
from bot.slack.inbound.payloads import BotIdentity
from bot.slack.inbound.receiving import EventReceiver
from bot.slack.outbound.sender import ContentProviders, OutboxSender
from bot.slack.outbound.sessions import AgentSessions
from bot.slack.slack_formatter import SlackMessageFormatter
from bot.slack.workspace.directory import SlackDirectory
from bot.slack.workspace.permalinks import Permalinks
from tests.interleavings.screen import Screen
from tests.interleavings.store import MemoryStore, Row
from tests.support.fakes import FakeAnalyst, FakeRedactor

BOB = Person(id="U00BOB", name="Bob Lang", role="Head of operations")
CARA = Person(id="U0CARA", name="Cara Voss", role="Integration")
EVE = Person(id="U00EVE", name="Eve Adler", role="Payables")
PEOPLE = {person.id: person for person in (BOB, CARA, EVE)}
CHANNEL = "C0FREIGHT"
NAMES = {"Bob": BOB, "Cara": CARA, "Eve": EVE}
_NOT_WORKED = frozenset({"assess", "plan", "nudge", "digest", "remind"})
"""What belongs to another day, or to what comes after the interview."""
_PATIENCE = 50
"""How often a worker tries in vain what waits for another's, before all begin anew."""


class WorldClock:
    """Goes on by a second each time it is asked."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(milliseconds=10)
        return self._now

    def next_ts(self) -> str:
        return f"{self.now().timestamp():.6f}"


class ScriptedAnalyst(FakeAnalyst):
    """Takes a message for what its first word says. `away`: it can't be reached."""

    def __init__(self, pause: Callable[[], Any]) -> None:
        super().__init__()
        self.away = False
        self._pause = pause

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        for _ in range(3):
            await self._pause()
        if self.away:
            raise AnalystUnavailable("down")
        return AnalystResult(_read(interview, turn))

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        await self._pause()
        if self.away:
            raise AnalystUnavailable("down")
        return await super().answer_question(asked, open_question)


def _read(interview: Interview, turn: Turn) -> AnswerMapping:
    """ "answer data 2 …" tells of criteria with a level; without any, of what was asked."""
    kind, *words = turn.text.split()
    if kind == "answer":
        asked = interview.find_question(turn.question_id)
        named = [word for word in words if "." in word] or list(asked.criteria if asked else ())
        readings = tuple(CriterionReading(criterion=c.lstrip("."), level=2, quotes=(turn.text,)) for c in named)
        return AnswerMapping(readings=readings)
    if kind == "vague":
        asked = interview.find_question(turn.question_id)
        probes = tuple(ProposedProbe(criterion=c, text="") for c in (asked.criteria if asked else ())[:1])
        return AnswerMapping(probes=probes)
    if kind == "ask":
        return AnswerMapping(intent="ask_colleague", colleague=words[0] if words else None)
    intents = {"what": "ask_back", "skip": "skip", "later": "later", "unknown": "dont_know"}
    intents |= {"pause": "pause", "finish": "finish", "hello": "other"}
    return AnswerMapping.model_validate({"intent": intents[kind]})


class World:
    """`private`: each is asked in direct messages; else all in a channel that Eve does not read."""

    def __init__(self, knowledge: Knowledge, seed: int, *, private: bool) -> None:
        self.chance = random.Random(seed)
        self.clock = WorldClock()
        self.store = MemoryStore(self.clock, self.chance)
        self.screen = Screen(self.clock.next_ts)
        self.analyst = ScriptedAnalyst(self.pause)
        self.knowledge = knowledge
        self.private = private
        self._running: dict[str, asyncio.Task[Result]] = {}
        client = cast(AsyncWebClient, self.screen)
        self.context = self._build_context(client)
        failures = FailedEventHandler(self.context.deps)
        self._interrupted = failures.on_interrupt
        sender = OutboxSender(client, self.store, ContentProviders(self._build_home, _no_documents), 0.0)
        self._handlers: dict[QueueName, dict[str, Handler]] = {
            "inbox": InboxHandlers(self.context, failures).build_handlers(),
            "outbox": sender.build_handlers(),
        }
        self.receive = EventReceiver(self.store, self.context.bot_identity, self.context.deps.redactor)

    def _build_context(self, client: AsyncWebClient) -> SlackContext:
        links = Permalinks("https://acme.slack.com/", "T1")
        directory = cast(SlackDirectory, _Directory(self.pause))
        deps = ConversationContext(
            transactions=self,
            analyst=self.analyst,
            redactor=FakeRedactor(),
            clock=self.clock,
            knowledge=self.knowledge,
            calendars=LibraryCalendars(),
            formatter=SlackMessageFormatter(self.knowledge, links),
            directory=directory,
            presence=AgentSessions(client),
        )
        viewing = QueryDependencies(self.store, self.knowledge, links)
        return SlackContext(deps, viewing, directory, links, BotIdentity("U0FLIGHT", "B0FLIGHT"))

    async def _build_home(self, person: str, page: int) -> dict[str, Any]:
        return await self.context.view_builder.build_home_view(person, self.clock.now().date(), page)

    # --- what the handlers work with ----------------------------------------------------------

    async def pause(self) -> None:
        """Somebody else may come in between."""
        for _ in range(self.chance.randrange(3)):
            await asyncio.sleep(0)

    async def run(self, work: Callable[[UnitOfWork], Any]) -> Any:
        await self.pause()
        return await self.store.run(work)

    async def start(self) -> None:
        team = Team(
            pilot=Pilot(id="freight", name="Freight"),
            lead=BOB.id,
            participants=(BOB.id, CARA.id),
            channel=None if self.private else CHANNEL,
            people=(BOB, CARA, EVE),
            created_at=self.clock.now(),
        )

        def work(uow: UnitOfWork) -> None:
            uow.teams.add(team)
            if not self.private:
                uow.channel_members.replace_members(CHANNEL, (BOB.id, CARA.id), self.clock.now())
            for person in PEOPLE:
                uow.home_tabs.record_opened(person)
            open_interview(uow, self.context.deps, team)

        await self.store.run(work)
        await self.work_all()

    # --- what is worked -----------------------------------------------------------------------

    async def work_all(self) -> None:
        """Until nothing is left to do but what was put off."""
        while not self.store.is_idle():
            await asyncio.gather(*(self._work_lane(lane) for lane in ("inbox", "inbox", "inbox", "outbox", "outbox")))

    async def _work_lane(self, lane: QueueName) -> None:
        in_vain = 0
        while not self.store.is_idle() and in_vain < _PATIENCE:
            claim = self.store.claim_any(lane)
            if claim is not None:
                in_vain = 0 if await self._work(claim) else in_vain + 1
            elif not self.store.busy:
                return  # what is left belongs to the other lane, whose workers may have gone home
            await self.pause()
            await asyncio.sleep(0)

    async def _work(self, claim: Claim) -> bool:
        """False where it waits for what is just being said."""
        handler = self._handlers[claim.event.lane].get(claim.event.kind)
        if handler is None or claim.event.kind in _NOT_WORKED:
            self.store.finish(claim, None)
            return True
        task = asyncio.create_task(cast(Any, handler(claim, cast(Lease, _Lease()))))
        self._running[claim.event.line] = task
        try:
            done = await task
        except asyncio.CancelledError:
            done = await self._interrupted(claim)
        except RetryLater as later:
            self.store.postpone(claim, sleeps=claim.event.kind == "read" or "just being" not in str(later))
            return False
        finally:
            self._running.pop(claim.event.line, None)
        await self.pause()
        self.store.finish(claim, done.work)
        return True

    def stop_lines(self) -> None:
        """Whoever works on a line that is to be interrupted is."""
        for line in self.store.tables.stops:
            if task := self._running.get(line):
                task.cancel()
        self.store.tables.stops = ()

    def put(self, body: EventBody, key: str, line: str) -> None:
        self.store.tables.events.setdefault(("inbox", key), _row(body, key, line, self.clock.now()))

    # --- what is there ------------------------------------------------------------------------

    @property
    def interview(self) -> Interview:
        return self.store.tables.interviews["freight-i1"]

    @property
    def team(self) -> Team:
        return self.store.tables.teams["freight"]

    @property
    def threads(self) -> tuple[Thread, ...]:
        return tuple(self.store.tables.threads.values())

    def threads_of(self, person: str) -> list[Thread]:
        """Where this person can write."""
        inside = self.store.tables.members.get(CHANNEL, frozenset())
        return [one for one in self.threads if one.person == person or (one.person is None and person in inside)]


def _row(body: EventBody, key: str, line: str, now: datetime) -> Any:
    return Row(body.to_event(key, line), now)


class _Lease:
    async def ensure_held(self) -> None: ...


class _Directory:
    def __init__(self, pause: Callable[[], Any]) -> None:
        self._pause = pause

    async def get_member(self, person_id: str) -> Member:
        await self._pause()
        return Member(PEOPLE.get(person_id, Person(id=person_id, name=person_id)))

    async def get_channel(self, channel_id: str) -> Channel:
        return Channel(channel_id, "freight", private=False)

    async def list_channel_members(self, channel_id: str) -> tuple[str, ...]:
        return (BOB.id, CARA.id)

    async def find_away_until(self, person_id: str, at: datetime) -> None:
        return None

    async def find_message_text(self, source: MessageSource) -> str | None:
        return None

    async def find_group_name(self, group_id: str) -> str | None:
        return None

    async def find_channel_name(self, channel_id: str) -> str | None:
        return None


async def _no_documents(plan_id: str, names: Sequence[str]) -> dict[str, bytes]:
    return {}
