"""Installed in two workspaces by walking through Slack's pages: each is served by itself, in one process."""

import logging
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import select

from bot.clock import SYSTEM_CLOCK
from bot.domain.framework.knowledge import Knowledge
from bot.storage.installations.tokens import reencrypt_tokens
from bot.storage.tables import bot_tokens, events, interviews
from tests.e2e.conversation import answered, begun
from tests.e2e.installing.installed import KEY, Browser, InstallableApp, installable
from tests.e2e.scenes import count_waiting, until_none_waits
from tests.slack_stub import Message, SlackServer, User
from tests.slack_stub.authorization import Authorization


class ShiftedClock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return SYSTEM_CLOCK.now() + self.ahead


async def at_rest(app: InstallableApp, *servers: SlackServer) -> None:
    for server in servers:
        await until_none_waits(server, lambda: app.database.run(count_waiting))


async def _list_pilots(app: InstallableApp) -> list[tuple[str, str]]:
    asked = select(interviews.c.workspace_id, interviews.c.pilot_name).order_by(interviews.c.workspace_id)
    return [tuple(row) for row in await app.database.run(lambda tx: tx.connection.execute(asked).all())]


async def begun_in_both(app: InstallableApp, *servers: SlackServer) -> list[tuple[User, Message]]:
    """Installed in each workspace, where somebody begins a pilot of the same name."""
    pilots = []
    for server, name in zip(servers, ("dana", "noor"), strict=True):
        page = await app.install(server)
        assert page.status == 200 and "Thank you" in page.text
        person = server.user(name)
        pilots.append((person, await begun(server, person)))
    return pilots


async def test_a_pilot_of_the_same_name_in_each_is_heard_and_answered_in_its_own_alone(
    slack: SlackServer, other: SlackServer, authorization: Authorization, knowledge: Knowledge, database_url: str
) -> None:
    async with installable(authorization, knowledge, database_url) as app:
        (dana, here), (noor, there) = await begun_in_both(app, slack, other)
        assert dana.id == noor.id  # nothing but the workspace tells them apart
        await answered(slack, dana, here, "The P&L is mine and I signed the acceptance in March.")
        await answered(other, noor, there, "Nobody owns it yet.")
        await at_rest(app, slack, other)
        assert await _list_pilots(app) == [("T0ACME", "Freight"), ("T0OTHER", "Freight")]
        for workspace, said, unsaid in (("T0ACME", "P&L", "Nobody"), ("T0OTHER", "Nobody", "P&L")):
            (interview,) = await app.database.in_workspace(workspace).run(lambda uow: uow.interviews.list_all())
            words = " ".join(turn.text for turn in interview.turns)
            assert said in words and unsaid not in words
        asked = select(events.c.workspace_id).where(events.c.state == "dead")
        assert await app.database.run(lambda tx: tx.connection.execute(asked).all()) == []
        assert not [method for method, token in authorization.called if method == "auth.test"][4:]


async def test_what_comes_from_where_it_is_not_installed_is_acknowledged_and_told_of_in_one_line(
    slack: SlackServer,
    other: SlackServer,
    authorization: Authorization,
    knowledge: Knowledge,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with installable(authorization, knowledge, database_url) as app:
        await app.install(slack)
        await other.deliver_to(app.events_url)
        noor = other.user("noor")
        freight = other.channel("freight", noor)
        for _ in range(2):
            await noor.says(freight, "Is anybody there?")
        ack = await noor.command("/pilot", "help", freight)
        await other.settled()
        assert ack.ok and all(delivery.acked for delivery in other.deliveries)
        assert await app.database.run(lambda tx: tx.connection.execute(select(events)).all()) == []
    assert sum("T0OTHER" in record.getMessage() for record in caplog.records) == 1


async def test_a_refusal_a_stale_state_a_replayed_one_and_another_browser_install_nothing(
    slack: SlackServer, authorization: Authorization, knowledge: Knowledge, database_url: str
) -> None:
    clock = ShiftedClock()
    async with installable(authorization, knowledge, database_url, clock=clock) as app:
        refusing = Browser(app.port)
        page = await refusing.come_back(await refusing.decide(await refusing.begin(), "refuse=1"))
        assert "access_denied" in page.text
        late = Browser(app.port)
        address = await late.decide(await late.begin(), "team=T0ACME")
        clock.ahead = timedelta(seconds=602)
        page = await late.come_back(address)
        assert page.status == 401 and "invalid_state" in page.text
        clock.ahead = timedelta()
        first, stranger = Browser(app.port), Browser(app.port)
        address = await first.decide(await first.begin(), "team=T0ACME")
        await stranger.begin()
        assert (await stranger.come_back(address)).status == 400
        forged = address.replace("state=", "state=x")
        assert (await first.come_back(forged)).status == 400
        assert await app.installations.list_all() == ()
        assert (await first.come_back(address)).status == 200
        page = await first.come_back(address)
        assert page.status == 401 and "invalid_state" in page.text
        assert len(await app.installations.list_all()) == 1
        assert len(authorization.codes) == 1  # the late one's, which nobody asked for


async def test_the_app_is_served_where_it_is_uninstalled_from_elsewhere(
    slack: SlackServer,
    other: SlackServer,
    authorization: Authorization,
    knowledge: Knowledge,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with installable(authorization, knowledge, database_url) as app:
        (dana, _), (noor, there) = await begun_in_both(app, slack, other)
        await at_rest(app, slack, other)
        authorization.revoke("T0ACME")
        await slack.uninstall()
        await slack.settled()
        ended = {one.workspace_id for one in await app.installations.list_all() if not one.is_open}
        assert ended == {"T0ACME"}
        kept = await app.database.run(
            lambda tx: tx.connection.execute(select(bot_tokens.c.workspace_id)).scalars().all()
        )
        assert list(kept) == ["T0OTHER"]
        before = len(slack.slack.calls)
        await dana.says(dana.dm, "Are you gone?")
        await answered(other, noor, there, "The P&L is mine and I signed the acceptance in March.")
        await at_rest(app, other)
        assert len(slack.slack.calls) == before
        lines = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
        assert len(lines) == 1 and "T0ACME" in lines[0]
        await app.install(slack)
        again = await begun(slack, dana, name="Second")
        assert again.channel == dana.dm.id
        trail = await app.database.in_workspace("T0ACME").run(lambda uow: uow.audit.list_after(0, 100))
        seen = [(row.act.name, row.act.by, row.act.via) for row in trail if row.act.name.endswith("install")]
        installed = ("install", "U1", "page")
        assert seen == [installed, ("uninstall", "flightplan", "app"), installed]


async def test_a_key_is_rotated_and_nothing_is_lost(
    slack: SlackServer, other: SlackServer, authorization: Authorization, knowledge: Knowledge, database_url: str
) -> None:
    new = Fernet.generate_key()
    async with installable(authorization, knowledge, database_url) as app:
        for server in (slack, other):
            await app.install(server)
        dana = slack.user("dana")
        here = await begun(slack, dana)
        await at_rest(app, slack)
    async with installable(authorization, knowledge, database_url, keys=(new, KEY)) as app:
        both = MultiFernet([Fernet(new), Fernet(KEY)])
        assert await app.database.run(lambda tx: reencrypt_tokens(tx, both)) == 2
    async with installable(authorization, knowledge, database_url, keys=(new,)) as app:
        for server in (slack, other):
            await server.deliver_to(app.events_url)
        await answered(slack, dana, here, "The P&L is mine and I signed the acceptance in March.")
        await begun(other, other.user("noor"))


async def test_with_a_lost_key_what_is_said_is_kept_until_it_is_back(
    slack: SlackServer, authorization: Authorization, knowledge: Knowledge, database_url: str
) -> None:
    async with installable(authorization, knowledge, database_url) as app:
        await app.install(slack)
        dana = slack.user("dana")
        here = await begun(slack, dana)
        await at_rest(app, slack)
    before = len(slack.said(dana.dm, here))
    async with installable(authorization, knowledge, database_url, keys=(Fernet.generate_key(),)) as app:
        await slack.deliver_to(app.events_url)
        await dana.says(dana.dm, "The P&L is mine and I signed the acceptance in March.", here)
        await slack.settled()
    async with installable(authorization, knowledge, database_url) as app:
        await slack.deliver_to(app.events_url)
        await slack.until(lambda: len(slack.said(dana.dm, here)) > before)


async def test_over_sockets_the_pages_are_served_too_and_what_comes_from_elsewhere_is_acknowledged(
    slack: SlackServer, authorization: Authorization, knowledge: Knowledge, sqlite_url: str
) -> None:
    authorization.admit(slack.app_token, "T0ACME")
    async with installable(authorization, knowledge, sqlite_url, door="socket") as app:
        await slack.until(lambda: slack.connections >= 1)
        dana = slack.user("dana")
        await dana.says(dana.dm, "Is anybody there?")
        await slack.settled()
        assert slack.events("message")[-1].acked
        assert (await Browser(app.port).install("T0ACME")).status == 200
        await begun(slack, dana)


async def test_processes_side_by_side_serve_what_one_of_them_installed_and_stop_where_another_was_told_of_the_end(
    slack: SlackServer, other: SlackServer, authorization: Authorization, knowledge: Knowledge, postgres_url: str
) -> None:
    async with (
        installable(authorization, knowledge, postgres_url) as one,
        installable(authorization, knowledge, postgres_url) as another,
    ):
        for server in (slack, other):
            await one.install(server)
            await server.deliver_to(another.events_url)
        dana, noor = slack.user("dana"), other.user("noor")
        here, there = await begun(slack, dana), await begun(other, noor)
        await at_rest(one, slack, other)
        await slack.deliver_to(one.events_url)
        await slack.uninstall()
        await slack.settled()
        await slack.deliver_to(another.events_url)
        before = len(slack.slack.calls)
        await dana.says(dana.dm, "The P&L is mine and I signed the acceptance in March.", here)
        await answered(other, noor, there, "The P&L is mine and I signed the acceptance in March.")
        assert len(slack.slack.calls) == before


async def test_where_slack_or_the_database_cannot_be_asked_whoever_installs_is_told_to_begin_again(
    slack: SlackServer, authorization: Authorization, knowledge: Knowledge, sqlite_url: str
) -> None:
    async with installable(authorization, knowledge, sqlite_url) as app:
        browser = Browser(app.port)
        address = await browser.decide(await browser.begin(), "team=T0ACME")
        authorization.away = True
        page = await browser.come_back(address)
        assert page.status == 502 and "begin again" in page.text
        authorization.away = False
        assert await app.installations.list_all() == ()
        assert (await app.install(slack)).status == 200
