"""Tokens that expire: exchanged in time, once, however many want one; and what is said meanwhile is not lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.clock import SYSTEM_CLOCK
from bot.domain.access.installation import BotToken
from bot.domain.core.errors import NoToken, SlackRefused, SlackUnavailable
from bot.domain.framework.knowledge import Knowledge
from bot.slack.oauth.fresh_token import EARLY, FreshToken
from bot.slack.transport.calls import build_slack_client
from tests.e2e.conversation import answered, begun
from tests.e2e.installing.installed import InstallableApp, installable
from tests.slack_stub import SlackServer
from tests.slack_stub.authorization import CLIENT_ID, CLIENT_SECRET, Authorization, authorizing


class SetClock:
    def __init__(self) -> None:
        self.at: datetime | None = None

    def now(self) -> datetime:
        return self.at or SYSTEM_CLOCK.now()


@pytest.fixture
async def authorization(slack: SlackServer) -> AsyncIterator[Authorization]:
    async with authorizing(slack, rotating=True) as serving:
        yield serving


@pytest.fixture
async def app(authorization: Authorization, knowledge: Knowledge, database_url: str) -> AsyncIterator[InstallableApp]:
    async with installable(authorization, knowledge, database_url) as started:
        yield started


def a_process(app: InstallableApp, clock: SetClock) -> FreshToken:
    """What another process would have in its memory."""
    rotator = AsyncTokenRotator(
        client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client=build_slack_client(None, app.authorization.api_url)
    )
    return FreshToken("T0ACME", app.oauth.tokens, rotator, clock)


async def load(app: InstallableApp) -> BotToken:
    kept = await app.oauth.tokens.load("T0ACME")
    assert kept is not None and kept.expires_at is not None
    return kept


async def test_however_many_processes_want_one_it_is_exchanged_once(app: InstallableApp, slack: SlackServer) -> None:
    await app.install(slack)
    old = await load(app)
    await app.oauth.tokens.replace("T0ACME", old._replace(expires_at=datetime.now(UTC)))
    processes = [a_process(app, SetClock()) for _ in range(4)]
    got = await asyncio.gather(*(process.get() for process in processes for _ in range(5)))
    fresh = await load(app)
    assert set(got) == {fresh.access} and fresh.access != old.access and fresh.refresh != old.refresh
    assert app.authorization.exchanges == 1


@pytest.mark.parametrize(("before", "exchanged"), [(timedelta(), 1), (timedelta(seconds=1), 0)])
async def test_it_is_exchanged_two_hours_before_it_expires(
    app: InstallableApp, slack: SlackServer, before: timedelta, exchanged: int
) -> None:
    await app.install(slack)
    clock, kept = SetClock(), await load(app)
    clock.at = (kept.expires_at or datetime.now(UTC)) - EARLY - before
    await a_process(app, clock).get()
    assert app.authorization.exchanges == exchanged


async def test_while_another_is_at_it_the_old_one_serves_until_it_is_over(
    app: InstallableApp, slack: SlackServer
) -> None:
    await app.install(slack)
    clock, kept = SetClock(), await load(app)
    clock.at = (kept.expires_at or datetime.now(UTC)) - timedelta(seconds=1)
    assert await app.oauth.tokens.lease_refresh("T0ACME", 60)
    process = a_process(app, clock)
    assert await process.get() == kept.access
    clock.at += timedelta(seconds=1)
    waiting = asyncio.create_task(process.get())
    await app.oauth.tokens.end_lease("T0ACME")
    assert await asyncio.wait_for(waiting, 30) != kept.access


async def test_nobody_waits_for_an_exchange_while_the_old_one_lasts(app: InstallableApp, slack: SlackServer) -> None:
    await app.install(slack)
    clock, kept = SetClock(), await load(app)
    process = a_process(app, clock)
    await process.get()
    app.authorization.held = asyncio.Event()
    clock.at = (kept.expires_at or datetime.now(UTC)) - timedelta(hours=1)
    exchanging = asyncio.create_task(process.get())
    await slack.until(lambda: app.authorization.waiting or None)
    assert await asyncio.wait_for(process.get(), 30) == kept.access
    app.authorization.held.set()
    assert await asyncio.wait_for(exchanging, 30) != kept.access


async def test_where_it_cannot_be_exchanged_the_old_one_serves_as_long_as_it_lasts(
    app: InstallableApp, slack: SlackServer
) -> None:
    await app.install(slack)
    clock, kept = SetClock(), await load(app)
    app.authorization.tokens.clear()
    clock.at = (kept.expires_at or datetime.now(UTC)) - timedelta(hours=1)
    process = a_process(app, clock)
    assert await process.get() == kept.access
    clock.at += timedelta(hours=1)
    with pytest.raises((SlackRefused, SlackUnavailable), match="invalid_refresh_token"):
        await process.get()
    assert await app.oauth.tokens.lease_refresh("T0ACME", 1)  # nobody holds it


async def test_a_token_that_slack_takes_no_more_is_exchanged_and_the_answer_comes(
    app: InstallableApp, slack: SlackServer
) -> None:
    await app.install(slack)
    dana = slack.user("dana")
    here = await begun(slack, dana)
    app.authorization.expire("T0ACME")
    await answered(slack, dana, here, "The P&L is mine and I signed the acceptance in March.")
    assert app.authorization.exchanges == 1


async def test_where_it_is_uninstalled_there_is_none(app: InstallableApp, slack: SlackServer) -> None:
    await app.install(slack)
    await app.installations.end("T0ACME", datetime.now(UTC))
    with pytest.raises(NoToken, match="T0ACME"):
        await a_process(app, SetClock()).get()
