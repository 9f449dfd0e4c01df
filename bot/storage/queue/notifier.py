"""Bell: wakes the workers of this process when a lane got something to work, from whatever thread."""

import asyncio
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from threading import Lock

from bot.domain.messaging.event import QueueName

Sleeper = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class UntoldLanes:
    """Lanes that other processes are still to be told of, from whatever thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._lanes: set[QueueName] = set()

    def add(self, lanes: Collection[QueueName]) -> bool:
        """Whether somebody has to `take` them: nobody is about to already."""
        with self._lock:
            idle = not self._lanes
            self._lanes.update(lanes)
            return idle and bool(lanes)

    def take(self) -> frozenset[QueueName]:
        with self._lock:
            taken = frozenset(self._lanes)
            self._lanes.clear()
            return taken


class Notifier:
    """Counts its rings, so that one between a look for work and the wait that follows it is not missed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rings: Counter[QueueName] = Counter()
        self._sleepers: dict[QueueName, list[Sleeper]] = {"inbox": [], "outbox": []}

    def count_notifications(self, lane: QueueName) -> int:
        return self._rings[lane]

    def notify(self, lane: QueueName) -> None:
        with self._lock:
            self._rings[lane] += 1
            sleepers = tuple(self._sleepers[lane])
        for loop, awake in sleepers:
            with suppress(RuntimeError):  # its loop was closed meanwhile: nobody sleeps there any more
                loop.call_soon_threadsafe(awake.set)

    async def wait_for_notification(self, lane: QueueName, heard: int, seconds: float) -> None:
        """Until it has rung more often than `heard`, at most so long."""
        sleeper = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            if self._rings[lane] > heard:
                return
            self._sleepers[lane].append(sleeper)
        try:
            async with asyncio.timeout(seconds):
                await sleeper[1].wait()
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._sleepers[lane].remove(sleeper)
