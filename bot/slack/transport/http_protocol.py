"""One HTTP connection: what uvicorn leaves open is closed in time, and room is made where there are too many."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

log = logging.getLogger(__name__)


class HttpLimits(NamedTuple):
    patience: float = 5.0
    """Seconds within which a request must have come whole, from the opening of its connection or its first byte. Slack
    itself gives up after three."""
    keep_alive: int = 75
    """Seconds that a connection may rest between two requests: longer than load balancers keep theirs, or they would
    send a click into one that is just being closed."""
    connections: int = 800
    """Open at once: under the 1,024 files that a process commonly may open."""
    headers: int = 16 * 1024
    """Bytes of a request's line and headers; Slack sends less than one."""


LIMITS = HttpLimits()


def is_chunked(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name == b"transfer-encoding" for name, _ in headers)


class LimitedHttpProtocol(H11Protocol):
    """uvicorn bounds how long a connection rests and how many requests are worked; not how long one takes to come."""

    def __init__(self, *args: Any, limits: HttpLimits = LIMITS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits
        self._deadline: asyncio.TimerHandle | None = None
        self._waiting_since = self.loop.time()

    @property
    def is_waiting(self) -> bool:
        """For the stranger: there is nothing of theirs that we work on."""
        return self.conn.their_state in {h11.IDLE, h11.SEND_BODY}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_deadline()
        if len(self.connections) > self._limits.connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """h11 weighs headers only while they are incomplete: it is given no more of them than they may be."""
        if self._deadline is None:
            self._start_deadline()
        if self.conn.their_state is h11.IDLE:
            most = self._limits.headers + 1
            self._take(data[:most])
            data = data[most:]
        if data:
            self._take(data)
        if not self.is_waiting:
            self._stop_deadline()

    def _take(self, data: bytes) -> None:
        """Of a body in chunks, each of which may be a byte, nothing after the headers: they cost more than that."""
        chunked = self.conn.their_state is h11.SEND_BODY and is_chunked(self.headers)
        if not (chunked or self.transport.is_closing()):
            super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_deadline()
        super().connection_lost(exc)

    def _start_deadline(self) -> None:
        self._waiting_since = self.loop.time()
        self._deadline = self.loop.call_later(self._limits.patience, self._give_up)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        """Of what came with its headers, whoever reads it says that it broke off."""
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            log.warning("A request did not come whole within %g s: its connection was closed.", self._limits.patience)
        self._close()

    def _close(self) -> None:
        self._stop_deadline()
        if not self.transport.is_closing():
            self.transport.close()

    def _make_room(self) -> None:
        """Whoever sends at once what they have to say gets in: of those who don't, the first to come goes, and of those
        who rest, the one that has rested longest. With nobody of either kind uvicorn says that it is too busy."""
        others = [one for one in self.connections if isinstance(one, LimitedHttpProtocol) and one is not self]
        if waiting := [one for one in others if one.is_waiting and not one.transport.is_closing()]:
            min(waiting, key=lambda one: (one._deadline is None, one._waiting_since))._close()
