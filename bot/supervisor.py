"""Supervisor: the head of several processes, which starts them, starts anew whichever dies, and stops with them.

They are forked: what their head has loaded they need not load, and most of it stays in memory once.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing import connection, get_context
from multiprocessing.context import ForkProcess
from threading import Thread
from typing import NamedTuple, cast

from bot.domain.core.errors import FlightplanError, SettingsInvalid
from bot.observability.logs import save_traceback

log = logging.getLogger(__name__)

_forks = get_context("fork")
CAN_FORK = sys.platform == "linux"
"""Elsewhere a system's own libraries may not survive it."""
_STOPS = (signal.SIGTERM, signal.SIGINT)
HOPELESS = 2
"""The exit code of whom a new start would not help."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 3.0
"""Seconds before one that died is started anew: doubled each time."""
_STEADY = 30.0
"""Seconds; who lived so long did not die of its start."""
_TICK = 1.0
BEAT = 1.0
"""Seconds between two signs of life."""
_SILENT = 5.0
"""Seconds; a worker that gave none for longer is taken to work nothing."""


class Pulses:
    """When each worker last worked, in memory that all the processes share. `now`: of a clock that they share too."""

    def __init__(self, workers: int, now: Callable[[], float] = time.monotonic) -> None:
        self._seen = _forks.RawArray(ctypes.c_double, workers)
        self._now = now

    def beat(self, number: int) -> None:
        self._seen[number] = self._now()

    def count_alive(self) -> int:
        return sum(1 for seen in self._seen if seen and self._now() - seen <= _SILENT)

    def __len__(self) -> int:
        return len(self._seen)


class Part(NamedTuple):
    """What a process is for. `run` returns once it was told to stop."""

    name: str
    run: Callable[[], None]


class _Child:
    """One of the processes, started any number of times."""

    def __init__(self, part: Part, lifeline: tuple[int, int]) -> None:
        self.part = part
        self.starts_at = 0.0
        self._lifeline = lifeline
        self._failures = 0
        self._started_at = 0.0
        self._process: ForkProcess | None = None

    @property
    def sentinel(self) -> int | None:
        """None while it doesn't run."""
        return self._process.sentinel if self._process is not None else None

    def start(self) -> int:
        """Its process id."""
        started = _forks.Process(target=_run_part, args=(self.part, self._lifeline), name=self.part.name)
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)  # or one that comes now would meet our handlers in the child
        try:
            started.start()
            self._process, self._started_at = started, time.monotonic()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
        return started.pid or 0

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def reap(self) -> int:
        """Its exit code, once it has ended; minus a signal's number where that ended it."""
        ended, self._process = self._process, None
        assert ended is not None
        ended.join()
        code, lived = ended.exitcode or 0, time.monotonic() - self._started_at
        self._failures = 1 if lived > _STEADY else self._failures + 1
        self.starts_at = time.monotonic() + min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(self._failures - 1, 16))
        ended.close()
        return code


class Supervisor:
    """Of parts that run until it is told to stop by SIGTERM or Ctrl-C. None of them outlives it, however it ends. To be
    used by a process without threads."""

    def __init__(self, on_stop: Callable[[], None] = lambda: None) -> None:
        self._on_stop = on_stop
        self._lifeline = os.pipe()
        """Closed by the system when this process ends, whatever ends it."""
        self._children: list[_Child] = []
        self._stopping = False
        self._code = 0

        for number in _STOPS:
            signal.signal(number, self._handle_stop_signal)

    def start(self, part: Part) -> None:
        gc.freeze()  # what is never looked through is never copied, either
        child = _Child(part, self._lifeline)
        self._children.append(child)
        self._start_child(child)

    def run(self) -> int:
        """Until all have ended; the exit code: 0 where all ended in order."""
        while (running := self._map_running()) or not self._stopping:
            for sentinel in connection.wait(list(running), self._find_pause()):
                self._handle_end(running[cast(int, sentinel)])
            for child in self._children:
                if child.sentinel is None and child.starts_at <= time.monotonic():
                    self._start_child(child)
        return self._code

    def stop(self) -> None:
        """Each is told; `run` waits for them."""
        if not self._stopping:
            self._stopping = True
            self._on_stop()
        for child in self._children:
            child.stop()

    def _map_running(self) -> dict[int, _Child]:
        return {child.sentinel: child for child in self._children if child.sentinel is not None}

    def _find_pause(self) -> float:
        """Until the next is started anew."""
        waiting = () if self._stopping else (child for child in self._children if child.sentinel is None)
        return max(0.0, min((child.starts_at - time.monotonic() for child in waiting), default=_TICK))

    def _start_child(self, child: _Child) -> None:
        if not self._stopping:
            log.info("The %s is process %d.", child.part.name, child.start())
        if self._stopping:  # told to while it was started
            child.stop()

    def _handle_end(self, child: _Child) -> None:
        code = child.reap()
        if self._stopping:
            self._code = self._code or (0 if code in {0, -signal.SIGTERM} else 1)
        elif code == HOPELESS:
            self._code = code
            self.stop()
        else:
            log.error("The %s ended (%s) and is started anew.", child.part.name, _describe_end(code))

    def _handle_stop_signal(self, *_: object) -> None:
        self.stop()


def _describe_end(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _run_part(part: Part, lifeline: tuple[int, int]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever presses Ctrl-C tells all at once; the head passes it on
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    os.close(lifeline[1])
    Thread(target=_end_with_head, args=(lifeline[0],), name="lifeline", daemon=True).start()
    try:
        part.run()
    except SettingsInvalid as exc:
        sys.stderr.write(f"{exc}\n")
        raise SystemExit(HOPELESS) from exc
    except FlightplanError as exc:
        log.error("The %s can't go on. %s", part.name, exc)
        raise SystemExit(1) from exc
    except Exception as exc:  # the outermost edge of this process
        log.error("The %s met what nobody expected. Details: %s", part.name, save_traceback())
        raise SystemExit(1) from exc


def _end_with_head(lifeline: int) -> None:
    """At once, as if it were killed itself: whoever starts the service anew must not find half of it running."""
    os.read(lifeline, 1)
    os._exit(1)
