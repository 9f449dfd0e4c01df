"""One HTTP connection: what uvicorn leaves open is closed in time, and room is made where there are too many."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.slack.transport.admission import PAUSES, Admission, Pauses

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
    pauses: Pauses = PAUSES
    headers: int = 16 * 1024
    """Bytes of a request's line and headers; Slack sends less than one."""


LIMITS = HttpLimits()


def is_chunked(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name == b"transfer-encoding" for name, _ in headers)


class LimitedHttpProtocol(HttpToolsProtocol):
    """uvicorn bounds how long a connection rests and how many requests are worked; not how long one takes to come, how
    much its headers weigh, or how many wait behind one that is worked."""

    def __init__(self, *args: Any, limits: HttpLimits, admission: Admission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits
        self._admission = admission
        self._deadline: asyncio.TimerHandle | None = None
        self._waiting_since = self.loop.time()
        self._head: int | None = 0
        """Bytes of the request's line and headers that have come; None once they are all here."""
        self._whole = False
        self._deaf = False
        """Nothing that still comes is listened to."""
        self._inside = False
        """Whether its turn came: from then on it is heard at once, until it is refused."""
        self._unheard = b""

    @property
    def is_waiting(self) -> bool:
        """For the stranger: there is nothing of theirs that we work on."""
        return not self._is_worked

    @property
    def _is_worked(self) -> bool:
        return self._whole and not self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_deadline()
        if len(self.connections) > self._limits.connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        self._admission.note_bytes(len(data))
        if self._inside:
            self._hear(data)
        else:
            self._unheard = data
            self.flow.pause_reading()
            self._admission.wait_for(self)

    def come_in(self) -> None:
        self._inside, data = True, self._unheard
        self._unheard = b""
        if not self.transport.is_closing():
            self.flow.resume_reading()
            self._hear(data)

    def _hear(self, data: bytes) -> None:
        """The parser does not weigh headers: it is given no more of them than they may be."""
        if self._deadline is None and not self._is_worked:
            self._start_deadline()
        while data and not self._deaf:
            most = len(data) if self._head is None else self._limits.headers - self._head
            self._parse(data[:most])
            data = data[most:]
        if self._whole:
            self._stop_deadline()

    def _parse(self, data: bytes) -> None:
        """Nothing is left to be given where the headers weigh more than they may."""
        self._unset_keepalive_if_required()
        self._head = None if self._head is None else self._head + len(data)
        try:
            if not data:
                raise httptools.HttpParserError
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._deaf, self.cycle.keep_alive = True, False
        except httptools.HttpParserError:
            if not self._deaf:
                self._deaf = True
                self._admission.note_refusal()
                log.warning("What came is no HTTP request, or has headers of more than %d bytes.", self._limits.headers)
                self.send_400_response("This is no HTTP request, or its headers are too large.")

    def on_message_begin(self) -> None:
        """Nobody who speaks for Slack sends a request before the last one was answered."""
        if self._is_worked:
            self._stop_listening()
        self._whole = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Of a body in chunks, each of which may be a byte, nothing is read: they cost more than that."""
        self._head = None
        super().on_headers_complete()
        if is_chunked(self.headers):
            self._stop_listening()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._head, self._whole = 0, True

    def _stop_listening(self) -> None:
        self._deaf, self.cycle.keep_alive = True, False
        raise httptools.HttpParserError

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_deadline()
        self._admission.forget(self)
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
        if self._head:
            log.warning("A request did not come whole within %g s: its connection was closed.", self._limits.patience)
        self._close()

    def _close(self) -> None:
        if self._unheard:
            log.warning("A connection was closed before its turn to be heard: too many strangers came.")
        self._stop_deadline()
        if not self.transport.is_closing():
            self.transport.close()

    def _make_room(self) -> None:
        """Whoever sends at once what they have to say gets in: of those who don't, the first to come goes, and of those
        who rest, the one that has rested longest. With nobody of either kind uvicorn says that it is too busy."""
        others = [one for one in self.connections if isinstance(one, LimitedHttpProtocol) and one is not self]
        if waiting := [one for one in others if one.is_waiting and not one.transport.is_closing()]:
            min(waiting, key=lambda one: (one._deadline is None, one._waiting_since))._close()
