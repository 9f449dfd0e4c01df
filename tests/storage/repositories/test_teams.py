"""Teams: who is named or in the channel sees a pilot, and nobody else; channels and Home tabs as last heard."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.core.errors import NotFound
from bot.domain.core.team import Team
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.storage.nouns import a_team
from tests.support.builders import DANA, MONDAY, PAOLO


async def stored(acme: WorkspaceTransactions, *teams: Team) -> None:
    for team in teams:
        assert await acme.run(partial(_add, team=team))


def _add(uow: UnitOfWork, team: Team) -> bool:
    return uow.teams.add(team)


async def seen_by(acme: WorkspaceTransactions, person: str) -> list[str]:
    return [team.pilot.name for team in await acme.run(lambda uow: uow.teams.list_visible_to(person))]


async def test_a_team_comes_back_as_it_was_stored(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team(), a_team("AskHR", owner=None, channel=None, participants=(), leaders=()))
    assert await acme.run(lambda uow: uow.teams.get("freightmatch")) == a_team()
    assert (await acme.run(lambda uow: uow.teams.get("askhr"))).owner is None


async def test_a_pilot_has_one_team_and_the_first_stays(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    assert not await acme.run(lambda uow: uow.teams.add(a_team(lead="U9")))
    assert await acme.run(lambda uow: uow.teams.get("freightmatch")) == a_team()
    assert await seen_by(acme, "U9") == []


async def test_a_team_that_nobody_stored_is_not_found(acme: WorkspaceTransactions) -> None:
    with pytest.raises(NotFound, match="freightmatch"):
        await acme.run(lambda uow: uow.teams.get("freightmatch"))
    with pytest.raises(NotFound, match="freightmatch"):
        await acme.run(lambda uow: uow.teams.save(a_team()))


@pytest.mark.parametrize("person", [DANA.id, PAOLO.id, "U3", "U4"])
async def test_whoever_is_named_in_whatever_part_sees_the_team(acme: WorkspaceTransactions, person: str) -> None:
    await stored(acme, a_team())
    assert await acme.run(lambda uow: uow.teams.find_visible(person, "freightmatch")) == a_team()
    assert await seen_by(acme, person) == ["FreightMatch"]


async def test_whoever_is_in_the_channel_sees_the_team_until_they_leave_it(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    assert await acme.run(lambda uow: uow.teams.find_visible("U9", "freightmatch")) is None
    await acme.run(lambda uow: uow.channel_members.replace_members("C1", ["U8", "U9", "U9"], MONDAY))
    assert await acme.run(lambda uow: uow.teams.find_visible("U9", "freightmatch")) == a_team()
    assert await seen_by(acme, "U9") == ["FreightMatch"]
    await acme.run(lambda uow: uow.channel_members.remove_member("C1", "U9"))
    assert await acme.run(lambda uow: uow.teams.find_visible("U9", "freightmatch")) is None
    assert await seen_by(acme, "U8") == ["FreightMatch"]


async def test_whoever_is_in_some_other_channel_sees_nothing(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team(), a_team("AskHR", channel=None))
    await acme.run(lambda uow: uow.channel_members.replace_members("C2", ["U9"], MONDAY))
    assert await seen_by(acme, "U9") == []
    assert await acme.run(lambda uow: uow.teams.find_visible("U9", "askhr")) is None


async def test_a_person_sees_their_teams_newest_first_and_each_once(acme: WorkspaceTransactions) -> None:
    older, newer = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
    theirs = [a_team("New", created_at=newer), a_team("Old", created_at=older), a_team("Now"), a_team("Also now")]
    await stored(acme, *theirs, a_team("Other", lead="U7", owner=None, participants=(), leaders=(), channel=None))
    await acme.run(lambda uow: uow.channel_members.replace_members("C1", [DANA.id], MONDAY))
    assert await seen_by(acme, DANA.id) == ["New", "Also now", "Now", "Old"]


async def test_a_saved_team_is_seen_by_those_it_names_now(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    moved = a_team(channel="C2", private=True, leaders=("U5",), participants=("U3",))
    await acme.run(lambda uow: uow.teams.save(moved))
    assert await acme.run(lambda uow: uow.teams.get("freightmatch")) == moved
    assert await seen_by(acme, "U5") == ["FreightMatch"]
    assert await seen_by(acme, "U4") == []


async def test_who_is_in_a_channel_is_what_was_last_heard(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    assert await acme.run(lambda uow: uow.channel_members.find_refreshed_at("C1")) is None
    await acme.run(lambda uow: uow.channel_members.replace_members("C1", ["U8"], MONDAY))
    later = MONDAY + timedelta(hours=1)
    await acme.run(lambda uow: uow.channel_members.replace_members("C1", ["U9"], later))
    assert await acme.run(lambda uow: uow.channel_members.find_refreshed_at("C1")) == later
    assert (await seen_by(acme, "U8"), await seen_by(acme, "U9")) == ([], ["FreightMatch"])


async def test_joining_twice_does_no_harm(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    await acme.run(lambda uow: uow.channel_members.add_member("C1", "U9"))
    await acme.run(lambda uow: uow.channel_members.add_member("C1", "U9"))
    assert await seen_by(acme, "U9") == ["FreightMatch"]
    await acme.run(lambda uow: uow.channel_members.remove_member("C1", "U9"))
    await acme.run(lambda uow: uow.channel_members.remove_member("C1", "U9"))
    assert await seen_by(acme, "U9") == []


async def test_who_joins_a_channel_that_no_pilot_lives_in_is_not_remembered(acme: WorkspaceTransactions) -> None:
    await acme.run(lambda uow: uow.channel_members.add_member("C1", "U9"))
    await stored(acme, a_team())
    assert await seen_by(acme, "U9") == []


async def test_those_who_opened_their_home_are_known_by_it(acme: WorkspaceTransactions) -> None:
    for person in ("U1", "U1", "U3"):
        await acme.run(partial(_opened, person=person))
    assert await acme.run(lambda uow: uow.home_tabs.filter_opened(["U3", "U2", "U1", "U3"])) == ("U3", "U1")
    assert await acme.run(lambda uow: uow.home_tabs.filter_opened([])) == ()


def _opened(uow: UnitOfWork, person: str) -> None:
    uow.home_tabs.record_opened(person)


async def test_teams_channels_and_homes_stay_within_their_workspace(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await stored(acme, a_team())
    await other.run(lambda uow: uow.channel_members.replace_members("C1", ["U9"], MONDAY))
    await other.run(lambda uow: uow.home_tabs.record_opened("U9"))
    assert await seen_by(acme, "U9") == []
    assert await acme.run(lambda uow: uow.channel_members.find_refreshed_at("C1")) is None
    assert await acme.run(lambda uow: uow.home_tabs.filter_opened(["U9"])) == ()
    assert await seen_by(other, DANA.id) == []
    assert await other.run(lambda uow: uow.teams.find_visible(DANA.id, "freightmatch")) is None
    await stored(other, a_team(purpose="theirs"))
    assert await acme.run(lambda uow: uow.teams.get("freightmatch")) == a_team()
    await other.run(lambda uow: uow.channel_members.remove_member("C1", "U9"))
