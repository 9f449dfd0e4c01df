"""Listening: a thread that hears when another process fills a lane. Where it cannot, workers look by themselves."""

import json
import select
import socket
from threading import Thread
from typing import Any

import psycopg

from bot.domain.messaging.event import QueueName
from bot.storage.queue.notifier import Notifier

CHANNEL = "flightplan_work"
_LANES: tuple[QueueName, ...] = ("inbox", "outbox")
_PAUSE = 5.0
"""Seconds until a lost connection is tried again."""


class NotificationListener:
    """Listens until it is closed. `me`: whose own words are passed over."""

    def __init__(self, address: dict[str, Any], me: str, bell: Notifier) -> None:
        self._address = address
        self._me = me
        self._bell = bell
        self._end, self._ended = socket.socketpair()
        self._thread = Thread(target=self._listen_until_closed, name="storage-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._end.send(b"x")
        self._thread.join()
        self._end.close()
        self._ended.close()

    def _listen_until_closed(self) -> None:
        while True:
            try:
                with psycopg.connect(autocommit=True, **self._address) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._forward_notifications(connection)
                    return
            except psycopg.Error:
                if self._wait_for_close(_PAUSE):
                    return

    def _forward_notifications(self, connection: "psycopg.Connection[Any]") -> None:
        for lane in _LANES:  # what was told before it listened
            self._bell.notify(lane)
        while not self._wait_for_close(None, connection):
            for notice in connection.notifies(timeout=0):
                told = json.loads(notice.payload)
                for lane in told["lanes"] if told["from"] != self._me else ():
                    self._bell.notify(lane)

    def _wait_for_close(self, seconds: float | None, *readable: "psycopg.Connection[Any]") -> bool:
        """Waits for the end, so many seconds, or until the connection has something to read."""
        sources: list[Any] = [self._ended, *readable]
        return self._ended in select.select(sources, [], [], seconds)[0]
