"""Serving: `python -m bot serve` as an operator starts it, in a process of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.slack_stub import SlackServer

PATIENCE = 60.0
"""Seconds: a start takes two of a processor's, and others may want it too."""


@dataclass
class Process:
    running: asyncio.subprocess.Process

    async def ended(self) -> tuple[int, str]:
        """Its exit code, and all that it said."""
        try:
            _, said = await asyncio.wait_for(self.running.communicate(), PATIENCE)
        finally:
            await self.killed()
        assert self.running.returncode is not None
        return self.running.returncode, said.decode()

    async def killed(self) -> None:
        if self.running.returncode is None:
            self.running.kill()
            await self.running.wait()

    async def told_to_stop(self) -> tuple[int, str]:
        self.running.send_signal(signal.SIGTERM)
        return await self.ended()


def settings(slack: SlackServer, **others: str) -> dict[str, str]:
    """What the README has an operator set; empty counts as not set."""
    told = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "PORT": "0",
    }
    return told | others


async def launched(directory: Path, env: dict[str, str], *arguments: str) -> Process:
    own = {"PATH": os.environ["PATH"], "HOME": str(directory), "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.PIPE}
    command = (sys.executable, "-m", "bot", "serve", *arguments)
    return Process(await asyncio.create_subprocess_exec(*command, cwd=directory, env=own | env, **pipes))  # type: ignore[arg-type]


@asynccontextmanager
async def serving(slack: SlackServer, directory: Path, *arguments: str, **others: str) -> AsyncIterator[Process]:
    """Until it listens; whatever is left of it is ended at the end."""
    port = free_port()
    env = settings(slack, PORT=str(port)) | others
    process = await launched(directory, env, *arguments)
    try:
        if "--http" in arguments:
            await listens(port)
            await slack.deliver_to(f"http://127.0.0.1:{port}/slack/events", challenge=True)
        else:
            slack.deliver_by_socket()
            await slack.until(lambda: slack.connections >= 1 or process.running.returncode is not None, PATIENCE)
        yield process
    finally:
        await process.killed()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def listens(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
