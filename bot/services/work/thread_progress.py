"""Showing: how far long work is, in the threads where the team talks, once it takes longer than people wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.domain.core.errors import FlightplanError
from bot.domain.messaging.message import BotMessage, Stream, build_part
from bot.domain.work.work_progress import WorkProgress
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.messaging.outbox import get_thread_place, show_stream
from bot.services.messaging.work_formatter import WorkMessageFormatter
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.ports.progress import ProgressReporter
from bot.services.worker.error_reference import describe_error

_log = structlog.get_logger(__name__)

PATIENCE = 2.0
"""Seconds that people wait without a doubt."""
_EVERY = 1.0
"""Seconds between two changes: Slack shows no more."""


class ThreadProgressDisplay:
    """`patience`: seconds of silence before anything is shown."""

    def __init__(self, transactions: Transactions, formatter: WorkMessageFormatter, patience: float = PATIENCE) -> None:
        self._transactions = transactions
        self._formatter = formatter
        self._patience = patience

    @asynccontextmanager
    async def follow(self, key: str, interview_id: str) -> AsyncIterator[ProgressReporter]:
        shown, done = _ShownProgress(), False
        showing = asyncio.create_task(self._show_changes(shown, key, interview_id))
        try:
            yield shown
            done = True
        finally:
            showing.cancel()
            await asyncio.wait((showing,))
            await self._put(shown.end(done=done), key, interview_id, over=True)

    async def _show_changes(self, shown: "_ShownProgress", key: str, interview_id: str) -> None:
        await asyncio.sleep(self._patience)
        while True:
            await shown.changed.wait()
            shown.changed.clear()
            await self._put(shown.latest, key, interview_id, over=False)
            await asyncio.sleep(_EVERY)

    async def _put(self, progress: WorkProgress | None, key: str, interview_id: str, *, over: bool) -> None:
        """A courtesy: what can't be stored now is not shown, and the work goes on."""
        if progress is None:
            return
        part = build_part("progress", self._formatter.format_work_progress(progress))

        def work(uow: UnitOfWork) -> None:
            interview = uow.interviews.get(interview_id)
            team = uow.teams.get(interview.pilot.id)
            for thread in list_main_threads(uow, interview, team):
                message = BotMessage(
                    id=f"{key}:{thread.channel}:{thread.ts}",
                    place=get_thread_place(thread),
                    parts=(part,),
                    interview_id=interview.id,
                    pilot_id=interview.pilot.id,
                    stream=Stream(recipient=thread.person or team.lead, open=not over),
                )
                if not over or _stands(uow, message):
                    show_stream(uow, message)

        try:
            await self._transactions.run(work)
        except FlightplanError as exc:
            _log.info("progress not shown", why=describe_error(exc))


class _ShownProgress:
    """What the work told last."""

    def __init__(self) -> None:
        self.latest: WorkProgress | None = None
        self.changed = asyncio.Event()

    def show(self, progress: WorkProgress) -> None:
        self.latest = progress
        self.changed.set()

    def end(self, *, done: bool) -> WorkProgress | None:
        """How it stands for good. None where nothing was told."""
        if self.latest is None:
            return None
        return self.latest.finish() if done else self.latest.stop()


def _stands(uow: UnitOfWork, message: BotMessage) -> bool:
    """What was over before it was to be seen need not be shown."""
    return uow.messages.find(message.id) is not None
