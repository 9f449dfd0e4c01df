"""Tracing: what led from a request of Slack's to the message that answers it, for a collector of traces; without one,
nothing. It is set for the whole process, as the log is."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Fields = Mapping[str, str | int]
"""Of a span: ids as marks, kinds and counts. Never people's words, nor ids that may hold a name."""


class Tracer(Protocol):
    def open_span(self, name: str, fields: Fields, parent: str | None, /) -> AbstractContextManager[None]:
        """A step under way until it is left, below the one that is under way here, or below `parent`."""

    def mark_failed(self, kind: str, /) -> None:
        """What is under way here failed, in this way."""

    def get_parent(self) -> str | None:
        """What is under way here, as W3C's `traceparent`, for whoever goes on later or elsewhere."""


class NoTracer:
    def open_span(self, name: str, fields: Fields, parent: str | None, /) -> AbstractContextManager[None]:
        return nullcontext()

    def mark_failed(self, kind: str, /) -> None:
        pass

    def get_parent(self) -> str | None:
        return None


_set: list[Tracer] = [NoTracer()]


def set_tracer(tracer: Tracer) -> None:
    _set[0] = tracer


def get_tracer() -> Tracer:
    return _set[0]
