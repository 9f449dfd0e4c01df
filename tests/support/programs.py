"""Programs: processes of their own, which can be killed; forked from one that did what each would do first.

That saves the seconds of every start; tests of the start itself run `python -m bot`. All else is as in a process that
starts from nothing: its environment, its directory, its keyboard and its screen are its own.
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tests.conftest import ROOT

forks = get_context("forkserver")
forks.set_forkserver_preload(["tests.support.warm", "tests.e2e.process", "tests.storage.queue.crew"])


class Program:
    """A function that runs from now on in a process of its own. `keyboard` and `screen` are its standard streams."""

    def __init__(
        self,
        function: Callable[..., object],
        *arguments: object,
        directory: Path = ROOT,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        read, typed = forks.Pipe(duplex=False)
        shown, written = forks.Pipe(duplex=False)
        call = (function, arguments, directory, dict(os.environ if environment is None else environment))
        self._process = forks.Process(target=_run, args=(*call, read, written))
        self._process.start()
        read.close()
        written.close()
        self.keyboard = os.fdopen(os.dup(typed.fileno()), "w", encoding="utf-8")
        self.screen = os.fdopen(os.dup(shown.fileno()), "rb")
        typed.close()
        shown.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Its exit code, once it has ended; of whom a signal ended, minus the signal's number."""
        return self._process.exitcode

    def wait(self, patience: float) -> int:
        self._process.join(patience)
        code = self.poll()
        assert code is not None, f"did not end within {patience} s"
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """As by `kill -9`: it has no time for anything. Gone when this returns, and with it what it held."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        """Nobody types or reads any more."""
        self.screen.close()
        with suppress(BrokenPipeError):
            self.keyboard.close()


def _run(
    function: Callable[..., object],
    arguments: tuple[object, ...],
    directory: Path,
    environment: dict[str, str],
    keyboard: Connection,
    screen: Connection,
) -> None:
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(keyboard.fileno(), 0)
    os.dup2(screen.fileno(), 1)
    os.dup2(screen.fileno(), 2)
    keyboard.close()
    screen.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = TextIOWrapper(os.fdopen(1, "wb", 0, closefd=False), encoding="utf-8", write_through=True)
    sys.stderr = TextIOWrapper(os.fdopen(2, "wb", 0, closefd=False), encoding="utf-8", write_through=True)
    function(*arguments)
