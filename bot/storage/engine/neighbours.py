"""Neighbours: processes of one machine that share a database file, and wake each other when there is work."""

import socket
from collections.abc import Collection
from contextlib import suppress
from threading import Thread

from bot.domain.messaging.event import QueueName
from bot.storage.queue.notifier import Notifier

_SIGNS: dict[bytes, QueueName] = {b"i": "inbox", b"o": "outbox"}
_END = b"x"


class Neighbours:
    """Made by whoever holds the file's lock for all of them, before the others are forked from it."""

    def __init__(self, workers: int) -> None:
        self._pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(workers)]
        self._place: int | None = None
        self._thread: Thread | None = None

    def take_place(self, number: int) -> None:
        """Of the worker that this process is, from 0; a process that works nothing takes none."""
        self._place = number

    def notify(self, lanes: Collection[QueueName]) -> None:
        """All but this process. Whoever sleeps so deeply that nothing more can be told it looks by itself anyway."""
        for number, (told, _) in enumerate(self._pairs):
            if number != self._place:
                for sign in (sign for sign, lane in _SIGNS.items() if lane in lanes):
                    with suppress(OSError):
                        told.send(sign, socket.MSG_DONTWAIT)

    def start_listening(self, bell: Notifier) -> None:
        if self._place is not None:
            self._thread = Thread(target=_forward, args=(self._pairs[self._place][1], bell), daemon=True)
            self._thread.start()

    def stop_listening(self) -> None:
        if self._thread is not None and self._place is not None:
            self._pairs[self._place][0].send(_END)
            self._thread.join()
            self._thread = None


def _forward(mine: socket.socket, bell: Notifier) -> None:
    while (sign := mine.recv(1)) != _END:
        bell.notify(_SIGNS[sign])
