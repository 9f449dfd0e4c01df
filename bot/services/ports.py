"""The ports: what the use cases need of the world, as protocols."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.domain.assessment import Assessment
from bot.domain.canvas import Canvas
from bot.domain.days_off import Country, DaysOff
from bot.domain.event import Claim, DeadLetter, Event, Lane
from bot.domain.framework import Framework, Pillar
from bot.domain.interview import Interview, Question, Turn
from bot.domain.mapping import AnswerMapping
from bot.domain.plan import ProductionPlan, Tailoring
from bot.domain.posting import Posting
from bot.domain.progress import Step
from bot.domain.pulse import Signs
from bot.domain.questioning import Candidate
from bot.domain.review import CitedAnswer, PillarReview
from bot.domain.snapshot import Snapshot
from bot.domain.team import Challenge, Team, Thread
from bot.domain.usage import ModelCall
from bot.services.ports_of_digests import Digests, Rulings

T = TypeVar("T")


class Read(NamedTuple, Generic[T]):
    """What an analyst made of something, and the model calls it took (none for the offline analyst)."""

    value: T
    calls: tuple[ModelCall, ...] = ()


class Analyst(Protocol):
    """Reads what people say. Raises AnalystFailed (and its kinds) when it cannot; never invents a stand-in result."""

    name: str
    """The model's name, or `offline`."""

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[Candidate]
    ) -> Read[AnswerMapping]: ...

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> Read[PillarReview]: ...

    async def answer_question(self, asked: str, open_question: Question | None) -> Read[CitedAnswer]: ...

    async def tailor_plan(self, plan: ProductionPlan, assessment: Assessment) -> Read[Tailoring]: ...

    async def headline(self, facts: Sequence[str]) -> Read[str]:
        """One line over a digest that tells these facts; empty where there is nobody to word it."""


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


class UnitOfWork(Protocol):
    """One transaction in one workspace."""

    @property
    def interviews(self) -> Interviews: ...
    @property
    def assessments(self) -> Assessments: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def frameworks(self) -> Frameworks: ...
    @property
    def calls(self) -> ModelCalls: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def threads(self) -> Threads: ...
    @property
    def postings(self) -> Postings: ...
    @property
    def challenges(self) -> Challenges: ...
    @property
    def steps(self) -> Steps: ...
    @property
    def canvases(self) -> Canvases: ...
    @property
    def homes(self) -> Homes: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def rulings(self) -> Rulings: ...
    @property
    def events(self) -> Events: ...


class Transactions(Protocol):
    """A workspace's database."""

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Runs a synchronous function as one transaction: commits when it returns, rolls back when it raises."""
        ...


Work = Callable[[UnitOfWork], object]
"""What a worked event changes; committed together with the end of the event."""


class Held(NamedTuple):
    """What a worker learns when it renews its claim."""

    ours: bool
    """False: the claim was taken over; whatever is done now must not be."""
    interrupted: bool
    """Somebody asked to stop."""


class Queue(Protocol):
    """Events as workers take them: those of one workspace, or of all. See Events for how they come in."""

    async def claim(self, owner: str, lane: Lane, lease: float) -> Claim | None:
        """The oldest due event of the line that has waited longest, if any; the attempt counts at once.

        Nobody else gets an event of this line until it is ended, given back, or `lease` seconds went by unrenewed.
        """

    async def renew(self, claim: Claim, lease: float) -> Held: ...

    async def finish(self, claim: Claim, work: Work | None, rest: float = 0.0) -> bool:
        """Commits `work` and the end of the event in one transaction, and wipes the event's body.

        False, and nothing committed, where the claim was taken over meanwhile. `rest`: seconds that the line then
        waits. Raises whatever `work` raises, with nothing committed.
        """

    async def postpone(self, claim: Claim, seconds: float, error: str = "", *, counts: bool = True) -> None:
        """Gives the event back, to be tried again then; the line waits with it. `counts`: as an attempt.

        `error`: what went wrong on the way; left empty where nothing was done at all, and what stood there stays.
        """

    async def bury(self, claim: Claim, error: str, work: Work | None = None) -> None:
        """Gives the event up: it becomes a dead letter, the line goes on. `work` is committed with it."""

    async def wait(self, lane: Lane, seconds: float) -> None:
        """Until something may have become due, at most so long."""

    async def dead(self) -> tuple[DeadLetter, ...]:
        """Oldest first."""

    async def revive(self, sequence: int) -> bool:
        """Puts a dead letter back at its place; False where there is no such."""

    async def drop(self, sequence: int) -> bool:
        """Forgets a dead letter; False where there is no such."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, with its time zone."""
        ...


class Calendars(Protocol):
    """When people in a country don't work."""

    def days_off(self, code: str | None, start: date) -> DaysOff:
        """Of a country by its two letters, from that day on; of none, weekends alone. Raises InvalidInput."""
        ...

    def country_of(self, time_zone: str) -> str | None:
        """The country that a time zone is of, by its two letters."""
        ...

    def countries(self) -> tuple[Country, ...]:
        """Those whose holidays are known, by name."""
        ...


class Redacted(NamedTuple):
    text: str
    kinds: tuple[str, ...]
    """What was taken out, in words fit for the person; empty when nothing was."""


class Redactor(Protocol):
    def redact(self, text: str) -> Redacted:
        """The text with keys, tokens and passwords replaced by a placeholder."""
        ...
