"""The ports of the weekly digest: what leaders wish, what they were sent, and what they settled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.digest.decision import Ruling
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings


class Digests(Protocol):
    """What was sent is append only."""

    def settings_of(self, person: str) -> DigestSettings:
        """The plain ones, at version 0, for whoever never changed them."""

    def change(self, settings: DigestSettings) -> DigestSettings:
        """Stores the next version. Raises StaleWrite when somebody stored a newer one meanwhile."""

    def readers(self) -> tuple[DigestSettings, ...]:
        """Of everybody who leads a pilot or ever changed their settings, those aside who want none; in two queries."""

    def keep(self, digest: Digest) -> bool:
        """False, and nothing stored, where that leader has one for that week."""

    def last_of(self, leader: str, by: datetime) -> Digest | None:
        """The one written last up to a moment, sent or not."""

    def of(self, leader: str, week: str) -> Digest | None: ...


class Rulings(Protocol):
    """What leaders settled. Append only."""

    def add(self, ruling: Ruling) -> bool:
        """False, and nothing stored, where its id is known."""

    def of_each(self, pilot_ids: Sequence[str]) -> dict[str, tuple[Ruling, ...]]:
        """Those of each pilot that has any, oldest first; as many queries for many as for one."""
