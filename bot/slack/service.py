"""Service: the Slack app as it runs: its doors, the workers behind them, and how they start and stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.domain.core.errors import SettingsInvalid
from bot.services.worker.worker_pool import WorkerPool
from bot.slack.transport.http_server import HttpServer
from bot.slack.transport.socket_mode import SocketModeClient

log = logging.getLogger(__name__)

DRAIN = 20.0
"""Seconds that what was begun has to end in; Docker and Kubernetes wait 30 before they kill."""


@dataclass(frozen=True, repr=False)
class SlackService:
    """One process: several may run beside each other on one PostgreSQL."""

    inbox: WorkerPool
    outbox: WorkerPool
    website: HttpServer
    sockets: SocketModeClient | None
    """None where Slack comes over HTTP."""
    begin: Callable[[], Awaitable[None]]
    """What has to be called for before the work begins."""
    drain: float = DRAIN

    async def run(self, stopping: asyncio.Event, started: Callable[[], None] = lambda: None) -> None:
        """Until told to stop. First the doors close, then what was begun ends, then what is to be said goes out."""
        await self.begin()
        working = [asyncio.create_task(crew.run()) for crew in (self.inbox, self.outbox)]
        try:
            await self._start_servers()
            started()
            await stopping.wait()
        finally:
            await self._stop_and_drain()
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)

    async def _start_servers(self) -> None:
        """Over sockets the website only tells how we are: without a port for it, people are still heard."""
        try:
            await self.website.start()
        except SettingsInvalid as exc:
            if self.sockets is None:
                raise
            log.warning("%s Nobody can ask for /healthz here.", exc)
        if self.sockets is not None:
            await self.sockets.start()

    async def _stop_and_drain(self) -> None:
        if self.sockets is not None:
            await self.sockets.close()
        await self.website.close()
        await self.inbox.stop(self.drain)
        await self.outbox.stop(self.drain)


def build_health_checks(
    inbox: WorkerPool, outbox: WorkerPool, database: Callable[[], Awaitable[bool]], sockets: SocketModeClient | None
) -> Mapping[str, Callable[[], Awaitable[bool]]]:
    """What /readyz looks at."""

    async def workers() -> bool:
        return inbox.is_healthy and outbox.is_healthy

    async def socket() -> bool:
        return sockets is not None and sockets.is_connected

    known: dict[str, Callable[[], Awaitable[bool]]] = {"database": database, "workers": workers}
    return known if sockets is None else {**known, "socket": socket}
