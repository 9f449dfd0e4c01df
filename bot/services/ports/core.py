"""The ports: what the use cases need of the world, as protocols."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.core.days_off import Country, DaysOff
from bot.domain.core.hours import WorkWeek
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Pillar
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.messaging.event import Claim, DeadLetter, QueueName
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.services.ports.audit_repository import AuditRepository
from bot.services.ports.digest_repositories import DecisionOutcomeRepository, DigestRepository
from bot.services.ports.feedback_repositories import OutputFeedbackRepository
from bot.services.ports.personal_records import PersonalRecordRepository
from bot.services.ports.repositories import (
    ActionStepRepository,
    AssessmentRepository,
    CanvasRepository,
    ChallengeRepository,
    ChannelMemberRepository,
    EventRepository,
    FrameworkRepository,
    HomeTabRepository,
    InterviewRepository,
    MessageRepository,
    ModelCallRepository,
    PlanRepository,
    RequestRepository,
    StoppedRequestsRepository,
    TeamRepository,
    ThreadRepository,
)
from bot.services.ports.retention_repository import RetentionRepository
from bot.services.ports.spending_repository import SpendingRepository
from bot.services.ports.withdrawal_repositories import WithdrawalRepository

T = TypeVar("T")


class AnalystResult(NamedTuple, Generic[T]):
    """What an analyst made of something, and the model calls it took (none for the offline analyst)."""

    value: T
    calls: tuple[ModelCall, ...] = ()


class Analyst(Protocol):
    """Reads what people say. Raises AnalystFailed (and its kinds) when it cannot; never invents a stand-in result."""

    name: str
    """The model's name, or `offline`."""
    reads_by_rule: bool
    """Without a model: what people choose counts before what was read."""

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]: ...

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]: ...

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]: ...

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        """What these entries tell of a free question, still to be held to them. Whoever reads by rule isn't asked."""

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        """One translation a text, in order; none at all where it can't."""

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]: ...


class UnitOfWork(Protocol):
    """One transaction in one workspace."""

    @property
    def interviews(self) -> InterviewRepository: ...
    @property
    def assessments(self) -> AssessmentRepository: ...
    @property
    def plans(self) -> PlanRepository: ...
    @property
    def frameworks(self) -> FrameworkRepository: ...
    @property
    def model_calls(self) -> ModelCallRepository: ...
    @property
    def teams(self) -> TeamRepository: ...
    @property
    def channel_members(self) -> ChannelMemberRepository: ...
    @property
    def threads(self) -> ThreadRepository: ...
    @property
    def messages(self) -> MessageRepository: ...
    @property
    def challenges(self) -> ChallengeRepository: ...
    @property
    def action_steps(self) -> ActionStepRepository: ...
    @property
    def output_feedback(self) -> OutputFeedbackRepository: ...
    @property
    def canvases(self) -> CanvasRepository: ...
    @property
    def home_tabs(self) -> HomeTabRepository: ...
    @property
    def stopped_requests(self) -> StoppedRequestsRepository: ...
    @property
    def digests(self) -> DigestRepository: ...
    @property
    def decision_outcomes(self) -> DecisionOutcomeRepository: ...
    @property
    def events(self) -> EventRepository: ...
    @property
    def requests(self) -> RequestRepository: ...
    @property
    def spending(self) -> SpendingRepository: ...
    @property
    def audit(self) -> AuditRepository: ...
    @property
    def withdrawals(self) -> WithdrawalRepository: ...
    @property
    def personal_records(self) -> PersonalRecordRepository: ...
    @property
    def retention(self) -> RetentionRepository: ...


class Transactions(Protocol):
    """A workspace's database."""

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Runs a synchronous function as one transaction: commits when it returns, rolls back when it raises."""
        ...


TransactionWork = Callable[[UnitOfWork], object]
"""What a worked event changes; committed together with the end of the event."""


ClaimReader = Callable[[UnitOfWork, Claim], object]
"""Reads what the handler of a claimed event begins with; None where that is nothing."""


class LeaseRenewal(NamedTuple):
    """What a worker learns when it renews its claim."""

    still_held: bool
    """False: the claim was taken over; whatever is done now must not be."""
    interrupted: bool
    """Somebody asked to stop."""


class FinishedEvent(NamedTuple):
    """How the end of an event went."""

    ended: bool
    """False, and nothing committed, where the claim was taken over meanwhile."""
    following: Claim | None = None
    """What is due next in its line, and ours already."""


class EventQueue(Protocol):
    """Events as workers take them: those of one workspace, or of all. See Events for how they come in."""

    async def claim_events(self, owner: str, lane: QueueName, lease: float, most: int = 1) -> tuple[Claim, ...]:
        """The oldest due event of each line, of at most so many, longest waiting first; the attempt counts at once.

        Nobody else gets an event of such a line until it is ended, given back, or `lease` seconds went by unrenewed.
        """

    def reading(self, read: ClaimReader) -> "EventQueue":
        """The same queue, whose claims bring along what `read` finds: in the transaction that claims, which would be
        one more otherwise. It locks nothing and changes nothing; where it fails, the handler reads for itself."""

    async def renew_leases(self, held: Sequence[Claim], lease: float) -> tuple[LeaseRenewal, ...]:
        """Each is held for so many seconds from now on, where it still is; in one statement, in the order given."""

    async def finish_event(self, claim: Claim, work: TransactionWork | None, rest: float = 0.0) -> bool:
        """Commits `work` and the end of the event in one transaction, and wipes the event's body.

        False, and nothing committed, where the claim was taken over meanwhile. `rest`: seconds that the line then
        waits. Raises whatever `work` raises, with nothing committed.
        """

    async def finish_and_claim(self, claim: Claim, work: TransactionWork | None, lease: float) -> FinishedEvent:
        """The same, and in the same transaction what is due next in that line is claimed by whoever held it."""

    async def postpone_event(self, claim: Claim, seconds: float, error: str = "", *, counts: bool = True) -> None:
        """Gives the event back, to be tried again then; the line waits with it. `counts`: as an attempt.

        `error`: what went wrong on the way; left empty where nothing was done at all, and what stood there stays.
        """

    async def move_to_dead_letters(self, claim: Claim, error: str, work: TransactionWork | None = None) -> None:
        """Gives the event up: it becomes a dead letter, the line goes on. `work` is committed with it."""

    async def wait_for_events(self, lane: QueueName, seconds: float) -> None:
        """Until something may have become due, at most so long. Whoever lets go of a line has that told here."""

    async def list_dead_letters(self) -> tuple[DeadLetter, ...]:
        """Oldest first."""

    async def retry_dead_letter(self, sequence: int) -> bool:
        """Puts a dead letter back at its place; False where there is no such."""

    async def delete_dead_letter(self, sequence: int) -> bool:
        """Forgets a dead letter; False where there is no such."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, with its time zone."""
        ...


class Calendars(Protocol):
    """When people in a country don't work."""

    def get_days_off(self, code: str | None, start: date) -> DaysOff:
        """Of a country by its two letters, from that day on; of none, weekends alone. Raises InvalidInput."""
        ...

    def get_work_week(self, time_zone: str) -> WorkWeek:
        """On which days of the week people there work; the usual ones where its country isn't known."""
        ...

    def find_country(self, time_zone: str) -> str | None:
        """The country that a time zone is of, by its two letters."""
        ...

    def list_countries(self) -> tuple[Country, ...]:
        """Those whose holidays are known, by name."""
        ...


class RedactedText(NamedTuple):
    text: str
    kinds: tuple[str, ...]
    """What was taken out, in words fit for the person; empty when nothing was."""


class Redactor(Protocol):
    def redact(self, text: str) -> RedactedText:
        """The text with keys, tokens and passwords replaced by a placeholder."""
        ...
