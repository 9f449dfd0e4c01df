"""Waking: how threads that waited are told what happened elsewhere, as a port."""

from typing import Protocol

from bot.domain.asking.settlement import Settlement
from bot.domain.core.people import Person, Pilot
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.domain.messaging.message import MessageContent


class WakingMessageFormatter(Protocol):
    """`asks`: a question follows in the same message."""

    def format_settled_elsewhere(self, interview: Interview, settled: Settlement, *, asks: bool) -> MessageContent:
        """A colleague answered, or let go, what was asked in this thread."""

    def format_asked_again(self) -> MessageContent:
        """What had settled the question was taken back or changed; it follows once more."""

    def format_going_on(self) -> MessageContent:
        """It was waited, or summed up, and there is a question again."""

    def format_waiting_ended(self) -> MessageContent:
        """What becomes of the line by which it was waited for others."""

    def format_repeated_question(self, asked: Question) -> MessageContent:
        """What becomes of a question that is asked once more further down in its thread."""

    def format_reading_waits(self) -> MessageContent:
        """What was said here is kept, and read once the model is back; told where the thread does not say so."""

    def format_kept_in_pause(self, interview: Interview, turns: tuple[Turn, ...]) -> MessageContent:
        """After a pause: what was said in it, and where it was noted."""

    def format_invitation_queued(self, colleague: Person, pilot: Pilot) -> MessageContent:
        """To whoever named a colleague that has another question before them."""

    def format_no_longer_needed(self, person: Person, pilot: Pilot) -> MessageContent:
        """To a colleague who was asked in and has not answered, once the interview is over."""
