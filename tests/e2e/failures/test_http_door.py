"""The same app over signed HTTP: what is Slack's is heard, what is not is turned away, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select, text

from bot.domain.framework.knowledge import Knowledge
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, homes, interviews, teams
from tests.e2e.app import App, running, sqlite
from tests.e2e.scenes import at_rest, opened, rated, start, talk, told
from tests.slack_stub import Channel, SlackServer, User


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    """`running` has Slack check the request URL first, as when it is entered in the app's settings."""
    async with running(slack, knowledge, sqlite(tmp_path), door="http") as started:
        yield started


@pytest.fixture
async def everywhere(slack: SlackServer, knowledge: Knowledge, database_url: str) -> AsyncIterator[App]:
    """The same, on each kind of database."""
    async with running(slack, knowledge, database_url, door="http") as started:
        yield started


async def kept(app: App) -> list[int]:
    """How many rows there are of anything that people can bring about."""

    def count(tx: Transaction) -> list[int]:
        tables = (events, homes, interviews, teams)
        return [tx.connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]

    return await app.database.run(count)


async def test_an_interview_is_held_over_http(app: App, slack: SlackServer, dana: User, freight: Channel) -> None:
    assert slack.connections == 0
    assert "You are in no pilot yet" in (await told(dana, "status")).shown
    view = await opened(app, await dana.command("/pilot", "start", freight), dana)
    assert (await dana.submits(view, {"name": " "})).errors == {"name": "Give the pilot a name that your team knows."}
    await dana.closes(view)
    thread = await start(app, dana, "Freight", freight)
    await talk(app, dana, thread)
    question = slack.said(freight)[-1]
    assert (await dana.clicks(question, "interview_skip")).ok
    await at_rest(app)
    assert f"{dana.mention} skipped it." in question.shown
    colleague = await opened(app, await dana.clicks(slack.said(freight)[-1], "interview_ask_colleague"), dana)
    assert colleague.title == "Ask a colleague"
    await dana.closes(colleague)
    await told(dana, "finish", freight)
    await at_rest(app)
    assert "*Freight can't be rated yet.*" in slack.said(freight)[-1].shown
    await dana.opens_home()
    await at_rest(app)
    home = slack.home_of(dana)
    assert home is not None and "*Freight* · can't be rated yet" in home.shown
    assert {attempt.status for delivery in slack.deliveries for attempt in delivery.attempts} == {200}
    assert slack.refusals == []


@pytest.mark.parametrize(("secret", "age"), [("wrong", 0.0), (None, 600.0), (None, -600.0)])
async def test_what_slack_did_not_sign_just_now_is_turned_away_and_nothing_of_it_is_kept(
    app: App, slack: SlackServer, dana: User, freight: Channel, *, secret: str | None, age: float
) -> None:
    thread = await start(app, dana, "Freight", freight)
    before = await kept(app)
    with slack.forging(secret, age):
        await dana.says(freight, "Forged words", thread)
        await dana.opens_home()
        assert not (await dana.command("/pilot", "pause", freight)).ok
        assert not (await dana.clicks(thread, "interview_pause")).ok
        await slack.settled()
    assert {d.attempts[0].status for d in slack.deliveries[-4:]} == {401}
    assert await kept(app) == before
    assert (await app.interview("freight-i1")).status == "open"


async def test_what_could_not_be_kept_is_not_acknowledged_and_is_worked_once_when_slack_repeats_it(
    everywhere: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(everywhere, dana, "Freight", freight)
    with slack.holding() as held:
        said = await dana.says(freight, "The P&L is mine and I signed the acceptance in March.", thread)
        await everywhere.database.run(lambda tx: tx.connection.execute(text("ALTER TABLE events RENAME TO gone")))
    delivery = held[0]
    await slack.until(lambda: delivery.attempts)
    failing = await dana.command("/pilot", "pause", freight)
    assert failing.message is not None and "That didn't work. Please try again in a minute" in failing.message.shown
    clicked = await dana.clicks(thread, "interview_pause")
    assert not clicked.ok and clicked.complaint == "dispatch_failed"
    await everywhere.database.run(lambda tx: tx.connection.execute(text("ALTER TABLE gone RENAME TO events")))
    await slack.settled()
    if not delivery.acked:
        await slack.redeliver(delivery, retry=3, reason="http_error")
        await slack.until(lambda: delivery.acked)
    await at_rest(everywhere)
    assert delivery.attempts[0].status == 500
    interview = await everywhere.interview("freight-i1")
    assert [turn.source for turn in interview.turns] == [f"{freight.id}:{said.ts}:{thread.ts}"]
    assert interview.status == "open"
    await slack.redeliver(delivery, retry=3, reason="http_timeout")
    await slack.until(lambda: len(delivery.attempts) > 2)
    await at_rest(everywhere)
    assert len((await everywhere.interview("freight-i1")).turns) == 1


async def test_what_nobody_listens_to_is_acknowledged_and_not_kept(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    before = await kept(app)
    await slack.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": []}})
    await dana.says(freight, "Nothing to do with any pilot.")
    await slack.settled()
    assert [d.attempts[0].status for d in slack.events()] == [200, 200]
    assert await kept(app) == before


async def test_it_tells_whether_it_lives_and_is_ready(app: App, slack: SlackServer) -> None:
    port = app.service.port
    async with aiohttp.ClientSession() as session:

        async def seen(path: str) -> tuple[int, str]:
            async with session.get(f"http://127.0.0.1:{port}{path}") as response:
                return response.status, await response.text()

        assert await seen("/healthz") == (200, "alive")
        assert await seen("/readyz") == (200, "ready")
        await app.service.pools[-1].stop()
        assert await seen("/healthz") == (200, "alive")
        assert await seen("/readyz") == (503, "not ready: workers")


async def test_ratings_are_opened_and_challenged_over_http(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    shown = await rated(app, dana, thread, freight)
    why = await opened(app, await dana.clicks(shown, "assessment_why"), dana)
    view = await opened(app, await dana.clicks(why, "assessment_challenge"), dana)
    assert (await dana.clicks(view, "criterion", "owner")).ok and "*(rated here)*" in view.shown
    assert (await dana.submits(view, {"criterion": "owner", "level": "1", "reason": "For the trial."})).ok
    await at_rest(app)
    assert f"{dana.mention} challenges *Owner*" in slack.said(freight)[-1].shown
