"""The port of what people think of what was made for them."""

from typing import Protocol

from bot.domain.work.output_feedback import OutputFeedback


class OutputFeedbackRepository(Protocol):
    """Append only, but for what goes with somebody's words."""

    def add(self, given: OutputFeedback) -> bool:
        """False, and nothing stored, where its id is known."""

    def list_all(self) -> tuple[OutputFeedback, ...]:
        """Oldest first."""

    def list_about(self, subject: str) -> tuple[OutputFeedback, ...]:
        """Oldest first."""

    def delete_about(self, subject: str, interview_id: str) -> None:
        """What was said about something of an interview that is taken back."""
