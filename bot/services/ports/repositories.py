"""The ports of what is stored: interviews, plans, teams, what was said to people, and what is to be worked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.actions.progress import Step
from bot.domain.asking.interview_activity import InterviewTimeline
from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.team import Challenge, PilotName, Team, Thread
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.messaging.canvas import Canvas
from bot.domain.messaging.event import Event, QueueName
from bot.domain.messaging.message import BotMessage
from bot.domain.plan.outline import PlanOutline
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.summaries import AssessmentSummary, InterviewSummary
from bot.domain.reassessment.snapshot import Snapshot


class InterviewRepository(Protocol):
    def add(self, interview: Interview) -> None: ...

    def get(self, interview_id: str) -> Interview:
        """Raises NotFound."""

    def save(self, interview: Interview) -> Interview:
        """Stores the next version. Raises StaleWrite when somebody stored a newer one meanwhile."""

    def find_latest_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, Interview]:
        """The newest interview of each pilot that has one, by the pilot's id; as many queries for many as for one."""

    def find_summaries_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, InterviewSummary]:
        """The same, each in the summary that stands beside it: for many pilots at once."""

    def load_activity_by_pilot(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, InterviewTimeline]:
        """Of the newest interview of each pilot, those aside that were over and assessed by then; in three queries."""

    def list_delegated_to(self, person: str) -> tuple[Interview, ...]:
        """The interviews, closed ones aside, in which a question was left to this person, newest first.

        Whether they may see more of the pilot than that question is not asked here.
        """

    def list_all(self) -> tuple[Interview, ...]:
        """Newest first."""


class AssessmentRepository(Protocol):
    """Append only."""

    def add(self, assessment: Assessment) -> None: ...

    def get(self, assessment_id: str) -> Assessment:
        """Raises NotFound."""

    def list_for_pilot(self, pilot_id: str) -> tuple[Assessment, ...]:
        """Oldest first."""

    def list_latest_by_pilot(self, pilot_ids: Sequence[str], most: int = 2) -> dict[str, tuple[Assessment, ...]]:
        """The newest `most` of each pilot that has any, oldest first; as many queries for many as for one."""

    def list_summaries_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, tuple[AssessmentSummary, ...]]:
        """The newest two, in the summaries that stand beside them."""

    def list_snapshots_by_pilot(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, tuple[Snapshot, ...]]:
        """The whole history of each pilot up to a moment, oldest first, without the words; in one query."""

    def find_by_ids(self, assessment_ids: Sequence[str]) -> dict[str, Assessment]:
        """By their ids; those that are not there are left out. In one query."""


class PlanRepository(Protocol):
    """Append only."""

    def add(self, plan: ProductionPlan) -> None: ...

    def get(self, plan_id: str) -> ProductionPlan:
        """Raises NotFound."""

    def list_for_pilot(self, pilot_id: str) -> tuple[ProductionPlan, ...]:
        """Oldest first."""

    def find_latest_by_pilot(self, pilot_ids: Sequence[str], by: datetime | None = None) -> dict[str, ProductionPlan]:
        """The newest plan of each pilot that has one, or that had one by then; in one query."""

    def find_outlines_by_pilot(self, pilot_ids: Sequence[str], by: datetime | None = None) -> dict[str, PlanOutline]:
        """The same without what is told of a plan only by itself: for many pilots at once."""


class FrameworkRepository(Protocol):
    """What pilots were measured with, by version."""

    def save(self, framework: Framework) -> None:
        """One that is known by its version is written anew: whoever calls has seen that it says the same."""

    def list_all(self) -> tuple[Framework, ...]: ...


class ModelCallRepository(Protocol):
    """Append only."""

    def add(self, interview_id: str, calls: Sequence[ModelCall]) -> None: ...

    def list_for_interview(self, interview_id: str) -> tuple[ModelCall, ...]: ...


class TeamRepository(Protocol):
    """Who may see a pilot is part of the query: whoever asks for a person gets only what that person may see."""

    def add(self, team: Team) -> bool:
        """False, and nothing stored, where the pilot's id is taken."""

    def save(self, team: Team) -> None: ...

    def get(self, pilot_id: str) -> Team:
        """Raises NotFound. For work that nobody asked for; what a person asks for goes through `seen_by`."""

    def find_visible(self, person: str, pilot_id: str) -> Team | None:
        """The team, if this person is named in it or is in its channel."""

    def list_visible_to(self, person: str, among: Sequence[str] | None = None) -> tuple[Team, ...]:
        """All teams that this person is named in or whose channel they are in, newest first; where `among` names
        pilots, only of those."""

    def count_visible_to(self, person: str) -> int: ...

    def list_names_visible_to(self, person: str) -> tuple[PilotName, ...]:
        """Of all of them, newest first."""

    def list_first_visible_to(
        self, person: str, most: int, asked: Sequence[str] | None = None, *, after: int = 0
    ) -> tuple[Team, ...]:
        """So many of them after the first `after`, the newest first. Where `asked` names pilots, those that they are
        named in come before all others, and of those the ones of `asked`."""

    def list_with_work_for(self, person: str) -> tuple[Team, ...]:
        """Those of them that have a plan which names this person, or whose actions they were given or did something
        about, newest first: no other gives them an action."""

    def list_asking(self, person: str, also: Sequence[str] = ()) -> tuple[Team, ...]:
        """Those of them that have an interview under way in which this person takes part, and those of `also`; newest
        first."""

    def list_by_channel(self, channel: str) -> tuple[Team, ...]:
        """Those that live in it. For work that nobody asked for."""

    def list_led_by(
        self, person: str, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[Team, ...]:
        """The teams that this person leads or, where `only` names pilots, those of them that they may see, newest
        first. Each is also one that everybody of `seen_by` may see. In one query."""

    def list_pilots_led_by(
        self, person: str, begun_by: datetime, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The ids of the same pilots, of those that were begun by then."""


class ChannelMemberRepository(Protocol):
    """Who is in the channels that pilots live in, as last heard from the platform."""

    def replace_members(self, channel: str, people: Sequence[str], at: datetime) -> None:
        """Replaces who is in it."""

    def add_member(self, channel: str, person: str) -> None:
        """Twice does no harm; a channel no pilot lives in is passed over."""

    def remove_member(self, channel: str, person: str) -> None: ...

    def has_member(self, channel: str, person: str) -> bool: ...

    def list_members(self, channel: str) -> frozenset[str]: ...

    def find_refreshed_at(self, channel: str) -> datetime | None:
        """When `put` was last told of it; None where never."""


class ThreadRepository(Protocol):
    def add(self, thread: Thread) -> None:
        """Twice does no harm."""

    def find_at(self, channel: str, ts: str) -> Thread | None: ...

    def mark_stopped(self, channel: str, ts: str) -> None:
        """Somebody pressed Stop there just now. Where no interview is talked, nothing happens."""

    def list_for_interview(self, interview_id: str) -> tuple[Thread, ...]:
        """In the order in which they were added."""

    def list_by_interview(self, interview_ids: Sequence[str]) -> dict[str, tuple[Thread, ...]]:
        """Those of each interview that has any, in that order; as many queries for many as for one."""


class MessageRepository(Protocol):
    def add(self, posting: BotMessage) -> bool:
        """False, and nothing stored, where its id is known: it was said before."""

    def save(self, posting: BotMessage) -> None: ...

    def find(self, posting_id: str) -> BotMessage | None:
        """To be changed, maybe."""

    def look_up(self, posting_id: str) -> BotMessage | None:
        """As it stands, for whoever changes nothing: nobody waits for that."""

    def list_for_interview(self, interview_id: str) -> tuple[BotMessage, ...]:
        """Oldest first."""

    def find_standalone_at(self, channel: str, ts: str) -> BotMessage | None:
        """What stands there, if it belongs to no interview."""


class ChallengeRepository(Protocol):
    """Append only."""

    def add(self, challenge: Challenge) -> bool:
        """False, and nothing stored, where its id is known."""

    def list_for_assessment(self, assessment_id: str) -> tuple[Challenge, ...]:
        """Oldest first."""


class ActionStepRepository(Protocol):
    """What happened to the actions of plans. Append only."""

    def add(self, step: Step) -> bool:
        """False, and nothing stored, where its id is known."""

    def list_for_plan(self, root: str) -> tuple[Step, ...]:
        """Of a line of revisions, by the id of its first plan; oldest first."""

    def list_by_plan(self, roots: Sequence[str]) -> dict[str, tuple[Step, ...]]:
        """Those of each line that has any; as many queries for many as for one."""

    def list_pilots_assigned_to(self, person: str) -> tuple[str, ...]:
        """Ids of the pilots in which this person was ever asked to take an action, the latest first.

        Whether they may see more of the pilot than that action is not asked here.
        """


class CanvasRepository(Protocol):
    def find_for_plan(self, root: str) -> Canvas | None:
        """That of a plan's line, as it was left."""

    def save(self, canvas: Canvas) -> None: ...


class StoppedRequestsRepository(Protocol):
    def get(self, person: str) -> StoppedRequests:
        """Of nobody, for whoever never stopped any."""

    def save(self, stopped: StoppedRequests) -> None: ...


class HomeTabRepository(Protocol):
    """Who has opened their Home tab, and so wants it kept fresh."""

    def record_opened(self, person: str) -> None: ...

    def filter_opened(self, people: Sequence[str]) -> tuple[str, ...]:
        """Those of these who have."""


class RequestRepository(Protocol):
    """What people asked for that carries no id by which the queue would know it."""

    def add(self, key: str) -> bool:
        """False where it is known. It is for an hour at least: much longer than a signature counts."""


class EventRepository(Protocol):
    """What is to be worked: received from people (`inbox`) or to be sent to them (`outbox`)."""

    def add(self, event: Event) -> bool:
        """False, and nothing stored, where its id is known in its lane."""

    def add_all(self, several: Sequence[Event]) -> int:
        """As `add`, one after the other; returns how many were new."""

    def add_unless_waiting(self, event: Event) -> bool:
        """False, and nothing stored, also where one of its line waits that nobody has begun: of what is the same each
        time it is done. Nobody begins that one before this transaction has ended, so it will know of it."""

    def count_open(self, line: str) -> int:
        """How many events of an inbox line wait or are being worked."""

    def count_by_state(self, lane: QueueName) -> Mapping[str, int]:
        """How many events are `waiting` to be worked now, are for `later`, or were `given_up`."""

    def has_pending_outgoing(self, line: str) -> bool:
        """Whether something is being said in an outbox line, or is to be said now."""

    def request_interrupt(self, line: str) -> None:
        """Asks whoever works an event of this inbox line to stop. Where nobody does, nothing happens."""
