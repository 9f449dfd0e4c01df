"""Service: the Slack app as it runs: its doors, the workers behind them, and how they start and stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.domain.core.errors import FlightplanError, SettingsInvalid
from bot.services.worker.worker_pool import WorkerPool
from bot.slack.transport.http_server import HttpServer
from bot.slack.transport.socket_mode import SocketModeClient

log = logging.getLogger(__name__)

DRAIN = 20.0
"""Seconds that what was begun has to end in; Docker and Kubernetes wait 30 before they kill."""


@dataclass(frozen=True, repr=False)
class SlackService:
    """One process: all of it, or the door alone, or a worker alone. Several may run beside each other."""

    pools: tuple[WorkerPool, ...]
    """In the order in which they stop; none where others work what comes in here."""
    website: HttpServer | None
    """None where another process of this machine has it."""
    sockets: SocketModeClient | None
    """None where Slack comes over HTTP."""
    begin: Callable[[], Awaitable[None]]
    """What has to be called for before the work begins."""
    drain: float = DRAIN
    recurring: float = 3600.0
    """Seconds after which that is called for once more."""

    @property
    def is_working(self) -> bool:
        return all(pool.is_healthy for pool in self.pools)

    @property
    def port(self) -> int:
        """Of the website; 0 where another process has it."""
        return self.website.port if self.website is not None else 0

    async def run(self, stopping: asyncio.Event, started: Callable[[], None] = lambda: None) -> None:
        """Until told to stop. First the doors close, then what was begun ends, then what is to be said goes out."""
        if self.pools:
            await self.begin()
        working = [asyncio.create_task(pool.run()) for pool in self.pools]
        working += [asyncio.create_task(self._begin_again())] if self.pools else []
        try:
            await self._start_servers()
            started()
            await stopping.wait()
        finally:
            await self._stop_and_drain()
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)

    async def _begin_again(self) -> None:
        """Whatever a clock that went weeks ahead for a while has put off until then is called for in its time."""
        while True:
            await asyncio.sleep(self.recurring)
            try:
                await self.begin()
            except FlightplanError as exc:
                log.warning("What recurs is called for later. %s", exc)

    async def _start_servers(self) -> None:
        """Over sockets the website only tells how we are: without a port for it, people are still heard."""
        try:
            if self.website is not None:
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
        if self.website is not None:
            await self.website.close()
        for pool in self.pools:
            await pool.stop(self.drain)


def build_health_checks(
    working: Callable[[], bool] | None, database: Callable[[], Awaitable[bool]], sockets: SocketModeClient | None
) -> Mapping[str, Callable[[], Awaitable[bool]]]:
    """What /readyz looks at. `working`: whether anything is worked; None where that is another machine's affair."""

    async def workers() -> bool:
        return working is not None and working()

    async def socket() -> bool:
        return sockets is not None and sockets.is_connected

    known: dict[str, Callable[[], Awaitable[bool]]] = {"database": database}
    known |= {} if working is None else {"workers": workers}
    return known if sockets is None else {**known, "socket": socket}
