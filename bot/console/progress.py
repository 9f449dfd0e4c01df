"""Long work in the terminal: a line for each step that ends, once it takes longer than people wait in silence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from rich.console import Console
from rich.text import Text

from bot.domain.work.work_progress import WorkProgress
from bot.services.ports.progress import ProgressReporter
from bot.services.work.thread_progress import PATIENCE
from bot.wording.progress_words import render_step_lines


class ConsoleReporter:
    """`patience`: seconds before the first line."""

    def __init__(self, console: Console, patience: float = PATIENCE) -> None:
        self._console = console
        self._silent_until = monotonic() + patience
        self._printed: set[str] = set()

    def show(self, progress: WorkProgress) -> None:
        if monotonic() < self._silent_until:
            return
        for step in render_step_lines(progress):
            if step.status == "complete" and step.id not in self._printed:
                self._printed.add(step.id)
                self._console.print(Text(step.line, style="dim"))


class ConsoleProgressDisplay:
    def __init__(self, console: Console) -> None:
        self._console = console

    @asynccontextmanager
    async def follow(self, key: str, interview_id: str) -> AsyncIterator[ProgressReporter]:
        yield ConsoleReporter(self._console)
