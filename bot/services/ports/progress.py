"""The port by which long work tells how far it is, so that nobody waits before silence."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.domain.work.work_progress import WorkProgress


class ProgressReporter(Protocol):
    """Never raises and never waits: it only spares people a doubt."""

    def show(self, progress: WorkProgress) -> None:
        """The whole of it, each time."""


class ProgressDisplay(Protocol):
    def follow(self, key: str, interview_id: str) -> AbstractAsyncContextManager[ProgressReporter]:
        """For as long as the work goes on. `key`: of the work, the same when it is begun anew.

        Left by an exception, what was shown last is shown as stopped.
        """


class SilentReporter:
    """Where nobody watches."""

    def show(self, progress: WorkProgress) -> None:
        """Nothing."""


SILENT: ProgressReporter = SilentReporter()


class NoDisplay:
    @asynccontextmanager
    async def follow(self, key: str, interview_id: str) -> AsyncIterator[ProgressReporter]:
        yield SILENT
