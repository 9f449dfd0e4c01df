"""Some time after the app was uninstalled from a workspace everything of it goes, in steps; others' stays."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.access.installation import WorkspaceInstallation
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from bot.storage.queue import ended_workspaces
from bot.storage.queue.ended_workspaces import delete_ended_workspaces
from bot.storage.session.transaction import Transaction
from bot.storage.tables import metadata
from tests.storage.clock import StandingClock
from tests.storage.nouns import IN_CHANNEL, a_challenge, a_posting, a_step, a_team, an_event
from tests.storage.queue.test_queue import nothing_for
from tests.support.builders import MONDAY, a_plan, a_rich_interview, an_assessment

GRACE = timedelta(days=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def database_clock(clock: StandingClock) -> Callable[[], datetime]:
    return clock.now


@pytest.fixture
def installations(database: Database) -> SqlInstallations:
    return SqlInstallations(database.run)


def fill(uow: UnitOfWork) -> None:
    uow.teams.add(a_team())
    uow.interviews.add(a_rich_interview())
    uow.assessments.add(an_assessment())
    uow.plans.add(a_plan())
    uow.challenges.add(a_challenge())
    uow.action_steps.add(a_step())
    uow.threads.add(IN_CHANNEL)
    uow.messages.add(a_posting())
    uow.events.add(an_event())


async def installed(database: Database, installations: SqlInstallations, workspace: str) -> None:
    await installations.save(WorkspaceInstallation(workspace_id=workspace, team=workspace, installed_at=MONDAY))
    await database.in_workspace(workspace).run(fill)


def count_rows(tx: Transaction) -> dict[str, set[str]]:
    """The tables in which something of each workspace stands."""
    found: dict[str, set[str]] = {}
    for table in metadata.sorted_tables:
        for workspace in tx.connection.execute(select(table.c.workspace_id).distinct()).scalars():
            found.setdefault(workspace, set()).add(table.name)
    return found


@pytest.mark.parametrize(("later", "goes"), [(GRACE, False), (GRACE + SECOND, True)])
async def test_everything_of_it_goes_after_the_grace_and_nothing_of_another(
    database: Database,
    installations: SqlInstallations,
    clock: StandingClock,
    caplog: pytest.LogCaptureFixture,
    *,
    later: timedelta,
    goes: bool,
) -> None:
    for workspace in ("T1", "T2"):
        await installed(database, installations, workspace)
    before = await database.run(count_rows)
    await installations.end("T1", MONDAY)
    clock.forward(later.total_seconds())
    for _ in range(2):
        await nothing_for(database.get_workspace_queue("T9"))
    after = await database.run(count_rows)
    assert after["T2"] == before["T2"]
    assert after["T1"] == ({"installations"} if goes else before["T1"] | {"audit_acts"})
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told == (["Everything that was kept of T1 (T1) is deleted."] if goes else [])
    acts = await database.in_workspace("local").run(lambda uow: uow.audit.list_after(0, 9))
    assert [row.act.name for row in acts] == (["workspace_deleted"] if goes else [])


async def test_installed_again_within_it_everything_stays(
    database: Database, installations: SqlInstallations, clock: StandingClock
) -> None:
    await installed(database, installations, "T1")
    await installations.end("T1", MONDAY)
    await installations.save(WorkspaceInstallation(workspace_id="T1", team="T1", installed_at=MONDAY + SECOND))
    before = await database.run(count_rows)
    clock.forward((2 * GRACE).total_seconds())
    assert await delete_ended_workspaces(database.run, GRACE) == ()
    assert await database.run(count_rows) == before


async def test_no_step_takes_more_than_a_batch(
    database: Database, installations: SqlInstallations, clock: StandingClock
) -> None:
    await installed(database, installations, "T1")
    for number in range(ended_workspaces.BATCH + 1):
        event = an_event(f"more-{number}")
        await database.in_workspace("T1").run(lambda uow, event=event: uow.events.add(event))  # type: ignore[misc]
    await installations.end("T1", MONDAY)
    clock.forward((GRACE + SECOND).total_seconds())
    sizes: list[int] = []

    async def measured(work: Callable[[Transaction], object]) -> object:
        def run(tx: Transaction) -> object:
            before = tx.connection.execute(select(metadata.tables["events"].c.sequence)).all()
            result = work(tx)
            sizes.append(len(before) - len(tx.connection.execute(select(metadata.tables["events"].c.sequence)).all()))
            return result

        return await database.run(run)

    await delete_ended_workspaces(measured, GRACE)  # type: ignore[arg-type]
    assert max(sizes) == ended_workspaces.BATCH
    assert set(await database.run(count_rows)) == {"T1", "local"}
