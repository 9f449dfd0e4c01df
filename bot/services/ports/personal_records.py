"""The port by which everything that is kept of one person is read, to be handed to them."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.forgetting.kept_records import KeptRecords
from bot.domain.messaging.shared_file import SharedFile


class PersonalRecordRepository(Protocol):
    def collect(self, person: str) -> tuple[KeptRecords, ...]:
        """What they said, did, were asked and are named in. Of a pilot that they don't see only what is their own:
        neither what others said there nor that it is there."""

    def add_export_files(self, person: str, files: Sequence[SharedFile]) -> None:
        """Files with what is kept of them that stand on the platform."""

    def take_export_files(self, person: str) -> tuple[SharedFile, ...]:
        """The same; they are known no longer."""
