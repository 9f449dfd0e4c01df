"""The ports: what the use cases need of the world, as protocols."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.domain.assessment import Assessment
from bot.domain.framework import Pillar
from bot.domain.interview import Interview, Question, Turn
from bot.domain.mapping import AnswerMapping
from bot.domain.plan import ProductionPlan, Tailoring
from bot.domain.questioning import Candidate
from bot.domain.review import CitedAnswer, PillarReview
from bot.domain.usage import ModelCall

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


class Interviews(Protocol):
    def add(self, interview: Interview) -> None: ...

    def get(self, interview_id: str) -> Interview:
        """Raises NotFound."""

    def save(self, interview: Interview) -> Interview:
        """Stores the next version. Raises StaleWrite when somebody stored a newer one meanwhile."""

    def latest_of(self, pilot_name: str) -> Interview | None: ...

    def all(self) -> tuple[Interview, ...]:
        """Newest first."""


class Assessments(Protocol):
    """Append only."""

    def add(self, assessment: Assessment) -> None: ...

    def history_of(self, pilot_id: str) -> tuple[Assessment, ...]:
        """Oldest first."""


class Plans(Protocol):
    """Append only."""

    def add(self, plan: ProductionPlan) -> None: ...

    def history_of(self, pilot_id: str) -> tuple[ProductionPlan, ...]:
        """Oldest first."""


class ModelCalls(Protocol):
    """Append only."""

    def add(self, interview_id: str, calls: Sequence[ModelCall]) -> None: ...

    def of(self, interview_id: str) -> tuple[ModelCall, ...]: ...


class UnitOfWork(Protocol):
    """One transaction in one workspace."""

    @property
    def interviews(self) -> Interviews: ...
    @property
    def assessments(self) -> Assessments: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def calls(self) -> ModelCalls: ...


class Transactions(Protocol):
    """A workspace's database."""

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Runs a synchronous function as one transaction: commits when it returns, rolls back when it raises."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, with its time zone."""
        ...


class Redacted(NamedTuple):
    text: str
    kinds: tuple[str, ...]
    """What was taken out, in words fit for the person; empty when nothing was."""


class Redactor(Protocol):
    def redact(self, text: str) -> Redacted:
        """The text with keys, tokens and passwords replaced by a placeholder."""
        ...
