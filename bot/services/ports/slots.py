"""Slots: whoever only waits for somebody else's service leaves the place in which events are worked to another."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Slot(Protocol):
    """A worker's place among those that work side by side."""

    def leave(self) -> None: ...

    def take_back(self) -> None:
        """At once, whoever works there meanwhile: what was begun comes to its end first."""


_held: ContextVar[Slot | None] = ContextVar("held_slot", default=None)


def hold_slot(slot: Slot) -> None:
    """For all that is done from here on in this task, and in those that it begins."""
    _held.set(slot)


@contextmanager
def vacate_slot() -> Iterator[None]:
    """Around a wait; nothing where no slot is held, as at a terminal."""
    slot = _held.get()
    if slot is None:
        yield
        return
    slot.leave()
    try:
        yield
    finally:
        slot.take_back()
