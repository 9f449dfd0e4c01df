"""Terminal: the program as a person starts it, in a process of its own, with a keyboard and a screen."""

import codecs
import contextlib
import os
import sys
import threading
import time
from pathlib import Path

from bot.cli import main
from tests.conftest import ROOT
from tests.support.programs import Program

_PATIENCE = 60.0


class Terminal:
    """Runs `python -m bot …`. Everything it prints is kept in `screen`."""

    def __init__(self, *arguments: str, directory: Path, **environment: str) -> None:
        self.screen = ""
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "COLUMNS": "100"}
        self.process = Program(_run_command, *arguments, directory=directory, environment=env | environment)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def type(self, line: str) -> None:
        self.process.keyboard.write(line + "\n")
        self.process.keyboard.flush()

    def wait_for(self, text: str, times: int = 1) -> None:
        """Until the screen has shown the text so many times; fails with the screen when it never does."""
        deadline = time.monotonic() + _PATIENCE
        while self._seen(text) < times:
            ended = self.process.poll() is not None
            if ended:
                self._reader.join()
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
        with contextlib.suppress(BrokenPipeError):
            self.process.keyboard.close()
        code = self.process.wait(_PATIENCE)
        self._reader.join()
        self.process.screen.close()
        return code

    def _read(self) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")()
        while chunk := self.process.screen.read1(65536):
            self.screen += decoder.decode(chunk)


def _run_command(*arguments: str) -> None:
    sys.argv = ["bot", *arguments]
    main()


def run(*arguments: str, directory: Path, **environment: str) -> tuple[int, str]:
    """Runs a command to its end: exit code and what it printed."""
    terminal = Terminal(*arguments, directory=directory, **environment)
    return terminal.close(), terminal.screen
