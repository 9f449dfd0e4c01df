"""The port by which it is found what was kept for long enough."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.digest.digest import Digest


class RetentionRepository(Protocol):
    def list_pilots_before(self, before: datetime) -> tuple[str, ...]:
        """Ids of those that were started before then, oldest first: none of the others can be unused for as long."""

    def find_last_use(self, pilot_id: str) -> datetime | None:
        """When anybody last said, did, planned or looked at anything of it, or until when its plan goes, if that is
        later; None where there is no such pilot."""

    def list_interviews_with_answers(self, before: datetime, most: int | None = None) -> tuple[str, ...]:
        """Ids of those that are over and hold words of answers that were given before then."""

    def find_due(self, event_id: str) -> datetime | None:
        """When something is due that was called for, or was."""

    def list_digests(self, before: datetime, most: int | None = None) -> tuple[Digest, ...]:
        """Those that tell of times before then, oldest first."""

    def delete_digests(self, digests: Sequence[Digest]) -> None: ...
