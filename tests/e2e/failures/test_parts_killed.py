"""Kill -9 of the door, of a worker, or of their head: what was taken in counts once, and no process is left behind."""

import asyncio
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from bot.domain.core.errors import StorageFailed
from bot.storage.engine.database import Database
from tests.e2e.app import sqlite
from tests.e2e.conversation import ANSWERS, begun, nothing_is_doubled, transcript
from tests.e2e.failures.test_killed import LONG, each_answer_counts_once, interview_in, moved_on
from tests.e2e.process import Served, serving
from tests.e2e.serving import serving as by_http
from tests.slack_stub import Fault, SlackServer, User

PARTS = ("door", "worker 1")
MOMENTS: tuple[tuple[str, Callable[[SlackServer], Fault]], ...] = (
    ("worker 1", lambda slack: slack.answer_late("agents.sessions.setStatus", LONG)),
    ("door", lambda slack: slack.slow_down("agents.sessions.setStatus", 0.5)),
    ("worker 1", lambda slack: slack.answer_late("chat.postMessage", LONG)),
    ("door", lambda slack: slack.slow_down("chat.postMessage", 0.5)),
)
"""Which one, and when: while an answer is read, and while what follows from it is said."""


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def are_gone(pids: list[int]) -> None:
    async with asyncio.timeout(10.0):
        while any(map(is_alive, pids)):  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.02)


def list_parts(app: Served) -> list[int]:
    return [app.find_part(name) for name in PARTS]


async def test_a_door_or_a_worker_that_is_killed_is_started_anew_and_loses_and_doubles_nothing(
    slack: SlackServer, ana: User, database_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "serve.log"
    async with serving(slack, database_url, log) as app:
        root = await begun(slack, ana)
        for number, (text, (part, moment)) in enumerate(zip(ANSWERS, MOMENTS, strict=True)):
            await moved_on(slack, root, number)
            fault = moment(slack)
            await ana.says(ana.dm, text, root)
            await slack.until(lambda fault=fault: fault.struck)  # type: ignore[misc]
            await app.kill_part(part)
        await moved_on(slack, root, len(ANSWERS))
        assert await app.stop() == 0
    await each_answer_counts_once(slack, database_url, ana)
    told = log.read_text()
    assert told.count("The door ended (by SIGKILL) and is started anew.") == 2
    assert told.count("The worker 1 ended (by SIGKILL) and is started anew.") == 2


async def test_no_process_outlives_a_head_that_is_killed_and_the_file_is_free_at_once(
    slack: SlackServer, ana: User, tmp_path: Path
) -> None:
    url, log = sqlite(tmp_path), tmp_path / "serve.log"
    async with serving(slack, url, log, everyday=True) as app:
        root = await begun(slack, ana)
        before = list_parts(app)
        with pytest.raises(StorageFailed, match="is in use by another Flightplan"):
            Database(url)
        fault = slack.answer_late("agents.sessions.setStatus", LONG)
        await ana.says(ana.dm, ANSWERS[0], root)
        await slack.until(lambda: fault.struck)
        await app.kill()
    async with serving(slack, url, log, everyday=True) as app:
        await are_gone(before)
        await moved_on(slack, root, 1)
        after = list_parts(app)
        assert await app.stop() == 0
    assert not any(map(is_alive, after)) and not {*before} & {*after}
    interview = await interview_in(url, slack)
    assert transcript(interview) == [("q0", ANSWERS[0])]
    nothing_is_doubled(slack, interview, ana.dm)


async def test_told_to_stop_a_head_takes_its_processes_with_it(slack: SlackServer, ana: User, tmp_path: Path) -> None:
    log = tmp_path / "serve.log"
    async with serving(slack, sqlite(tmp_path), log, everyday=True) as app:
        await begun(slack, ana)
        parts = list_parts(app)
        assert all(map(is_alive, parts)) and os.getpid() not in parts
        assert await app.stop() == 0
    assert not any(map(is_alive, parts))
    assert "is started anew" not in log.read_text() and "Stopped. What was begun is done or kept." in log.read_text()


async def test_the_door_tells_how_many_work_and_that_nobody_does(slack: SlackServer, tmp_path: Path) -> None:
    async with by_http(slack, tmp_path, "--http", "--analyst", "offline", SLACK_APP_TOKEN="", PROCESSES="2") as process:
        assert process.running.stderr is not None
        workers: list[int] = []
        while len(workers) < 2:
            line = (await asyncio.wait_for(process.running.stderr.readline(), 60.0)).decode()
            workers += [int(pid) for pid in re.findall(r"The worker \d is process (\d+)\.", line)]
        await until_told(slack, "/readyz", "ready")
        await until_told(slack, "/metrics", "flightplan_workers 2.0")
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        await until_told(slack, "/readyz", "not ready: workers")
        await until_told(slack, "/metrics", "flightplan_workers 0.0")
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
        await until_told(slack, "/readyz", "ready")
        assert (await process.told_to_stop())[0] == 0


async def until_told(slack: SlackServer, path: str, words: str) -> None:
    assert slack.http is not None
    async with aiohttp.ClientSession() as session, asyncio.timeout(60.0):
        while True:
            async with session.get(slack.http.url.replace("/slack/events", path)) as answer:
                told = await answer.text()
            if told == words or (path == "/metrics" and f"\n{words}\n" in told):
                return
            await asyncio.sleep(0.05)
