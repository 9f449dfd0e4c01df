import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import httpx
import pytest

from bot.domain.core.errors import SettingsInvalid, StorageFailed
from bot.slack.transport.bolt_app import build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.http_server import HttpServer, build_http_app, open_port
from tests.slack.conftest import Inbox, heard_by
from tests.slack_stub import Channel, SlackServer, User


class Health:
    """What the checks find, by name."""

    def __init__(self) -> None:
        self.database = True
        self.workers = True

    async def sees_database(self) -> bool:
        return self.database

    async def sees_workers(self) -> bool:
        if not self.workers:
            raise StorageFailed("they stopped")
        return True


@asynccontextmanager
async def served(slack: SlackServer, inbox: Inbox, secret: str | None = None) -> AsyncIterator[str]:
    client = build_slack_client(slack.bot_token, slack.api_url)
    front = build_bolt_app(client, heard_by(inbox), secret)
    website = HttpServer(build_http_app({}, front, secret), 0, "127.0.0.1")
    await website.start()
    url = f"http://127.0.0.1:{website.port}"
    try:
        yield url
    finally:
        await website.close()


@pytest.fixture
async def url(slack: SlackServer, inbox: Inbox) -> AsyncIterator[str]:
    async with served(slack, inbox, slack.signing_secret) as address:
        await slack.deliver_to(f"{address}/slack/events", challenge=True)
        yield address


async def test_a_signed_event_is_received_and_a_command_answered(
    slack: SlackServer, url: str, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    await ana.says(pilots, "hello")
    await slack.settled()
    ack = await ana.command("/pilot", "status", pilots)
    assert ack.message is not None and ack.message.text == "You said status"
    assert inbox.texts == ["hello"]


@pytest.mark.parametrize("path", ["/slack/interactions", "/slack/commands"])
async def test_every_address_takes_everything(
    slack: SlackServer, url: str, ana: User, pilots: Channel, path: str
) -> None:
    said = await ana.says(pilots, "hello")
    await slack.deliver_to(f"{url}{path}")
    assert (await ana.shortcut("add_evidence", said)).ok
    assert (await ana.command("/pilot", "list", pilots)).ok


async def test_an_event_that_could_not_be_stored_is_delivered_again(
    slack: SlackServer, url: str, inbox: Inbox, ana: User, pilots: Channel
) -> None:
    inbox.failures = 2
    await ana.says(pilots, "hello")
    await slack.settled()
    (delivery,) = slack.events("message")
    assert [attempt.status for attempt in delivery.attempts] == [500, 500, 200]
    assert inbox.texts == ["hello"]


@pytest.mark.parametrize(("secret", "age"), [("wrong", 0.0), (None, 600.0)])
async def test_what_slack_did_not_sign_just_now_is_turned_away_and_kept_out_of_the_log(
    slack: SlackServer,
    url: str,
    inbox: Inbox,
    ana: User,
    pilots: Channel,
    *,
    caplog: pytest.LogCaptureFixture,
    secret: str | None,
    age: float,
) -> None:
    caplog.set_level(logging.INFO, logger="slack_bolt.AsyncRequestVerification")
    with slack.forging(secret, age):
        await ana.says(pilots, "private words")
        await slack.settled()
    (delivery,) = slack.events("message")
    assert {attempt.status for attempt in delivery.attempts} == {401}
    assert inbox.events == []
    assert "private words" not in caplog.text
    assert ("SLACK_SIGNING_SECRET" if secret else "our clocks differ") in caplog.text


async def test_without_a_secret_nothing_is_believed(slack: SlackServer, inbox: Inbox) -> None:
    async with served(slack, inbox) as address:
        with pytest.raises(AssertionError, match="challenge"):
            await slack.deliver_to(f"{address}/slack/events", challenge=True)
        with slack.forging(secret=""), pytest.raises(AssertionError, match="challenge"):
            await slack.deliver_to(f"{address}/slack/events", challenge=True)


async def test_it_tells_whether_it_lives_and_what_is_not_ready() -> None:
    health = Health()
    website = HttpServer(
        build_http_app({"database": health.sees_database, "workers": health.sees_workers}), 0, "127.0.0.1"
    )
    await website.start()

    async def seen(path: str) -> tuple[int, str]:
        async with session.get(f"http://127.0.0.1:{website.port}{path}") as response:
            return response.status, await response.text()

    async with aiohttp.ClientSession() as session:
        assert await seen("/healthz") == (200, "alive")
        assert await seen("/readyz") == (200, "ready")
        health.workers = False
        assert await seen("/readyz") == (503, "not ready: workers")
        health.database = False
        assert await seen("/readyz") == (503, "not ready: database, workers")
        assert (await seen("/slack/events"))[0] == 404
    await website.close()


@pytest.mark.parametrize(
    ("asker", "said"),
    [
        ("127.0.0.1", "not ready: database, workers"),
        ("::1", "not ready: database, workers"),
        ("10.0.0.7", "not ready"),
        ("203.0.113.9", "not ready"),
        ("unknown", "not ready"),
    ],
)
async def test_what_is_not_ready_is_said_to_this_machine_alone(asker: str, said: str) -> None:
    health = Health()
    health.workers = health.database = False
    site = build_http_app({"database": health.sees_database, "workers": health.sees_workers})
    through = httpx.ASGITransport(site, client=(asker, 50000))
    async with httpx.AsyncClient(transport=through, base_url="http://flightplan") as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, said)


async def test_signals_stay_with_whoever_runs_it() -> None:
    before = signal.getsignal(signal.SIGTERM)
    website = HttpServer(build_http_app({}), 0, "127.0.0.1")
    await website.start()
    await asyncio.sleep(0.05)
    assert signal.getsignal(signal.SIGTERM) is before
    await website.close()


async def test_a_port_that_is_taken_is_named() -> None:
    first = HttpServer(build_http_app({}), 0, "127.0.0.1")
    await first.start()
    with pytest.raises(SettingsInvalid, match=f"PORT: {first.port} "):
        await HttpServer(build_http_app({}), first.port, "127.0.0.1").start()
    await first.close()


@pytest.mark.parametrize("host", ["203.0.113.7", "::zz", "http://127.0.0.1", "bücher..x", "a" * 300])
def test_an_address_that_this_machine_does_not_have_is_named_in_a_line_that_says_what_to_set(host: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"HOST: \S+ is no address of this machine\. Set 127\.0\.0\.1 to"):
        open_port(host, 0)


async def test_variables_that_bolt_reads_by_itself_change_nothing(
    slack: SlackServer, inbox: Inbox, ana: User, pilots: Channel, *, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "from-the-environment")
    async with served(slack, inbox, slack.signing_secret) as address:
        await slack.deliver_to(f"{address}/slack/events", challenge=True)
        assert (await ana.command("/pilot", "status", pilots)).ok
        assert (await ana.command("/pilot", "status", pilots)).ok
    assert slack.methods_used == set()
