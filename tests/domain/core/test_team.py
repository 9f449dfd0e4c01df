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
