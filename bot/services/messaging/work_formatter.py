"""Voice: what is said while something takes long, and what is made of what comes of it."""

from typing import Protocol

from bot.domain.assessment.assessment import Assessment
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent
from bot.domain.work.output_feedback import OutputFeedback
from bot.domain.work.work_progress import WorkProgress


class WorkMessageFormatter(Protocol):
    def format_work_progress(self, progress: WorkProgress) -> MessageContent:
        """How far it is, a line a step."""

    def format_rating_stopped(self, interview: Interview) -> MessageContent:
        """Somebody pressed Stop while it was rated, and how it is rated after all."""

    def format_planning_stopped(self, made: Assessment) -> MessageContent: ...

    def format_feedback_kept(self, given: OutputFeedback) -> MessageContent:
        """To whoever said it; who found something wrong may say why."""
