"""The database is away, full or read-only while it serves: Slack is told at once and repeats; then work goes on."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.conversation import ANSWERS, begun, nothing_is_doubled, transcript
from tests.e2e.failures.test_killed import interview_in, moved_on
from tests.e2e.scenes import all_at_rest, at_rest, start, told
from tests.e2e.serving import serving
from tests.slack_stub import Channel, Message, SlackServer, User
from tests.slack_stub.delivery.deliveries import Delivery
from tests.support.postgres_server import PostgresServer, name_of


async def refused(slack: SlackServer, person: User, root: Message, words: str) -> Delivery:
    """What is said while nothing can be kept; Slack is told so, and will say it again."""
    with slack.holding() as held:
        await person.says(person.dm, words, root)
    (delivery,) = held
    await slack.until(lambda: delivery.attempts)
    assert delivery.attempts[0].status == 500
    return delivery


async def taken_at_last(slack: SlackServer, delivery: Delivery) -> None:
    if not delivery.acked:
        await slack.redeliver(delivery, retry=3, reason="http_error")
    await slack.until(lambda: delivery.acked)


async def is_ready(slack: SlackServer) -> bool:
    assert slack.http is not None
    async with (
        aiohttp.ClientSession() as session,
        session.get(slack.http.url.replace("/slack/events", "/readyz")) as answer,
    ):
        return answer.status == 200


async def until_ready(slack: SlackServer, *, ready: bool, patience: float) -> None:
    deadline = time.monotonic() + patience
    while await is_ready(slack) is not ready:
        assert time.monotonic() < deadline, f"not {'ready' if ready else 'unready'} within {patience} s"


async def test_a_server_that_goes_away_costs_no_answer_and_is_found_again_soon(
    slack: SlackServer, ana: User, postgres: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    name = name_of(postgres_url)
    settings = {"DATABASE_URL": postgres_url, "SLACK_APP_TOKEN": ""}
    async with serving(slack, tmp_path, "--http", "--analyst", "offline", **settings) as process:
        root = await begun(slack, ana)
        await all_at_rest(slack, postgres_url)
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.cut_off(postgres_url)
        delivery = await refused(slack, ana, root, ANSWERS[0])
        failing = await ana.command("/pilot", "status")
        assert failing.message is not None and "That didn't work. Please try again" in failing.message.shown
        await until_ready(slack, ready=False, patience=60.0)
        postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await until_ready(slack, ready=True, patience=60.0)
        await taken_at_last(slack, delivery)
        await moved_on(slack, root, 1)
        code, log = await process.told_to_stop()
    assert code == 0
    assert re.search(r"A event_callback could not be kept \(ref \w+\)\. The database postgresql://\S+ ", log)
    assert "Traceback" not in log and ANSWERS[0] not in log
    interview = await interview_in(postgres_url, slack)
    assert transcript(interview) == [("q0", ANSWERS[0])]
    nothing_is_doubled(slack, interview, ana.dm)


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    async with running(slack, knowledge, sqlite(tmp_path), door="http") as started:
        yield started


async def set_pragma(app: App, pragma: str) -> None:
    """Of the connection that the app has: outside of a transaction, since on a read-only file none begins."""
    await asyncio.to_thread(lambda: app.database.engine.raw_connection().cursor().execute(pragma))


TROUBLES = {
    "full": ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823", "the disk is full"),
    "read-only": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF", "read-only"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_file_that_cannot_be_written_is_said_at_once_and_nothing_is_half_kept(
    app: App, slack: SlackServer, dana: User, freight: Channel, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    spoil, mend, words = TROUBLES[trouble]
    thread = await start(app, dana, "Freight", freight)
    await set_pragma(app, spoil)
    long = "The P&L is mine and I signed the acceptance in March. " + "We match invoices. " * 1_000
    with slack.holding() as held:
        said = await dana.says(freight, long, thread)
    await slack.until(lambda: held[0].attempts)
    assert held[0].attempts[0].status == 500
    assert any(words in record.getMessage() for record in caplog.records)
    await set_pragma(app, mend)
    await taken_at_last(slack, held[0])
    await at_rest(app)
    assert "Freight" in (await told(dana, "status", freight)).shown
    assert [turn.source for turn in (await app.interview("freight-i1")).turns] == [
        f"{freight.id}:{said.ts}:{thread.ts}"
    ]
