"""Who may show a pilot to which channel."""

import pytest

from tests.support.builders import DANA, PAOLO
from tests.support.teams import CHANNEL, LEE, MARTA, READER, a_team


@pytest.mark.parametrize("person", [DANA.id, LEE.id, READER])
def test_a_pilot_is_shared_in_its_own_channel_by_whoever_sees_it(person: str) -> None:
    assert a_team().find_sharing_restriction(person, CHANNEL) is None
    assert a_team(private=True).find_sharing_restriction(person, CHANNEL) is None


def test_in_another_channel_only_its_team_shares_it() -> None:
    assert [a_team().find_sharing_restriction(p, "C2") for p in (DANA.id, PAOLO.id, MARTA.id, LEE.id)] == [None] * 4
    assert a_team().find_sharing_restriction(READER, "C2") == "team"


def test_what_a_private_channel_holds_leaves_it_for_nobody() -> None:
    assert {a_team(private=True).find_sharing_restriction(person, "C2") for person in (DANA.id, READER)} == {"nobody"}


def test_what_was_said_in_direct_messages_alone_is_the_leads_to_share() -> None:
    team = a_team(channel=None)
    assert team.find_sharing_restriction(DANA.id, "C2") is None
    assert [team.find_sharing_restriction(person, "C2") for person in (MARTA.id, PAOLO.id, LEE.id)] == ["lead"] * 3


def test_a_part_that_is_declined_is_nobody_s_until_it_is_taken_back() -> None:
    team = a_team(leaders=(LEE.id, PAOLO.id))
    declined = team.decline(PAOLO.id, "owner")
    assert (declined.owner, declined.gets_digest(PAOLO.id)) == (None, True)
    assert not declined.decline(PAOLO.id, "digest").gets_digest(PAOLO.id)
    assert declined.take_back(PAOLO.id, "owner") == team
    assert team.decline(MARTA.id, "owner") == team and team.decline(MARTA.id, "digest") == team
    assert declined.decline(PAOLO.id, "owner") == declined


def test_whoever_was_named_meanwhile_stays_the_operational_leader() -> None:
    renamed = a_team().decline(PAOLO.id, "owner").model_copy(update={"owner": MARTA.id})
    assert renamed.take_back(PAOLO.id, "owner").owner == MARTA.id
