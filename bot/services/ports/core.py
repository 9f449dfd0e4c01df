"""The ports: what the use cases need of the world, as protocols."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.core.days_off import Country, DaysOff
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Pillar
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import Candidate
from bot.domain.interview.turn import Question, Turn
from bot.domain.messaging.event import Claim, DeadLetter, Lane
from bot.domain.planning.plan import ProductionPlan, Tailoring
from bot.services.ports.digest_repositories import Digests, Rulings
from bot.services.ports.repositories import (
    Assessments,
    Canvases,
    Challenges,
    Channels,
    Events,
    Frameworks,
    Homes,
    Interviews,
    ModelCalls,
    Plans,
    Postings,
    Steps,
    Teams,
    Threads,
)

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
