"""Store: the ports of a workspace's database and queue in memory: one transaction at a time, in an order of chance."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.core.errors import NotFound, StaleWrite
from bot.domain.core.team import PilotName, Team, Thread
from bot.domain.digest.settings import DigestSettings
from bot.domain.interview.interview import Interview
from bot.domain.messaging.event import Claim, Event, QueueName
from bot.domain.messaging.message import BotMessage
from bot.domain.portfolio.summaries import InterviewSummary
from bot.services.ports.core import ClaimReader, Clock, UnitOfWork
from bot.slack.dispatch.hearing import read_thread
from bot.slack.outbound.queued_message import read_queued_message

T = TypeVar("T")


@dataclass
class Row:
    """An event. `sleeps`: it was put off, and is not worked before it is woken."""

    event: Event
    received_at: datetime
    attempts: int = 0
    open: bool = True
    sleeps: bool = False


@dataclass
class Tables:
    interviews: dict[str, Interview] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    threads: dict[tuple[str, str], Thread] = field(default_factory=dict)
    messages: dict[str, BotMessage] = field(default_factory=dict)
    events: dict[tuple[str, str], Row] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)
    homes: frozenset[str] = frozenset()
    stops: tuple[str, ...] = ()
    """Lines that are to be interrupted."""

    def copy(self) -> "Tables":
        rows = {key: replace(row) for key, row in self.events.items()}
        return replace(
            self,
            interviews=dict(self.interviews),
            teams=dict(self.teams),
            threads=dict(self.threads),
            messages=dict(self.messages),
            members=dict(self.members),
            events=rows,
        )


class MemoryStore:
    """Transactions and EventQueue of one workspace. `busy`: lines that somebody works on."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self.tables = Tables()
        self.busy: set[str] = set()
        self.clock = clock
        self._chance = chance
        self._readers: dict[QueueName, ClaimReader] = {"inbox": read_thread, "outbox": read_queued_message}

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        with self._transaction() as uow:
            return work(uow)

    @contextmanager
    def _transaction(self) -> Iterator[UnitOfWork]:
        before = self.tables
        self.tables = before.copy()
        try:
            yield cast(UnitOfWork, MemoryUnitOfWork(self))
        except BaseException:
            self.tables = before
            raise

    # --- the queue, as far as a worker needs it -----------------------------------------------

    def claim_any(self, lane: QueueName) -> Claim | None:
        """The first open event of a line that nobody works on, whichever."""
        heads: dict[str, Row] = {}
        for row in self.tables.events.values():
            if row.open and row.event.lane == lane:
                heads.setdefault(row.event.line, row)
        now = self.clock.now() + timedelta(hours=1)
        ready = [
            row
            for line, row in heads.items()
            if f"{lane}:{line}" not in self.busy and not row.sleeps and (row.event.due is None or row.event.due <= now)
        ]
        if not ready:
            return None
        row = self._chance.choice(ready)
        row.attempts += 1
        self.busy.add(f"{lane}:{row.event.line}")
        claim = Claim(
            workspace_id="w1",
            event=row.event,
            owner="worker",
            epoch=1,
            attempt=row.attempts,
            received_at=row.received_at,
            tried=False,
        )
        with self._transaction() as uow:
            known = self._readers[lane](uow, claim)
        return claim.model_copy(update={"known": known})

    def is_idle(self) -> bool:
        """Nobody works on anything, and nothing is left to be worked now."""
        if self.busy:
            return False
        heads: dict[tuple[str, str], Row] = {}
        for row in self.tables.events.values():
            if row.open:
                heads.setdefault((row.event.lane, row.event.line), row)
        now = self.clock.now() + timedelta(hours=1)
        return all(row.sleeps or (row.event.due is not None and row.event.due > now) for row in heads.values())

    def finish(self, claim: Claim, work: Callable[[UnitOfWork], object] | None) -> None:
        """Raises what the work raises, with nothing committed."""
        with self._transaction() as uow:
            if work is not None:
                work(uow)
            self._row(claim).open = False
        self.busy.discard(f"{claim.event.lane}:{claim.event.line}")

    def postpone(self, claim: Claim, *, sleeps: bool) -> None:
        self._row(claim).sleeps = sleeps
        self.busy.discard(f"{claim.event.lane}:{claim.event.line}")

    def wake(self) -> None:
        """What was put off may be tried again."""
        for row in self.tables.events.values():
            row.sleeps = False

    def _row(self, claim: Claim) -> Row:
        return self.tables.events[claim.event.lane, claim.event.id]


class MemoryUnitOfWork:
    """As much of a unit of work as an interview needs; whatever else is asked for is empty."""

    def __init__(self, store: MemoryStore) -> None:
        tables = store.tables
        self.interviews = _Interviews(tables)
        self.teams = _Teams(tables)
        self.threads = _Threads(tables, store.clock)
        self.messages = _Messages(tables)
        self.events = _Events(tables, store.clock)
        self.channel_members = _Members(tables)
        self.home_tabs = _Homes(tables)
        self.assessments = self.plans = self.action_steps = self.challenges = self.model_calls = _Nothing()
        self.frameworks = self.canvases = self.decision_outcomes = _Nothing()
        self.digests = _Digests()
        self.stopped_requests = _StoppedRequests()

    def __getattr__(self, name: str) -> "_Nothing":
        return _Nothing()


class _Nothing:
    """A repository in which nothing is: lists are empty, what is found by pilot or plan is an empty dict."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("count"):
            return lambda *_of, **_how: 0
        by_pilot = ("find_latest_by", "find_outlines_by", "list_by", "list_latest_by", "list_summaries_by")
        empty: Any = {} if name.startswith(by_pilot) else ()
        return lambda *_of, **_how: None if name.startswith(("find_for", "get", "add", "save")) else empty


class _StoppedRequests(_Nothing):
    def get(self, person: str) -> StoppedRequests:
        return StoppedRequests(person=person)


class _Digests(_Nothing):
    def get_settings(self, person: str) -> DigestSettings:
        return DigestSettings(person=person)


@dataclass
class _Repository:
    tables: Tables


class _Interviews(_Repository):
    def add(self, interview: Interview) -> None:
        self.tables.interviews[interview.id] = interview

    def get(self, interview_id: str) -> Interview:
        if interview_id not in self.tables.interviews:
            raise NotFound(interview_id)
        return self.tables.interviews[interview_id]

    def save(self, interview: Interview) -> Interview:
        if self.get(interview.id).version != interview.version:
            raise StaleWrite(interview.id)
        saved = interview.model_copy(update={"version": interview.version + 1})
        self.tables.interviews[interview.id] = saved
        return saved

    def find_latest_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, Interview]:
        return {one.pilot.id: one for one in self.tables.interviews.values() if one.pilot.id in pilot_ids}

    def find_summaries_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, InterviewSummary]:
        newest = self.find_latest_by_pilot(pilot_ids)
        return {pilot: InterviewSummary.from_interview(one) for pilot, one in newest.items()}

    def list_delegated_to(self, person: str) -> tuple[Interview, ...]:
        return tuple(
            one
            for one in self.tables.interviews.values()
            if one.status != "closed" and any(item.to == person for item in one.passes if item.how == "handed_over")
        )


class _Teams(_Repository):
    def add(self, team: Team) -> bool:
        return self.tables.teams.setdefault(team.pilot.id, team) is team

    def save(self, team: Team) -> None:
        self.tables.teams[team.pilot.id] = team

    def get(self, pilot_id: str) -> Team:
        return self.tables.teams[pilot_id]

    def find_visible(self, person: str, pilot_id: str) -> Team | None:
        return next((team for team in self.list_visible_to(person) if team.pilot.id == pilot_id), None)

    def list_visible_to(self, person: str, among: Sequence[str] | None = None) -> tuple[Team, ...]:
        inside = self.tables.members
        return tuple(
            team
            for team in self.tables.teams.values()
            if (among is None or team.pilot.id in among)
            and (person in team.member_ids or person in inside.get(team.channel or "", ()))
        )

    def count_visible_to(self, person: str) -> int:
        return len(self.list_visible_to(person))

    def list_names_visible_to(self, person: str) -> tuple[PilotName, ...]:
        return tuple(PilotName(one.pilot.id, one.pilot.name, one.channel) for one in self.list_visible_to(person))

    def list_first_visible_to(
        self, person: str, most: int, asked: Sequence[str] | None = None, *, after: int = 0
    ) -> tuple[Team, ...]:
        first = set(asked or ())
        ordered = sorted(self.list_visible_to(person), key=lambda one: asked is not None and one.pilot.id not in first)
        return tuple(ordered[after : after + most])

    def list_with_work_for(self, person: str) -> tuple[Team, ...]:
        return self.list_visible_to(person)

    def list_asking(self, person: str, also: Sequence[str] = ()) -> tuple[Team, ...]:
        return tuple(one for one in self.list_visible_to(person) if one.takes_part(person) or one.pilot.id in also)


class _Threads(_Repository):
    def __init__(self, tables: Tables, clock: Clock) -> None:
        super().__init__(tables)
        self._clock = clock

    def add(self, thread: Thread) -> None:
        self.tables.threads.setdefault((thread.channel, thread.ts), thread)

    def find_at(self, channel: str, ts: str) -> Thread | None:
        return self.tables.threads.get((channel, ts))

    def mark_stopped(self, channel: str, ts: str) -> None:
        if thread := self.find_at(channel, ts):
            stopped = thread.model_copy(update={"stopped_at": self._clock.now()})
            self.tables.threads[channel, ts] = stopped

    def list_for_interview(self, interview_id: str) -> tuple[Thread, ...]:
        return tuple(one for one in self.tables.threads.values() if one.interview_id == interview_id)

    def list_by_interview(self, interview_ids: Sequence[str]) -> dict[str, tuple[Thread, ...]]:
        found = {interview: self.list_for_interview(interview) for interview in interview_ids}
        return {interview: threads for interview, threads in found.items() if threads}


class _Messages(_Repository):
    def add(self, posting: BotMessage) -> bool:
        return self.tables.messages.setdefault(posting.id, posting) is posting

    def save(self, posting: BotMessage) -> None:
        self.tables.messages[posting.id] = posting

    def find(self, posting_id: str) -> BotMessage | None:
        return self.tables.messages.get(posting_id)

    def look_up(self, posting_id: str) -> BotMessage | None:
        return self.find(posting_id)

    def list_for_interview(self, interview_id: str) -> tuple[BotMessage, ...]:
        return tuple(one for one in self.tables.messages.values() if one.interview_id == interview_id)

    def find_standalone_at(self, channel: str, ts: str) -> BotMessage | None:
        return None


class _Events(_Repository):
    def __init__(self, tables: Tables, clock: Clock) -> None:
        super().__init__(tables)
        self._clock = clock

    def add(self, event: Event) -> bool:
        key = (event.lane, event.id)
        if key in self.tables.events:
            return False
        self.tables.events[key] = Row(event, self._clock.now())
        return True

    def add_all(self, several: Sequence[Event]) -> int:
        return sum([self.add(event) for event in several])

    def add_unless_waiting(self, event: Event) -> bool:
        line = (event.lane, event.line)
        rows = self.tables.events.values()
        waits = any(row.open and not row.attempts and (row.event.lane, row.event.line) == line for row in rows)
        return not waits and self.add(event)

    def count_open(self, line: str) -> int:
        rows = self.tables.events.values()
        return sum(row.open and row.event.line == line and row.event.lane == "inbox" for row in rows)

    def count_by_state(self, lane: QueueName) -> Mapping[str, int]:
        rows = [row for row in self.tables.events.values() if row.event.lane == lane]
        return {"waiting": sum(row.open for row in rows)}

    def has_pending_outgoing(self, line: str) -> bool:
        rows = self.tables.events.values()
        return any(row.open and row.event.line == line and row.event.lane == "outbox" for row in rows)

    def request_interrupt(self, line: str) -> None:
        self.tables.stops = (*self.tables.stops, line)


class _Members(_Repository):
    def replace_members(self, channel: str, people: Sequence[str], at: datetime) -> None:
        self.tables.members[channel] = frozenset(people)

    def add_member(self, channel: str, person: str) -> None:
        if channel in self.tables.members:
            self.tables.members[channel] |= {person}

    def has_member(self, channel: str, person: str) -> bool:
        return person in self.list_members(channel)

    def list_members(self, channel: str) -> frozenset[str]:
        return frozenset(self.tables.members.get(channel, ()))

    def find_refreshed_at(self, channel: str) -> datetime | None:
        return None


class _Homes(_Repository):
    def record_opened(self, person: str) -> None:
        self.tables.homes |= {person}

    def filter_opened(self, people: Sequence[str]) -> tuple[str, ...]:
        return tuple(person for person in people if person in self.tables.homes)
