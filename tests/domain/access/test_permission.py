"""Who may do what, by the table, and what those are told who may not."""

import pytest

from bot.domain.access.permission import find_sharing_restriction, may_do, require_account, require_permission
from bot.domain.access.relation import SEES, WORKSPACE, Circumstances, Relation, find_relations
from bot.domain.access.right import MAY, Right
from bot.domain.core.errors import NoAccess, NotAllowed
from tests.support.builders import DANA, PAOLO
from tests.support.teams import CHANNEL, LEE, MARTA, READER, STRANGER, a_team

ASKED_IN = Circumstances(asked=True)


def test_the_table_says_of_every_right_who_has_it_and_gives_none_to_other_organisations_and_dead_accounts() -> None:
    assert set(MAY) == set(Right)
    assert all(allowed and allowed <= WORKSPACE for allowed in MAY.values())


def test_somebody_can_be_several_things_and_a_stranger_is_nothing_else() -> None:
    team = a_team(participants=(MARTA.id, DANA.id))
    assert find_relations(team, DANA.id, SEES) == {Relation.LEAD, Relation.PARTICIPANT, Relation.READER}
    assert find_relations(team, STRANGER) == {Relation.STRANGER}


def test_whoever_left_the_private_channel_is_nothing_else_any_more_whatever_was_theirs() -> None:
    left = a_team(private=True, departed=(DANA.id,))
    assert find_relations(left, DANA.id, Circumstances(asked=True, holds=True)) == {Relation.FORMER}
    with pytest.raises(NoAccess):
        require_permission(left, DANA.id, Right.FINISH)


@pytest.mark.parametrize("right", [Right.PAUSE, Right.RESUME, Right.FINISH, Right.LET_GO, Right.MAKE_PLAN])
def test_readers_of_the_channel_and_colleagues_who_were_asked_in_answer_and_dont_steer(right: Right) -> None:
    for around in (SEES, ASKED_IN):
        assert may_do(a_team(), READER, Right.ANSWER, around)
        assert not may_do(a_team(), READER, right, around)


def test_a_colleague_lets_go_the_question_that_was_put_to_them() -> None:
    assert may_do(a_team(), READER, Right.LET_GO, Circumstances(asked=True, holds=True))


def test_who_sees_the_pilot_is_told_by_name_who_can() -> None:
    with pytest.raises(NotAllowed, match=r"^Only Dana Reyes or Paolo Greco can finish"):
        require_permission(a_team(), READER, Right.FINISH, SEES)


def test_who_was_asked_in_learns_no_name_but_the_leads() -> None:
    with pytest.raises(NotAllowed) as told:
        require_permission(a_team(), READER, Right.PAUSE, ASKED_IN)
    assert str(told.value) == (
        "Only those who take part in this pilot can pause the interview: ask Dana Reyes. Nothing was changed."
    )


@pytest.mark.parametrize(("leaders", "by_name"), [(1, True), (2, False)])
def test_up_to_four_are_named(leaders: int, *, by_name: bool) -> None:
    team = a_team(leaders=tuple(f"U5{number}" for number in range(leaders)))
    with pytest.raises(NotAllowed) as told:
        require_permission(team, READER, Right.PAUSE, SEES)
    assert ("U50" in str(told.value)) is by_name


def test_a_stranger_is_not_told_that_there_is_a_pilot() -> None:
    with pytest.raises(NoAccess):
        require_permission(a_team(), STRANGER, Right.READ_STATUS)


@pytest.mark.parametrize("barred", [Relation.OUTSIDER, Relation.DEACTIVATED])
@pytest.mark.parametrize("right", Right)
def test_of_another_organisation_and_with_a_dead_account_nobody_does_anything(right: Right, barred: Relation) -> None:
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        require_account(barred, right)
    require_account(None, right)


@pytest.mark.parametrize("person", [DANA.id, LEE.id, READER])
def test_a_pilot_is_shared_in_its_own_channel_by_whoever_sees_it(person: str) -> None:
    assert find_sharing_restriction(a_team(), person, CHANNEL) is None
    assert find_sharing_restriction(a_team(private=True), person, CHANNEL) is None


def test_in_another_channel_only_its_team_shares_it() -> None:
    assert [find_sharing_restriction(a_team(), p, "C2") for p in (DANA.id, PAOLO.id, MARTA.id, LEE.id)] == [None] * 4
    assert find_sharing_restriction(a_team(), READER, "C2") == "team"


def test_what_a_private_channel_holds_leaves_it_for_nobody() -> None:
    assert {find_sharing_restriction(a_team(private=True), person, "C2") for person in (DANA.id, READER)} == {"nobody"}


def test_what_was_said_in_direct_messages_alone_is_the_leads_to_share() -> None:
    team = a_team(channel=None)
    assert find_sharing_restriction(team, DANA.id, "C2") is None
    assert [find_sharing_restriction(team, person, "C2") for person in (MARTA.id, PAOLO.id, LEE.id)] == ["lead"] * 3
