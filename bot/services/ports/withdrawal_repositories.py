"""The port by which somebody's words leave what is otherwise only ever appended."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.domain.actions.progress import Step
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.team import Challenge
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import BotMessage
from bot.domain.messaging.shared_file import SharedFile
from bot.domain.plan.plan import ProductionPlan
from bot.domain.work.output_feedback import OutputFeedback

EventChange = Callable[[Event], Event | None]
"""What becomes of an event; None: it goes."""


class WithdrawalRepository(Protocol):
    """Whatever is replaced keeps its id and its place in history."""

    def list_pilots_of(self, person: str) -> tuple[str, ...]:
        """Ids of the pilots in whose records this person stands, in whatever part."""

    def list_interview_ids(self, pilot_id: str) -> tuple[str, ...]:
        """Oldest first."""

    def replace_assessment(self, made: Assessment) -> None: ...

    def replace_plan(self, plan: ProductionPlan) -> None: ...

    def list_challenges(self, pilot_id: str) -> tuple[Challenge, ...]:
        """Oldest first."""

    def keep_challenges(self, pilot_id: str, kept: Sequence[Challenge]) -> None:
        """As they read now; those that are not among them go."""

    def list_steps(self, pilot_id: str) -> tuple[Step, ...]:
        """Of all its plans, oldest first."""

    def replace_step(self, step: Step) -> None: ...

    def replace_outcome(self, ruling: DecisionOutcome) -> None: ...

    def list_digests(self) -> tuple[Digest, ...]: ...

    def replace_digest(self, digest: Digest) -> None: ...

    def replace_feedback(self, given: OutputFeedback) -> None: ...

    def list_messages(self, pilot_id: str) -> tuple[BotMessage, ...]:
        """Those of the pilot and of its interviews, and those that name no pilot, oldest first."""

    def add_uploads(self, plan_id: str, files: Sequence[SharedFile]) -> bool:
        """Files of a plan that stand on the platform. False, and nothing kept, where the plan is gone meanwhile."""

    def take_uploads(self, pilot_id: str, plan_id: str | None = None) -> tuple[SharedFile, ...]:
        """The files of a pilot, or of one plan of it, which are known no longer."""

    def list_all_messages(self) -> tuple[BotMessage, ...]:
        """Of the whole workspace, oldest first."""

    def delete_message(self, posting_id: str) -> None: ...

    def delete_pilot(self, pilot_id: str) -> None:
        """Every row that belongs to the pilot or to an interview of it."""

    def list_canvases(self, pilot_id: str) -> tuple[str, ...]:
        """The ids of those that stand on the platform."""

    def forget_events(self, about: Callable[[Event], bool]) -> int:
        """Those of all states go, also what was worked long ago."""

    def close_threads_of(self, person: str, pilot_id: str) -> None:
        """What is written in their direct messages belongs to no interview of the pilot any more."""

    def change_events(self, change: EventChange) -> int:
        """Of everything that waits or was given up; returns how many changed or went."""

    def erase_person(self, person: str) -> None:
        """What is kept for them alone: their Home, the wishes for their digest and the digests they were sent."""

    def leave_no_trace(self) -> None:
        """What was overwritten is cleared from the disk once this is committed, as far as the database can."""
