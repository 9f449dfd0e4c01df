"""Whatever people do, no table that grows is read as a whole for it: each statement is recorded and explained."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import QueueName
from bot.services.digest.weekly_digest import build_past_run, write_digest
from bot.services.queries.home_board import load_home_board
from bot.services.queries.pilots import load_overview_page
from bot.storage.engine.database import Database
from bot.storage.session.transaction import Transaction
from tests.e2e.app import App, running
from tests.e2e.scenes import at_rest
from tests.e2e.turns import play_turns
from tests.seeded.multiplying import fill, fill_events
from tests.seeded.story import NOW
from tests.seeded.telling import Told
from tests.slack_stub import SlackServer
from tests.storage.engine.statement_plans import Statement, list_scans, make_scans_dear, record_statements
from tests.support.teams import link

FEW, MANY = 90, 10_000


async def fill_with(url: str, told: tuple[Told, ...], workspace_id: str, pilots: int, leader: str) -> None:
    with Database(url) as database:
        await database.run(lambda tx: fill(tx, workspace_id, told, pilots, {leader: 45}))
        for lane in ("inbox", "outbox"):
            await database.run(partial(fill_later, workspace_id, 20 * pilots, lane))
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE" if connection.dialect.name == "postgresql" else "SELECT 1"))


def fill_later(workspace_id: str, count: int, lane: QueueName, tx: Transaction) -> None:
    fill_events(tx, workspace_id, count, tx.now + timedelta(days=30), lane)


async def use_everything(app: App, knowledge: Knowledge) -> None:
    """An interview is begun and answered; and somebody who sees much reads it all."""
    slack = app.slack
    dana, leader = slack.user("dana"), slack.user("leader")
    async for _ in play_turns(app, dana, 2):
        pass
    for person in (dana, leader):
        await person.opens_home()
        for command in ("list", "status", "status Policy answers 1~", "actions", "portfolio", "digest", "help"):
            await person.command("/pilot", command)
        await person.says(person.dm, "Where does Policy answers 1~ stand?")
    await at_rest(app)
    workspace = app.database.in_workspace(slack.slack.workspace.team_id)
    for page in (1, 2):
        await workspace.run(lambda uow, page=page: load_overview_page(uow, leader.id, link, page))  # type: ignore[misc]
        await workspace.run(lambda uow, page=page: load_home_board(uow, leader.id, link, page))  # type: ignore[misc]
    this = build_past_run(DigestSettings(person=leader.id), NOW)
    await write_digest(workspace, knowledge, this)


@pytest.mark.parametrize("pilots", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
async def test_no_table_that_grows_is_read_as_a_whole(
    slack: SlackServer, knowledge: Knowledge, seeded: tuple[Told, ...], database_url: str, pilots: int
) -> None:
    leader = [slack.user(name) for name in ("dana", "leader")][-1]
    await fill_with(database_url, seeded, slack.slack.workspace.team_id, pilots, leader.id)
    async with running(slack, knowledge, database_url) as app:
        asked = record_statements(app.database.engine)
        await use_everything(app, knowledge)
        found = list(asked.items())
        scans = await app.database.run(partial(explain, found, as_if_many=pilots == FEW))
    assert {statement: tables for statement, tables in scans.items() if tables} == {}


def explain(found: Sequence[Statement], tx: Transaction, *, as_if_many: bool) -> dict[str, list[str]]:
    if as_if_many and tx.connection.dialect.name == "postgresql":
        make_scans_dear(tx.connection)
    return {statement[0]: list_scans(tx.connection, statement) for statement in found}
