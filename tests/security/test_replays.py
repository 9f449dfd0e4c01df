"""Whoever catches what Slack signed, and sends it again while the signature counts, brings nothing about with it."""

import aiohttp
from sqlalchemy import func, select

from bot.domain.framework.knowledge import Knowledge
from bot.storage.tables import events
from tests.e2e.app import App, running
from tests.e2e.scenes import at_rest, start, told
from tests.slack_stub import Channel, SlackServer, User
from tests.slack_stub.delivery.deliveries import Delivery
from tests.slack_stub.delivery.signed_http import encoded

Answer = tuple[int, str]


async def replay(slack: SlackServer, delivery: Delivery, app: App) -> Answer:
    """The same bytes, by somebody else's hand, to this process of the app."""
    assert slack.http is not None
    kind, body = encoded(delivery)
    headers = {"Content-Type": kind, **slack.http.signature(body)}
    url = f"http://127.0.0.1:{app.service.port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status, await response.text()


async def status(app: App) -> str:
    return (await app.interview("freight-i1")).status


async def test_a_captured_pause_pauses_once_also_after_a_restart(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, freight: Channel
) -> None:
    async with running(slack, knowledge, database_url, door="http") as app:
        await start(app, dana, "Freight", freight)
        await told(dana, "pause", freight)
        captured = slack.deliveries[-1]
        assert await status(app) == "paused"
        await told(dana, "resume", freight)
        await at_rest(app)
        assert await replay(slack, captured, app) == (200, "")
        await at_rest(app)
        assert await status(app) == "open"
    async with running(slack, knowledge, database_url, door="http") as again:
        assert await replay(slack, captured, again) == (200, "")
        await at_rest(again)
        assert await status(again) == "open"


async def test_of_two_processes_only_one_works_what_comes_to_both(
    slack: SlackServer, knowledge: Knowledge, postgres_url: str, dana: User, freight: Channel
) -> None:
    async with (
        running(slack, knowledge, postgres_url, door="http") as one,
        running(slack, knowledge, postgres_url, door="http") as other,
    ):
        await start(other, dana, "Freight", freight)
        await told(dana, "pause", freight)
        captured = slack.deliveries[-1]
        await told(dana, "resume", freight)
        assert await replay(slack, captured, one) == (200, "")
        assert await status(one) == "open"


async def test_a_captured_question_is_not_answered_to_whoever_caught_it(
    slack: SlackServer, knowledge: Knowledge, sqlite_url: str, dana: User, freight: Channel
) -> None:
    async with running(slack, knowledge, sqlite_url, door="http") as app:
        await start(app, dana, "Freight", freight)
        assert "Freight" in (await told(dana, "status", freight)).shown
        assert await replay(slack, slack.deliveries[-1], app) == (200, "")


async def test_a_captured_click_makes_nobody_a_member_again_who_left(
    slack: SlackServer, knowledge: Knowledge, sqlite_url: str, dana: User, *, marta: User, freight: Channel
) -> None:
    async with running(slack, knowledge, sqlite_url, door="http") as app:
        await start(app, dana, "Freight", freight)
        question = slack.said(freight)[-1]
        assert (await marta.clicks(question, "interview_pause")).ok
        captured = slack.deliveries[-1]
        await marta.leaves(freight)
        await at_rest(app)
        assert await replay(slack, captured, app) == (200, "")
        await at_rest(app)
        acme = app.database.in_workspace("T0ACME")
        assert not await acme.run(lambda uow: uow.channel_members.has_member(freight.id, marta.id))


async def test_a_captured_message_is_one_message_and_slacks_own_retries_go_on(
    slack: SlackServer, knowledge: Knowledge, sqlite_url: str, dana: User, freight: Channel
) -> None:
    async with running(slack, knowledge, sqlite_url, door="http") as app:
        thread = await start(app, dana, "Freight", freight)
        await dana.says(freight, "The P&L is mine and I signed the acceptance in March.", thread)
        await at_rest(app)
        captured = slack.events("message")[-1]
        before = await app.database.run(lambda tx: tx.connection.execute(select(func.count(events.c.id))).scalar_one())
        assert await replay(slack, captured, app) == (200, "")
        await slack.redeliver(captured, retry=2)
        await slack.until(lambda: len(captured.attempts) == 2)
        await at_rest(app)
        assert captured.attempts[-1].status == 200
        after = await app.database.run(lambda tx: tx.connection.execute(select(func.count(events.c.id))).scalar_one())
        assert (after, len((await app.interview("freight-i1")).turns)) == (before, 1)
