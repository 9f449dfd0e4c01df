"""What `doctor` says of the machine and of Slack's side: room, clocks, events, agent sessions; and how to mend it."""

import json
import threading
from collections.abc import Iterator
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import time

import pytest

from bot.domain.core.errors import SettingsInvalid
from bot.domain.messaging.event import Event
from bot.host_checks import LEAST_FREE, MOST_LEAD, judge_clock, judge_space
from bot.services.ports.core import UnitOfWork
from bot.storage.condition import DiskSpace, examine_condition
from bot.storage.engine.database import Database
from tests.conftest import ROOT
from tests.console.terminal import run
from tests.slack_stub import SlackServer

MANIFEST = json.loads((ROOT / "manifest.json").read_text())


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer(MANIFEST) as server:
        yield server


def doctor(slack: SlackServer, directory: Path, **others: str) -> tuple[int, str]:
    keys = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url}
    code, screen = run("doctor", "--patience", "20", directory=directory, **keys | others)
    return code, " ".join(screen.split())


@pytest.fixture
def late() -> Iterator[str]:
    """The address of a Slack whose clock is ten minutes behind ours."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response_only(200)
            self.send_header("Date", formatdate(time() - 600, usegmt=True))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_port}/api/"
        server.shutdown()


def test_where_all_is_well_it_says_so_of_each(slack: SlackServer, tmp_path: Path) -> None:
    code, words = doctor(slack, tmp_path)
    assert code == 0, words
    assert "Disk: " in words and "can be written, and" in words
    assert "Clock: as Slack's, within a minute." in words
    assert "Events: none came yet. Write to the app in Slack while it is served" in words
    assert "agent sessions" not in words


def test_agent_sessions_that_are_off_are_named_and_are_no_fault(tmp_path: Path) -> None:
    features = {name: on for name, on in MANIFEST["features"].items() if name != "agent_view"}
    with SlackServer(MANIFEST | {"features": features}) as slack:
        code, words = doctor(slack, tmp_path)
    assert code == 0
    assert "agent sessions are off. Turn the agent on, on the app's page Agents & AI Apps" in words


def test_a_clock_that_is_off_is_an_error_that_says_how_to_set_it(slack: SlackServer, tmp_path: Path, late: str) -> None:
    code, words = doctor(slack, tmp_path, SLACK_API_URL=late)
    assert code == 2
    assert "Clock: this machine's is" in words and "seconds ahead of Slack's" in words and "timedatectl" in words


@pytest.mark.parametrize(("lead", "far"), [(MOST_LEAD - 1, False), (MOST_LEAD, True), (-MOST_LEAD, True)])
def test_a_minute_apart_is_too_much(lead: float, *, far: bool) -> None:
    if not far:
        assert judge_clock({"Slack's": lead}) == "as Slack's, within a minute."
        return
    with pytest.raises(SettingsInvalid, match="ahead of Slack's" if lead > 0 else "behind Slack's"):
        judge_clock({"the database's": 0.0, "Slack's": lead})


@pytest.mark.parametrize(
    ("free", "used", "enough"),
    [
        (LEAST_FREE, 0, True),
        (LEAST_FREE - 1, 0, False),
        (LEAST_FREE + 5, LEAST_FREE + 5, True),
        (LEAST_FREE + 4, LEAST_FREE + 5, False),
    ],
)
def test_there_has_to_be_room_for_a_day_and_for_a_copy(free: int, used: int, *, enough: bool) -> None:
    if enough:
        assert "200 MB are free" in judge_space(DiskSpace(free, used), "x.db")
        return
    with pytest.raises(SettingsInvalid, match="Free some"):
        judge_space(DiskSpace(free, used), "x.db")


async def test_a_database_tells_when_slack_last_sent_something_and_keeps_no_try(database_url: str) -> None:
    with Database(database_url) as database:
        empty = await examine_condition(database)
        acme = database.in_workspace("acme")
        for lane, kind in (("inbox", "said"), ("inbox", "nudge"), ("outbox", "said")):
            event = Event.model_validate({"id": f"{lane}:{kind}", "lane": lane, "line": "C1", "kind": kind})
            await acme.run(partial(_add, event))
        known = await examine_condition(database)
    assert empty.last_event is None
    assert known.last_event is not None
    assert (known.clock is None) == (known.space is not None)


def _add(event: Event, uow: UnitOfWork) -> None:
    uow.events.add(event)
