"""Process: the app in a process of its own, which can be killed: as operators start it, or forked and in haste."""

import asyncio
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap import AnalystChoice
from bot.observability.logs import configure_logs
from bot.settings import load_settings
from bot.supervising import serve
from tests.conftest import ROOT
from tests.e2e.app import QUICK
from tests.slack_stub import SlackServer
from tests.support.programs import forks

_PATIENCE = 60.0
_LOOK = 0.02
_HASTE = replace(QUICK, work=replace(QUICK.work, lease=2.0, poll=0.1))
"""What a killed one held is soon taken over."""


class Served:
    """`kill` and `stop` are of its head; the processes that this one has forked are known by its log."""

    def __init__(self, pid: int, ended: "asyncio.Task[int]", log: Path) -> None:
        self._pid = pid
        self._ended = ended
        self._log = log

    def find_part(self, name: str) -> int:
        """The process that is the door, or a worker, by now."""
        return int(re.findall(rf"The {name} is process (\d+)\.", self._log.read_text())[-1])

    async def kill_part(self, name: str) -> None:
        """Returns once another has taken its place."""
        killed = self.find_part(name)
        with suppress(ProcessLookupError):  # one that found no database when it began has ended by itself
            os.kill(killed, signal.SIGKILL)
        async with asyncio.timeout(_PATIENCE):
            while self.find_part(name) == killed:  # noqa: ASYNC110 - the log tells of it
                await asyncio.sleep(_LOOK)

    @property
    def alive(self) -> bool:
        return not self._ended.done()

    async def kill(self) -> None:
        """As by `kill -9`: it has no time for anything."""
        await self._told(signal.SIGKILL)

    async def stop(self) -> int:
        """As by an operator; the exit code."""
        return await self._told(signal.SIGTERM)

    async def _told(self, number: int) -> int:
        if self.alive:
            os.kill(self._pid, number)
        return await asyncio.wait_for(asyncio.shield(self._ended), _PATIENCE)


@asynccontextmanager
async def serving(
    slack: SlackServer,
    database_url: str,
    log: Path,
    *,
    everyday: bool = False,
    ahead: timedelta = timedelta(),
    port: int = 0,
    model: str = "",
) -> AsyncIterator[Served]:
    """From when Slack can reach it; killed at the end, if it still runs. `everyday`: by `python -m bot serve`;
    else its clock may go ahead. `port`: Slack comes by HTTP to this one; 0: through sockets. `model`: where there is
    one that reads; else it is read by rule."""
    before = slack.connections
    environment = _environment(slack, database_url, port)
    if model:
        environment |= {"OPENAI_BASE_URL": model, "OPENAI_API_KEY": "none"}
    served = _started(environment, log) if everyday else _forked(environment, log, ahead)
    try:
        if port:
            await _reached(slack, served, port)
        else:
            await slack.until(lambda: not served.alive or slack.connections == before + 2)
        assert served.alive, await asyncio.to_thread(log.read_text)
        yield served
    finally:
        await served.kill()
        await slack.until(lambda: slack.connections <= before)


async def _reached(slack: SlackServer, served: Served, port: int) -> None:
    """Once it answers there."""
    async with asyncio.timeout(_PATIENCE):
        while served.alive:
            with suppress(AssertionError):
                await slack.deliver_to(f"http://127.0.0.1:{port}/slack/events", challenge=True)
                return
            await asyncio.sleep(_LOOK)


def _environment(slack: SlackServer, database_url: str, port: int) -> dict[str, str]:
    way = {"SLACK_SIGNING_SECRET": slack.signing_secret} if port else {"SLACK_APP_TOKEN": slack.app_token}
    return {
        **way,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }


def _started(environment: dict[str, str], log: Path) -> Served:
    command = [sys.executable, "-m", "bot", "serve", "--socket", "--analyst", "offline"]
    with log.open("ab") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stderr=errors)
    return Served(process.pid, asyncio.create_task(asyncio.to_thread(process.wait)), log)


def _forked(environment: dict[str, str], log: Path, ahead: timedelta) -> Served:
    process = forks.Process(target=_serve, args=(environment, log, ahead))
    process.start()
    assert process.pid is not None

    def ended() -> int:
        process.join()
        return process.exitcode or 0

    return Served(process.pid, asyncio.create_task(asyncio.to_thread(ended)), log)


class Ahead:
    """A clock that goes as every other, by so much ahead."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by


def _serve(environment: dict[str, str], log: Path, ahead: timedelta) -> None:
    """What `python -m bot serve` does, at the tempo of tests."""
    os.environ.update(environment)
    logging.basicConfig(filename=log, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    configure_logs()
    settings = load_settings()
    choice = AnalystChoice.llm if settings.openai_base_url else AnalystChoice.offline
    sys.exit(serve(settings, choice, None, tempo=_HASTE, clock=Ahead(ahead)))
