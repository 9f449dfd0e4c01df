"""The ports of the weekly digest: what leaders wish, what they were sent, and what they settled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings


class DigestRepository(Protocol):
    """What was sent is append only."""

    def get_settings(self, person: str) -> DigestSettings:
        """The plain ones, at version 0, for whoever never changed them."""

    def save_settings(self, settings: DigestSettings) -> DigestSettings:
        """Stores the next version. Raises StaleWrite when somebody stored a newer one meanwhile."""

    def list_readers(self) -> tuple[DigestSettings, ...]:
        """Of everybody who chose to get the digest, by their ids."""

    def add(self, digest: Digest) -> bool:
        """False, and nothing stored, where that leader has one for that week."""

    def find_last(self, leader: str, by: datetime) -> Digest | None:
        """The one written last up to a moment, sent or not."""

    def find_for_week(self, leader: str, week: str) -> Digest | None: ...


class DecisionOutcomeRepository(Protocol):
    """What leaders settled. Append only."""

    def add(self, ruling: DecisionOutcome) -> bool:
        """False, and nothing stored, where its id is known."""

    def list_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, tuple[DecisionOutcome, ...]]:
        """Those of each pilot that has any, oldest first; as many queries for many as for one."""
