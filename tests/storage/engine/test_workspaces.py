"""Workspaces: each sees and touches its own, and no statement can forget it."""

from sqlalchemy import event

from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.tables import metadata
from tests.storage.nouns import IN_CHANNEL, a_challenge, a_posting, a_team, an_event
from tests.support.builders import MONDAY, a_rich_interview, an_assessment, an_interview


async def test_a_workspace_sees_and_touches_nothing_of_another(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    ours, theirs = a_rich_interview(), an_interview(status="paused")
    await acme.run(lambda uow: uow.interviews.add(ours))
    await acme.run(lambda uow: uow.assessments.add(an_assessment()))
    assert await other.run(lambda uow: uow.interviews.all()) == ()
    assert await other.run(lambda uow: uow.interviews.latest_of("FreightMatch")) is None
    assert await other.run(lambda uow: uow.assessments.history_of("freightmatch")) == ()

    await other.run(lambda uow: uow.interviews.add(theirs))
    await other.run(lambda uow: uow.interviews.save(theirs.close()))
    assert await acme.run(lambda uow: uow.interviews.get("i1")) == ours


async def test_every_statement_but_the_queues_names_the_workspace(database: Database) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))
    acme = database.in_workspace("acme")
    await acme.run(lambda uow: uow.interviews.all())  # connections are set up
    statements.clear()
    for ask in (_all_about_interviews, _all_about_teams, _all_about_talk):
        await acme.run(ask)
    asked = [s for s in statements if not s.startswith("BEGIN") and "pg_notify" not in s]
    assert len(asked) > 50
    assert [statement for statement in asked if "workspace_id" not in _condition(statement)] == []


def _all_about_interviews(uow: UnitOfWork) -> None:
    uow.interviews.add(a_rich_interview())
    uow.interviews.save(a_rich_interview().resume().retract("t1"))
    uow.interviews.latest_of("x")
    uow.interviews.latest_of_each(["x"])
    uow.interviews.left_to("U1")
    uow.interviews.all()
    uow.assessments.add(an_assessment())
    uow.assessments.history_of("x")
    uow.assessments.latest_of_each(["x"])
    uow.plans.history_of("x")
    uow.plans.latest_of_each(["x"])
    uow.calls.of("x")


def _all_about_teams(uow: UnitOfWork) -> None:
    uow.teams.add(a_team())
    uow.teams.save(a_team())
    uow.teams.get(a_team().pilot.id)
    uow.teams.seen_by("U1", "x")
    uow.teams.visible_to("U1")
    uow.channels.put("C1", ["U1"], MONDAY)
    uow.channels.put("C1", ["U2"], MONDAY)
    uow.channels.join("C1", "U3")
    uow.channels.leave("C1", "U3")
    uow.channels.has("C1", "U3")
    uow.channels.learnt_at("C1")
    uow.homes.opened("U1")
    uow.homes.among(["U1"])


def _all_about_talk(uow: UnitOfWork) -> None:
    uow.threads.add(IN_CHANNEL)
    uow.threads.at("C1", "1.1")
    uow.threads.of("x")
    uow.threads.of_each(["x"])
    uow.postings.add(a_posting())
    uow.postings.save(a_posting())
    uow.postings.get("x")
    uow.postings.of_interview("x")
    uow.challenges.add(a_challenge())
    uow.challenges.of("x")
    uow.events.add(an_event())
    uow.events.open_in("x")
    uow.events.interrupt("x")


def _condition(statement: str) -> str:
    """Which rows a statement is about: what follows WHERE, or the columns of an INSERT."""
    return statement if statement.startswith("INSERT") else statement.partition("WHERE")[2]


def test_every_table_belongs_to_a_workspace() -> None:
    assert [t.name for t in metadata.sorted_tables if "workspace_id" not in t.c or t.c.workspace_id.nullable] == []
