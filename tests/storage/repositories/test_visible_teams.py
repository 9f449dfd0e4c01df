"""Who sees which pilots: what SQL finds is what the rule of relations says, whoever is named, left and joined."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.access.relation import SEEING, Circumstances, find_relations
from bot.domain.core.people import Pilot
from bot.domain.core.team import Team
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from tests.support.builders import MONDAY, an_interview

PEOPLE = ("U1", "U2", "U3", "U4")
CHANNELS = ("C1", "C2", None)
EVERYBODY = 99
some = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3).map(tuple)


@st.composite
def teams_of(draw: st.DrawFn) -> list[Team]:
    return [
        Team(
            pilot=Pilot(id=f"p{number}", name=f"Pilot {number}"),
            lead=draw(st.sampled_from(PEOPLE)),
            owner=draw(st.none() | st.sampled_from(PEOPLE)),
            participants=draw(some),
            leaders=draw(some),
            channel=draw(st.sampled_from(CHANNELS)),
            created_at=MONDAY + timedelta(hours=draw(st.integers(0, 3))),
        )
        for number in range(draw(st.integers(0, 5)))
    ]


def leave_some(team: Team, leaving: Sequence[str]) -> Team:
    """Of a private channel, where whoever leaves has no part any more."""
    private = team.model_copy(update={"private": team.channel is not None})
    for person in leaving:
        private = private.leave(person)
    return private


@pytest.fixture
def numbered() -> list[int]:
    """Each example gets a workspace of its own."""
    return [0]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=teams_of(), leaving=some, members=st.fixed_dictionaries({"C1": some, "C2": some}), open_=some)
def test_what_somebody_sees_is_what_they_are_to_a_pilot(
    database: Database,
    numbered: list[int],
    told: list[Team],
    leaving: tuple[str, ...],
    members: dict[str, tuple[str, ...]],
    open_: tuple[str, ...],
) -> None:
    numbered[0] += 1
    workspace = database.in_workspace(f"T{numbered[0]}")
    inside = {channel: set(people) - set(leaving) for channel, people in members.items()}
    found = [leave_some(team, leaving) for team in told]
    under_way = {team.pilot.id for team, _ in zip(found, open_, strict=False)}

    def store_and_look(uow: UnitOfWork) -> None:
        for team in found:
            uow.teams.add(team)
            status = "open" if team.pilot.id in under_way else "closed"
            uow.interviews.add(
                an_interview(f"i:{team.pilot.id}").model_copy(update={"pilot": team.pilot, "status": status})
            )
        for channel, people in inside.items():
            uow.channel_members.replace_members(channel, sorted(people), MONDAY)

        for person in PEOPLE:
            seen = [team for team in found if sees(team, person, inside.get(team.channel or "", set()))]
            newest = sorted(seen, key=lambda team: (team.created_at, found.index(team)), reverse=True)
            agrees(uow, person, newest, under_way)

    asyncio.run(workspace.run(store_and_look))


def sees(team: Team, person: str, inside: set[str]) -> bool:
    return not find_relations(team, person, Circumstances(reads_channel=person in inside)).isdisjoint(SEEING)


def agrees(uow: UnitOfWork, person: str, newest: list[Team], under_way: set[str]) -> None:
    assert list(uow.teams.list_visible_to(person)) == newest
    assert list(uow.teams.list_visible_to(person, [team.pilot.id for team in newest[:2]])) == newest[:2]
    assert uow.teams.count_visible_to(person) == len(newest)
    assert [name.id for name in uow.teams.list_names_visible_to(person)] == [team.pilot.id for team in newest]
    assert list(uow.teams.list_first_visible_to(person, 2)) == newest[:2]
    assert list(uow.teams.list_first_visible_to(person, 2, after=1)) == newest[1:3]
    first = sorted(newest, key=lambda team: (person not in team.member_ids, team.pilot.id not in under_way))
    assert list(uow.teams.list_first_visible_to(person, EVERYBODY, sorted(under_way))) == first
    asking = [team for team in newest if team.takes_part(person) and team.pilot.id in under_way]
    assert list(uow.teams.list_asking(person)) == asking
    also = [team for team in newest if team in asking or team.pilot.id == "p0"]
    assert list(uow.teams.list_asking(person, ["p0", "nowhere"])) == also
