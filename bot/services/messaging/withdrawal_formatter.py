"""Voice for what is taken out again: what stands in the place of somebody's words, and who is told of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.assessment.assessment import WithdrawnGround
from bot.domain.assessment.level_shifts import LevelShift
from bot.domain.core.people import Person, Pilot
from bot.domain.forgetting.retention import UnusedPilot
from bot.domain.forgetting.withdrawn_words import Cause
from bot.domain.messaging.message import MessageContent


class WithdrawnFromPilot(NamedTuple):
    """What became of a pilot whose records are without somebody's words now."""

    pilot: Pilot
    cause: Cause
    shifts: tuple[WithdrawnGround, ...] = ()
    unowned: int = 0
    """How many actions need an owner."""


class WithdrawalMessageFormatter(Protocol):
    def format_answer_withdrawn(self, cause: Cause, changes: Sequence[LevelShift]) -> MessageContent:
        """What becomes of the line under an answer whose words are gone."""

    def format_words_withdrawn(self, cause: Cause) -> MessageContent:
        """What becomes of anything else that showed them, where nothing is left to say."""

    def format_withdrawal(self, withdrawn: WithdrawnFromPilot) -> MessageContent:
        """To the lead: what is missing from now on, without saying whose it was."""

    def format_pilot_deleted(self) -> MessageContent:
        """What every message about a pilot becomes once that is deleted."""

    def format_pilot_deletion_done(self, pilot: Pilot, by: Person) -> MessageContent:
        """To everybody named in it, once."""

    def format_pilot_unused(self, unused: UnusedPilot, days: int, end: datetime) -> MessageContent:
        """To the lead: nobody used it for long, when it goes by the rule of so many days, and how to keep it."""

    def format_deleted_by_rule(self) -> MessageContent:
        """What every message about such a pilot becomes once it is gone."""

    def format_pilot_expired(self, pilot: Pilot, days: int) -> MessageContent:
        """To everybody named in it, once."""

    def format_digest_expired(self) -> MessageContent:
        """What a digest becomes that was kept for long enough."""

    def format_forgetting_done(self, led: Sequence[Pilot]) -> MessageContent:
        """To whoever asked to be forgotten. `led`: those that they lead still."""
