"""Retention: how long what is kept of a workspace stays, where its operator bounds that."""

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.core.model import Value
from bot.domain.core.people import Pilot


class RetentionPolicy(Value):
    """In days; None: until it is deleted, which is the rule where nothing else was set."""

    pilots: int | None = None
    """After which a pilot that nobody touches any more goes, with everything that is kept of it."""
    answers: int | None = None
    """After which the words of an answer go, once its interview is over; what was read from it stays."""
    digests: int | None = None
    notice: int = 14
    """How long before a pilot goes its lead is told."""

    @property
    def keeps_everything(self) -> bool:
        return self.pilots is None and self.answers is None and self.digests is None

    def find_pilots_before(self, now: datetime) -> datetime | None:
        """What was last used before then goes."""
        return _find_before(self.pilots, now)

    def find_notice_before(self, now: datetime) -> datetime | None:
        """Of what was last used before then its lead is told."""
        before = self.find_pilots_before(now)
        return before + timedelta(days=self.notice) if before is not None else None

    def find_answers_before(self, now: datetime) -> datetime | None:
        return _find_before(self.answers, now)

    def find_digests_before(self, now: datetime) -> datetime | None:
        return _find_before(self.digests, now)

    def find_end(self, used: datetime, now: datetime) -> datetime:
        """When a pilot that was last used then goes: never before its lead had time to see that they were told."""
        return max(used + timedelta(days=self.pilots or 0), now + timedelta(days=self.notice))


class UnusedPilot(NamedTuple):
    pilot: Pilot
    lead: str
    used: datetime
    """When anybody last said, did, planned or looked at anything of it; or until when its plan goes, if that is
    later."""


def _find_before(days: int | None, now: datetime) -> datetime | None:
    return now - timedelta(days=days) if days is not None else None
