"""Whose parts in a pilot are declined, and whose end."""

from tests.support.builders import PAOLO
from tests.support.teams import LEE, MARTA, READER, a_team


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


def test_whoever_leaves_a_private_channel_has_no_part_until_they_are_in_it_again() -> None:
    team = a_team(private=True)
    left = team.leave(MARTA.id)
    assert MARTA.id not in left.member_ids and left.named == team.named
    assert left.leave(MARTA.id) == left
    assert left.rejoin(READER) == left
    assert left.rejoin(MARTA.id, READER) == team


def test_leaving_a_public_channel_ends_no_part_and_who_was_never_named_has_none_to_lose() -> None:
    gone = a_team().leave(MARTA.id)
    assert (gone.member_ids, gone.departed, gone.absent) == (a_team().member_ids, (), (MARTA.id,))
    assert gone.leave(MARTA.id) == gone and gone.rejoin(MARTA.id) == a_team()
    assert a_team().leave(READER) == a_team()
    assert a_team(private=True).leave(READER) == a_team(private=True)
