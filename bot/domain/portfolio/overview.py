"""Overview: what is known of one pilot right now, as one person may see it."""

from typing import Literal

from bot.domain.actions.progress import Progress
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.summaries import AssessmentSummary, InterviewSummary

SeenInterview = Interview | InterviewSummary
SeenAssessment = Assessment | AssessmentSummary
"""Whole where one pilot is told of, in a summary where many are."""
PAGE = 20
"""How many pilots are shown at once, where somebody may see more."""


class DigestReader(Value):
    """Somebody to whom the digest is offered, and what they said to that: nothing yet is `offered`."""

    person: Person
    choice: Literal["offered", "wanted", "declined"]


class ListedPilot(Value):
    """A pilot among others as one person may see it. The latest of each; `before` is the assessment before it."""

    pilot: Pilot
    viewer: str = ""
    """Whose view it is: spoken to, not of. Empty where several read the same."""
    lead: Person | None = None
    interview: SeenInterview | None = None
    thread: str | None = None
    """Permalink of the interview."""
    assessment: SeenAssessment | None = None
    before: SeenAssessment | None = None
    progress: Progress | None = None
    """Of the latest plan, with it."""
    may_steer: bool = True
    """Whether this person may pause, resume, have it planned or asked again."""

    @property
    def plan(self) -> ProductionPlan | None:
        return self.progress.plan if self.progress is not None else None


class PilotOverview(ListedPilot):
    """A pilot by itself, with everything that was read of it."""

    interview: Interview | None = None
    assessment: Assessment | None = None
    before: Assessment | None = None
    readers: tuple[DigestReader, ...] = ()
    """Of its digest, those of whom this person may know: the lead of all, anybody of themselves."""
    sharable: bool = True
    """Whether there is a channel in which they may show it."""

    @property
    def can_be_reassessed(self) -> bool:
        """Whether its last interview was assessed, so that a follow-up can ask what has changed."""
        made, last = self.assessment, self.interview
        return made is not None and last is not None and last.status == "closed" and made.interview_id == last.id


class WaitingQuestion(Value):
    """A question that waits for this person's answer, and the permalink of its thread."""

    seen: ListedPilot
    question: Question
    by_name: bool = False
    """Left to this person by a colleague; they may see nothing of the pilot but this."""
    thread: str | None = None
