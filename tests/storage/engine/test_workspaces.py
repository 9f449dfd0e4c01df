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
    assert await other.run(lambda uow: uow.interviews.list_all()) == ()
    assert await other.run(lambda uow: uow.interviews.find_latest_by_pilot(["freightmatch"])) == {}
    assert await other.run(lambda uow: uow.assessments.list_for_pilot("freightmatch")) == ()

    await other.run(lambda uow: uow.interviews.add(theirs))
    await other.run(lambda uow: uow.interviews.save(theirs.close()))
    assert await acme.run(lambda uow: uow.interviews.get("i1")) == ours


async def test_every_statement_but_the_queues_names_the_workspace(database: Database) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))
    acme = database.in_workspace("acme")
    await acme.run(lambda uow: uow.interviews.list_all())  # connections are set up
    statements.clear()
    for ask in (_all_about_interviews, _all_about_teams, _all_about_talk):
        await acme.run(ask)
    asked = [s for s in statements if not s.startswith("BEGIN") and "pg_notify" not in s and "set_config" not in s]
    assert len(asked) > 50
    assert [statement for statement in asked if "workspace_id" not in _condition(statement)] == []


def _all_about_interviews(uow: UnitOfWork) -> None:
    uow.interviews.add(a_rich_interview())
    uow.interviews.save(a_rich_interview().resume().retract_turn("t1"))
    uow.interviews.find_latest_by_pilot(["x"])
    uow.interviews.list_delegated_to("U1")
    uow.interviews.list_all()
    uow.assessments.add(an_assessment())
    uow.assessments.list_for_pilot("x")
    uow.assessments.list_latest_by_pilot(["x"])
    uow.plans.list_for_pilot("x")
    uow.plans.find_latest_by_pilot(["x"])
    uow.model_calls.list_for_interview("x")


def _all_about_teams(uow: UnitOfWork) -> None:
    uow.teams.add(a_team())
    uow.teams.save(a_team())
    uow.teams.get(a_team().pilot.id)
    uow.teams.find_visible("U1", "x")
    uow.teams.list_visible_to("U1")
    uow.channel_members.replace_members("C1", ["U1"], MONDAY)
    uow.channel_members.replace_members("C1", ["U2"], MONDAY)
    uow.channel_members.add_member("C1", "U3")
    uow.channel_members.remove_member("C1", "U3")
    uow.channel_members.has_member("C1", "U3")
    uow.channel_members.find_refreshed_at("C1")
    uow.home_tabs.record_opened("U1")
    uow.home_tabs.filter_opened(["U1"])


def _all_about_talk(uow: UnitOfWork) -> None:
    uow.threads.add(IN_CHANNEL)
    uow.threads.find_at("C1", "1.1")
    uow.threads.list_for_interview("x")
    uow.threads.list_by_interview(["x"])
    uow.messages.add(a_posting())
    uow.messages.save(a_posting())
    uow.messages.find("x")
    uow.messages.list_for_interview("x")
    uow.challenges.add(a_challenge())
    uow.challenges.list_for_assessment("x")
    uow.events.add(an_event())
    uow.events.count_open("x")
    uow.events.request_interrupt("x")


def _condition(statement: str) -> str:
    """Which rows a statement is about: what follows WHERE, or the columns of an INSERT."""
    return statement if statement.startswith("INSERT") else statement.partition("WHERE")[2]


def test_every_table_belongs_to_a_workspace() -> None:
    assert [t.name for t in metadata.sorted_tables if "workspace_id" not in t.c or t.c.workspace_id.nullable] == []
