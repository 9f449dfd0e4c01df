"""Terminal: the program as a person starts it, in a process of its own, with a keyboard and a screen."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.conftest import ROOT

_PATIENCE = 60.0


class Terminal:
    """Runs `python -m bot …`. Everything it prints is kept in `screen`."""

    def __init__(self, *arguments: str, directory: Path, **environment: str) -> None:
        self.screen = ""
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "COLUMNS": "100"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=directory,
            env=env | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, text: str, times: int = 1) -> None:
        """Until the screen has shown the text so many times; fails with the screen when it never does."""
        deadline = time.monotonic() + _PATIENCE
        while self._seen(text) < times:
            ended = self.process.poll() is not None
            if ended:
                self._reader.join(5)
            if self._seen(text) >= times:
                return
            assert not ended and time.monotonic() < deadline, f"never saw {text!r} in:\n{self.screen}"
            time.sleep(0.02)

    def _seen(self, text: str) -> int:
        return max(self.screen.count(text), self.unfolded.count(text))

    @property
    def unfolded(self) -> str:
        """The screen without its line breaks."""
        return " ".join(self.screen.split())

    def kill(self) -> None:
        """As hard as it gets: SIGKILL."""
        self.process.kill()
        self.close()

    def close(self) -> int:
        """Waits for the end, and gives the exit code."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        code = self.process.wait(_PATIENCE)
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        while chunk := self.process.stdout.read(1):
            self.screen += chunk


def run(*arguments: str, directory: Path, **environment: str) -> tuple[int, str]:
    """Runs a command to its end: exit code and what it printed."""
    terminal = Terminal(*arguments, directory=directory, **environment)
    return terminal.close(), terminal.screen
