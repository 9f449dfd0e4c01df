"""The ports of what is stored: interviews, plans, teams, what was said to people, and what is to be worked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.actions.progress import Step
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.team import Challenge, Team, Thread
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.interview_activity import Signs
from bot.domain.messaging.canvas import Canvas
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Posting
from bot.domain.planning.plan import ProductionPlan
from bot.domain.reassessment.snapshot import Snapshot


class Interviews(Protocol):
    def add(self, interview: Interview) -> None: ...

    def get(self, interview_id: str) -> Interview:
        """Raises NotFound."""

    def save(self, interview: Interview) -> Interview:
        """Stores the next version. Raises StaleWrite when somebody stored a newer one meanwhile."""

    def latest_of(self, pilot_name: str) -> Interview | None: ...

    def latest_of_each(self, pilot_ids: Sequence[str]) -> dict[str, Interview]:
        """The newest interview of each pilot that has one, by the pilot's id; as many queries for many as for one."""

    def signs_of_each(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, Signs]:
        """Of the newest interview of each pilot, those aside that were over and assessed by then; in three queries."""

    def left_to(self, person: str) -> tuple[Interview, ...]:
        """The interviews, closed ones aside, in which a question was left to this person, newest first.

        Whether they may see more of the pilot than that question is not asked here.
        """

    def all(self) -> tuple[Interview, ...]:
        """Newest first."""


class Assessments(Protocol):
    """Append only."""

    def add(self, assessment: Assessment) -> None: ...

    def get(self, assessment_id: str) -> Assessment:
        """Raises NotFound."""

    def history_of(self, pilot_id: str) -> tuple[Assessment, ...]:
        """Oldest first."""

    def latest_of_each(self, pilot_ids: Sequence[str], most: int = 2) -> dict[str, tuple[Assessment, ...]]:
        """The newest `most` of each pilot that has any, oldest first; as many queries for many as for one."""

    def snapshots_of_each(self, pilot_ids: Sequence[str], by: datetime) -> dict[str, tuple[Snapshot, ...]]:
        """The whole history of each pilot up to a moment, oldest first, without the words; in one query."""

    def these(self, assessment_ids: Sequence[str]) -> dict[str, Assessment]:
        """By their ids; those that are not there are left out. In one query."""


class Plans(Protocol):
    """Append only."""

    def add(self, plan: ProductionPlan) -> None: ...

    def get(self, plan_id: str) -> ProductionPlan:
        """Raises NotFound."""

    def history_of(self, pilot_id: str) -> tuple[ProductionPlan, ...]:
        """Oldest first."""

    def latest_of_each(self, pilot_ids: Sequence[str], by: datetime | None = None) -> dict[str, ProductionPlan]:
        """The newest plan of each pilot that has one, or that had one by then; in one query."""


class Frameworks(Protocol):
    """What pilots were measured with, by version."""

    def keep(self, framework: Framework) -> None:
        """The newest wording of a version counts."""

    def all(self) -> tuple[Framework, ...]: ...


class ModelCalls(Protocol):
    """Append only."""

    def add(self, interview_id: str, calls: Sequence[ModelCall]) -> None: ...

    def of(self, interview_id: str) -> tuple[ModelCall, ...]: ...


class Teams(Protocol):
    """Who may see a pilot is part of the query: whoever asks for a person gets only what that person may see."""

    def add(self, team: Team) -> bool:
        """False, and nothing stored, where the pilot's id is taken."""

    def save(self, team: Team) -> None: ...

    def get(self, pilot_id: str) -> Team:
        """Raises NotFound. For work that nobody asked for; what a person asks for goes through `seen_by`."""

    def seen_by(self, person: str, pilot_id: str) -> Team | None:
        """The team, if this person is named in it or is in its channel."""

    def visible_to(self, person: str) -> tuple[Team, ...]:
        """All teams that this person is named in or whose channel they are in, newest first."""

    def led_by(
        self, person: str, only: Sequence[str] | None = None, *, seen_by: Sequence[str] = ()
    ) -> tuple[Team, ...]:
        """The teams that this person leads or, where `only` names pilots, those of them that they may see, newest
        first. Each is also one that everybody of `seen_by` may see. In one query."""


class Channels(Protocol):
    """Who is in the channels that pilots live in, as last heard from the platform."""

    def put(self, channel: str, people: Sequence[str], at: datetime) -> None:
        """Replaces who is in it."""

    def join(self, channel: str, person: str) -> None:
        """Twice does no harm; a channel no pilot lives in is passed over."""

    def leave(self, channel: str, person: str) -> None: ...

    def has(self, channel: str, person: str) -> bool: ...

    def learnt_at(self, channel: str) -> datetime | None:
        """When `put` was last told of it; None where never."""


class Threads(Protocol):
    def add(self, thread: Thread) -> None:
        """Twice does no harm."""

    def at(self, channel: str, ts: str) -> Thread | None: ...

    def stop(self, channel: str, ts: str) -> None:
        """Somebody pressed Stop there just now. Where no interview is talked, nothing happens."""

    def of(self, interview_id: str) -> tuple[Thread, ...]:
        """In the order in which they were added."""

    def of_each(self, interview_ids: Sequence[str]) -> dict[str, tuple[Thread, ...]]:
        """Those of each interview that has any, in that order; as many queries for many as for one."""


class Postings(Protocol):
    def add(self, posting: Posting) -> bool:
        """False, and nothing stored, where its id is known: it was said before."""

    def save(self, posting: Posting) -> None: ...

    def get(self, posting_id: str) -> Posting | None: ...

    def of_interview(self, interview_id: str) -> tuple[Posting, ...]:
        """Oldest first."""

    def apart_at(self, channel: str, ts: str) -> Posting | None:
        """What stands there, if it belongs to no interview."""


class Challenges(Protocol):
    """Append only."""

    def add(self, challenge: Challenge) -> bool:
        """False, and nothing stored, where its id is known."""

    def of(self, assessment_id: str) -> tuple[Challenge, ...]:
        """Oldest first."""


class Steps(Protocol):
    """What happened to the actions of plans. Append only."""

    def add(self, step: Step) -> bool:
        """False, and nothing stored, where its id is known."""

    def of(self, root: str) -> tuple[Step, ...]:
        """Of a line of revisions, by the id of its first plan; oldest first."""

    def of_each(self, roots: Sequence[str]) -> dict[str, tuple[Step, ...]]:
        """Those of each line that has any; as many queries for many as for one."""

    def pilots_given_to(self, person: str) -> tuple[str, ...]:
        """Ids of the pilots in which this person was ever asked to take an action, the latest first.

        Whether they may see more of the pilot than that action is not asked here.
        """


class Canvases(Protocol):
    def of(self, root: str) -> Canvas | None:
        """That of a plan's line, as it was left."""

    def save(self, canvas: Canvas) -> None: ...


class Homes(Protocol):
    """Who has opened their Home tab, and so wants it kept fresh."""

    def opened(self, person: str) -> None: ...

    def among(self, people: Sequence[str]) -> tuple[str, ...]:
        """Those of these who have."""


class Events(Protocol):
    """What is to be worked: received from people (`inbox`) or to be sent to them (`outbox`)."""

    def add(self, event: Event) -> bool:
        """False, and nothing stored, where its id is known in its lane."""

    def open_in(self, line: str) -> int:
        """How many events of an inbox line wait or are being worked."""

    def saying(self, line: str) -> bool:
        """Whether something is being said in an outbox line, or is to be said now."""

    def interrupt(self, line: str) -> None:
        """Asks whoever works an event of this inbox line to stop. Where nobody does, nothing happens."""
