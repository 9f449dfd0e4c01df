"""Known records: what this process has built from rows before, so that what nobody changed is not built again.

A row that reads as it did then stands for the record that was made of it; so nothing here can be out of date, whichever
process wrote meanwhile."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from cachetools import TTLCache

R = TypeVar("R")
_LIFETIME = 600.0
"""Seconds until a record is let go of: what was forgotten through another process is not kept here for good."""


class KnownRecords(Generic[R]):
    """The `most` records that were read last; for all threads of a process."""

    def __init__(self, most: int) -> None:
        self._kept: TTLCache[Hashable, tuple[Hashable, R]] = TTLCache(most, _LIFETIME)
        self._lock = Lock()

    def find(self, key: Hashable, row: Hashable) -> R | None:
        """None where there is none, or it was built from a row that read otherwise."""
        with self._lock:
            stamp, record = self._kept.get(key, (None, None))
        return record if stamp == row else None

    def keep(self, key: Hashable, row: Hashable, record: R) -> None:
        with self._lock:
            self._kept[key] = (row, record)

    def get(self, key: Hashable, row: Hashable, build: Callable[[], R]) -> R:
        found = self.find(key, row)
        if found is None:
            found = build()
            self.keep(key, row, found)
        return found

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


class ProcessMemory(NamedTuple):
    """What a process keeps of what it read, some 30 MB at most."""

    interviews: KnownRecords[Any]
    messages: KnownRecords[Any]

    def clear(self) -> None:
        """Nothing of anybody's words is left in it."""
        for known in self:
            known.clear()


_INTERVIEWS, _MESSAGES = 64, 2_000


def build_memory() -> ProcessMemory:
    return ProcessMemory(KnownRecords(_INTERVIEWS), KnownRecords(_MESSAGES))
