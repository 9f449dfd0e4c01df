"""Records of a room: what a platform knows of a talk, kept for as long as the terminal is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.core.team import PilotName, Team, Thread
from bot.domain.messaging.event import Event, QueueName
from bot.domain.messaging.message import BotMessage
from bot.services.ports.core import UnitOfWork


@dataclass
class RoomRecords:
    team: Team
    """Whoever is in the room."""
    together: bool
    """Everybody who is asked reads it here; else only who sits at the keyboard does."""
    threads: tuple[Thread, ...] = ()
    messages: dict[str, BotMessage] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    """Of the last transaction: the room works them at once."""

    def begin(self) -> "RoomRecords":
        """A copy to work on, so that what fails leaves no trace."""
        return replace(self, messages=dict(self.messages), events={})


@dataclass
class _Repository:
    records: RoomRecords


class RoomTeams(_Repository):
    def add(self, team: Team) -> bool:
        self.records.team = team
        return True

    def save(self, team: Team) -> None:
        self.records.team = team

    def get(self, pilot_id: str) -> Team:
        return self.records.team

    def find_visible(self, person: str, pilot_id: str) -> Team | None:
        return self.records.team

    def list_by_channel(self, channel: str) -> tuple[Team, ...]:
        return (self.records.team,)

    def list_visible_to(self, person: str, among: Sequence[str] | None = None) -> tuple[Team, ...]:
        return (self.records.team,)

    def count_visible_to(self, person: str) -> int:
        return 1

    def list_names_visible_to(self, person: str) -> tuple[PilotName, ...]:
        pilot = self.records.team.pilot
        return (PilotName(pilot.id, pilot.name, self.records.team.channel),)

    def list_first_visible_to(
        self, person: str, most: int, asked: Sequence[str] | None = None, *, after: int = 0
    ) -> tuple[Team, ...]:
        return (self.records.team,)[after:]

    def list_with_work_for(self, person: str) -> tuple[Team, ...]:
        return (self.records.team,)

    def list_asking(self, person: str, also: Sequence[str] = ()) -> tuple[Team, ...]:
        return (self.records.team,)

    def list_led_by(
        self, person: str, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[Team, ...]:
        return (self.records.team,) if person == self.records.team.lead else ()

    def list_pilots_led_by(
        self, person: str, begun_by: datetime, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[str, ...]:
        return tuple(team.pilot.id for team in self.list_led_by(person, only, seen_by=seen_by))


class RoomMembers(_Repository):
    """Nobody is counted: whoever types is there."""

    def replace_members(self, channel: str, people: Sequence[str], at: datetime) -> None: ...

    def add_member(self, channel: str, person: str) -> None: ...

    def remove_member(self, channel: str, person: str) -> None: ...

    def has_member(self, channel: str, person: str) -> bool:
        return self.records.together

    def list_members(self, channel: str) -> frozenset[str]:
        return frozenset()

    def find_refreshed_at(self, channel: str) -> datetime | None:
        return None


class RoomThreads(_Repository):
    def add(self, thread: Thread) -> None:
        self.records.threads = tuple(dict.fromkeys((*self.records.threads, thread)))

    def find_at(self, channel: str, ts: str) -> Thread | None:
        return next((one for one in self.records.threads if (one.channel, one.ts) == (channel, ts)), None)

    def mark_stopped(self, channel: str, ts: str) -> None:
        """Ctrl-C ends it all."""

    def list_for_interview(self, interview_id: str) -> tuple[Thread, ...]:
        return self.records.threads

    def list_by_interview(self, interview_ids: Sequence[str]) -> dict[str, tuple[Thread, ...]]:
        return dict.fromkeys(interview_ids, self.records.threads)


class RoomMessages(_Repository):
    def add(self, posting: BotMessage) -> bool:
        return self.records.messages.setdefault(posting.id, posting) is posting

    def save(self, posting: BotMessage) -> None:
        self.records.messages[posting.id] = posting

    def find(self, posting_id: str) -> BotMessage | None:
        return self.records.messages.get(posting_id)

    def look_up(self, posting_id: str) -> BotMessage | None:
        return self.find(posting_id)

    def list_for_interview(self, interview_id: str) -> tuple[BotMessage, ...]:
        return tuple(self.records.messages.values())

    def find_standalone_at(self, channel: str, ts: str) -> BotMessage | None:
        return None


class RoomHomeTabs(_Repository):
    """There are none."""

    def record_opened(self, person: str) -> None: ...

    def filter_opened(self, people: Sequence[str]) -> tuple[str, ...]:
        return ()


@dataclass
class RoomEvents(_Repository):
    unheard: int
    """How many messages are said and not worked yet, the one under way included."""

    def add(self, event: Event) -> bool:
        return self.records.events.setdefault(event.id, event) is event

    add_unless_waiting = add

    def add_all(self, several: Sequence[Event]) -> int:
        return sum([self.add(event) for event in several])

    def count_open(self, line: str) -> int:
        return self.unheard

    def count_by_state(self, lane: QueueName) -> Mapping[str, int]:
        return {}

    def has_pending_outgoing(self, line: str) -> bool:
        return False

    def request_interrupt(self, line: str) -> None: ...


class RoomUnitOfWork:
    """A transaction in which the interview is in the database, and the talk about it in the room."""

    def __init__(self, uow: UnitOfWork, records: RoomRecords, unheard: int) -> None:
        self.interviews, self.assessments, self.plans = uow.interviews, uow.assessments, uow.plans
        self.frameworks, self.model_calls, self.challenges = uow.frameworks, uow.model_calls, uow.challenges
        self.action_steps, self.canvases, self.output_feedback = uow.action_steps, uow.canvases, uow.output_feedback
        self.digests, self.decision_outcomes, self.requests = uow.digests, uow.decision_outcomes, uow.requests
        self.stopped_requests = uow.stopped_requests
        self.audit, self.spending = uow.audit, uow.spending
        self.teams, self.channel_members = RoomTeams(records), RoomMembers(records)
        self.threads, self.messages = RoomThreads(records), RoomMessages(records)
        self.withdrawals, self.personal_records = uow.withdrawals, uow.personal_records
        self.retention = uow.retention
        self.home_tabs, self.events = RoomHomeTabs(records), RoomEvents(records, unheard)
