"""Who sees which pilot, which one is meant, and what waits for whom."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event

from bot.domain.core.errors import AmbiguousPilot, InvalidInput, NoAccess, NoPilots, NoSuchPilot
from bot.domain.core.people import Pilot
from bot.domain.core.team import Team, Thread
from bot.domain.interview.turn import SkippedQuestion
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.queries.home_board import list_waiting_questions, load_home_board
from bot.services.queries.pilot_choice import select_pilot
from bot.services.queries.pilots import (
    get_overview,
    get_visible_assessment,
    get_visible_team,
    list_overviews,
    list_own_actions,
)
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import DANA, MONDAY, PAOLO, a_plan, an_action, an_assessment
from tests.support.teams import (
    CHANNEL,
    LEE,
    MARTA,
    READER,
    STRANGER,
    a_team,
    an_open_interview,
    link,
    store,
    store_many,
)

LEFT_TO_PAOLO = SkippedQuestion(question_id="q1", criteria=("data",), how="handed_over", by=DANA.id, to=PAOLO.id)


async def picked(acme: Transactions, person: str, typed: str = "", channel: str | None = None) -> str:
    return (await acme.run(lambda uow: select_pilot(uow, person, typed, channel))).pilot.name


async def stored(acme: Transactions, *teams: Team) -> None:
    for team in teams:
        await acme.run(partial(store, team=team))


# --- who sees what -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [DANA.id, PAOLO.id, MARTA.id, LEE.id, READER])
async def test_lead_owner_participant_leader_and_whoever_is_in_the_channel_see_a_pilot(
    acme: WorkspaceTransactions, person: str
) -> None:
    await stored(acme, a_team())
    assert await picked(acme, person, "freightmatch") == "FreightMatch"
    assert [seen.pilot.name for seen in await acme.run(lambda uow: list_overviews(uow, person, link))] == [
        "FreightMatch"
    ]
    assert (await acme.run(lambda uow: get_visible_team(uow, person, "freightmatch"))).pilot.name == "FreightMatch"


async def _refusal(acme: Transactions, person: str, typed: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        await picked(acme, person, typed)
    return refused.value


async def test_a_pilot_one_may_not_see_and_one_that_is_not_there_get_the_same_answer(
    acme: WorkspaceTransactions,
) -> None:
    await stored(acme, a_team(), a_team("Open House", channel="C2"))
    await acme.run(lambda uow: uow.channel_members.replace_members("C2", [STRANGER], MONDAY))
    hidden, absent = await _refusal(acme, STRANGER, "FreightMatch"), await _refusal(acme, STRANGER, "NoSuchMatch")
    assert isinstance(hidden, NoSuchPilot)
    assert isinstance(absent, NoSuchPilot)
    assert hidden.visible == absent.visible == ("Open House",)
    assert str(hidden).replace("FreightMatch", "") == str(absent).replace("NoSuchMatch", "")


async def test_a_part_of_a_hidden_name_finds_nothing_either(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team("Secret merger"), a_team("Secret garden", channel="C2"))
    await acme.run(lambda uow: uow.channel_members.replace_members("C2", [STRANGER], MONDAY))
    assert await picked(acme, STRANGER, "secret") == "Secret garden"
    assert isinstance(await _refusal(acme, STRANGER, "merger"), NoSuchPilot)


async def test_a_hidden_pilot_cannot_be_opened_by_its_id_or_its_assessment(acme: WorkspaceTransactions) -> None:
    def rated(uow: UnitOfWork) -> None:
        store(uow, a_team(), an_open_interview())
        uow.assessments.add(an_assessment(of="freightmatch-i1"))

    await acme.run(rated)
    told = []
    for pilot_id, assessment_id in (("freightmatch", "a1"), ("gone", "a9")):
        with pytest.raises(NoAccess) as no_pilot:
            await acme.run(partial(_opened, pilot_id=pilot_id))
        with pytest.raises(NoAccess) as no_assessment:
            await acme.run(partial(_assessed, assessment_id=assessment_id))
        told += [str(no_pilot.value), str(no_assessment.value)]
    assert len(set(told)) == 1
    assert (await acme.run(lambda uow: get_visible_assessment(uow, READER, "a1"))).id == "a1"


def _opened(uow: UnitOfWork, pilot_id: str) -> None:
    get_visible_team(uow, STRANGER, pilot_id)


def _assessed(uow: UnitOfWork, assessment_id: str) -> None:
    get_visible_assessment(uow, STRANGER, assessment_id)


async def test_whoever_left_the_channel_sees_nothing_more_of_it(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team(private=True))
    await acme.run(lambda uow: uow.channel_members.remove_member(CHANNEL, READER))
    assert isinstance(await _refusal(acme, READER, "FreightMatch"), NoSuchPilot)
    assert await acme.run(lambda uow: list_overviews(uow, READER, link)) == ()


async def test_whoever_is_named_still_sees_it_after_leaving_the_channel(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    await acme.run(lambda uow: uow.channel_members.replace_members(CHANNEL, [MARTA.id], MONDAY))
    await acme.run(lambda uow: uow.channel_members.remove_member(CHANNEL, MARTA.id))
    assert await picked(acme, MARTA.id) == "FreightMatch"


async def test_nothing_crosses_workspaces(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await acme.run(lambda uow: store(uow, a_team(), an_open_interview(passes=(LEFT_TO_PAOLO,))))
    assert await other.run(lambda uow: load_home_board(uow, PAOLO.id, link)) == ((), (), (), 0, 0)
    with pytest.raises(NoPilots):
        await picked(other, PAOLO.id)
    with pytest.raises(NoSuchPilot):
        await picked(other, PAOLO.id, "FreightMatch")
    with pytest.raises(NoAccess):
        await other.run(lambda uow: get_visible_team(uow, PAOLO.id, "freightmatch"))


# --- which one is meant --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "Freight invoice matching",
        "  FREIGHT   invoice\tmatching ",
        "freight",
        "invoice match",
        '"Freight invoice matching"',
        "“freight”",
        "*Freight*",
        "Freight\u200b invoice",
        "freight invoice matching ",
    ],
)
async def test_a_name_is_known_again_however_it_is_typed(acme: WorkspaceTransactions, typed: str) -> None:
    await stored(acme, a_team("Freight invoice matching"), a_team("KYC triage"))
    assert await picked(acme, DANA.id, typed) == "Freight invoice matching"


async def test_an_accent_is_the_same_however_it_is_put_together(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team("Köln"), a_team("KYC"))
    assert await picked(acme, DANA.id, "Ko\u0308ln") == "Köln"


async def test_the_whole_name_goes_before_longer_ones_and_the_beginning_before_the_middle(
    acme: WorkspaceTransactions,
) -> None:
    await stored(acme, a_team("Freight"), a_team("Freight two"), a_team("Air freight"))
    assert await picked(acme, DANA.id, "freight") == "Freight"
    assert await picked(acme, DANA.id, "freight t") == "Freight two"
    assert await picked(acme, DANA.id, "air") == "Air freight"


async def test_a_beginning_that_fits_several_asks_which(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team("Freight one"), a_team("Freight two"), a_team("KYC"))
    with pytest.raises(AmbiguousPilot) as asked:
        await picked(acme, DANA.id, "frei")
    assert set(asked.value.names) == {"Freight one", "Freight two"}


async def test_without_a_name_it_is_the_pilot_of_the_channel(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team("One"), a_team("Two", channel="C2"))
    assert await picked(acme, DANA.id, channel="C2") == "Two"
    assert await picked(acme, DANA.id, "  ", channel=CHANNEL) == "One"


async def test_a_channel_of_several_pilots_asks_which_of_those(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team("One"), a_team("Two"), a_team("Three", channel="C2"))
    with pytest.raises(AmbiguousPilot) as asked:
        await picked(acme, DANA.id, channel=CHANNEL)
    assert set(asked.value.names) == {"One", "Two"}


async def test_in_a_channel_whose_pilot_is_hidden_it_is_the_only_one_they_see(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team("Hidden"), a_team("Theirs", channel=None, lead=STRANGER))
    assert await picked(acme, STRANGER, channel=CHANNEL) == "Theirs"


async def test_two_pilots_of_one_name_are_told_apart_by_the_channel(acme: WorkspaceTransactions) -> None:
    same = Pilot(id="second", name="Freight")
    await stored(acme, a_team("Freight"), a_team("Freight", channel="C2").model_copy(update={"pilot": same}))
    found = await acme.run(lambda uow: select_pilot(uow, DANA.id, "freight", "C2"))
    assert found.pilot.id == "second"
    with pytest.raises(AmbiguousPilot):
        await picked(acme, DANA.id, "freight")


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE teams; --", "<!channel> *bold*", "100% _done_", "{{ pilot }}", "a\\b", "%", "_", "🚚"]
)
async def test_names_that_look_like_orders_are_only_names(acme: WorkspaceTransactions, name: str) -> None:
    await stored(acme, a_team(name), a_team("KYC triage"))
    assert await picked(acme, DANA.id, name) == name
    assert await picked(acme, DANA.id, "kyc") == "KYC triage"


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", ".*", "\\", '"', "x" * 5000])
async def test_what_looks_like_a_pattern_finds_nothing_by_it(acme: WorkspaceTransactions, typed: str) -> None:
    await stored(acme, a_team("Freight"), a_team("KYC triage"))
    with pytest.raises(NoSuchPilot):
        await picked(acme, DANA.id, typed)


# --- what is known of it -------------------------------------------------------------------------------


def _history(uow: UnitOfWork) -> None:
    interview = an_open_interview(status="closed")
    store(uow, a_team(), interview, Thread(channel=CHANNEL, ts="1.000100", interview_id=interview.id))
    for number in range(3):
        made_at = MONDAY + timedelta(days=number)
        uow.assessments.add(an_assessment(f"a{number}", of=interview.id, made_at=made_at))
    theirs, others = an_action("mine", person=MARTA.id), an_action("other", person=PAOLO.id)
    uow.plans.add(a_plan("old", of="a0", actions=(theirs, theirs.model_copy(update={"id": "gone"}))))
    uow.plans.add(a_plan("new", of="a2", made_at=MONDAY + timedelta(days=3), actions=(theirs, others)))


async def test_an_overview_holds_the_latest_of_each(acme: WorkspaceTransactions) -> None:
    await acme.run(_history)
    seen = await acme.run(lambda uow: get_overview(uow, uow.teams.get("freightmatch"), MARTA.id, link))
    assert (seen.assessment and seen.assessment.id, seen.before and seen.before.id) == ("a2", "a1")
    assert seen.plan is not None
    assert seen.plan.id == "new"
    assert seen.lead == DANA
    assert seen.thread == "C1/1.000100"
    assert (seen,) == await acme.run(lambda uow: list_overviews(uow, MARTA.id, link))


async def test_a_pilot_that_has_nothing_yet_has_an_overview_too(acme: WorkspaceTransactions) -> None:
    await stored(acme, a_team())
    (seen,) = await acme.run(lambda uow: list_overviews(uow, DANA.id, link))
    assert (seen.interview, seen.thread, seen.assessment, seen.before, seen.plan) == (None,) * 5


async def test_my_actions_are_those_of_the_newest_plans(acme: WorkspaceTransactions) -> None:
    await acme.run(_history)
    mine = await acme.run(lambda uow: list_own_actions(uow, MARTA.id))
    assert [(at.plan.id, at.action.id) for at in mine] == [("new", "mine")]
    assert await acme.run(lambda uow: list_own_actions(uow, STRANGER)) == ()


async def test_an_interview_is_reached_by_its_channel_or_by_ones_own_messages_never_by_others(
    acme: WorkspaceTransactions,
) -> None:
    interview = an_open_interview()
    threads = [
        Thread(channel="D1", ts="1.1", interview_id=interview.id, person=MARTA.id),
        Thread(channel="D2", ts="1.2", interview_id=interview.id, person=PAOLO.id),
    ]
    await acme.run(lambda uow: store(uow, a_team(channel=None), interview, *threads))
    ways = [(await acme.run(partial(list_overviews, person=p.id, link=link)))[0].thread for p in (MARTA, PAOLO, DANA)]
    assert ways == ["D1/1.1", "D2/1.2", None]


@pytest.mark.parametrize(("private", "way"), [(False, "C1/1.1"), (True, "D3/1.2")])
async def test_the_channel_goes_first_unless_it_may_be_closed_to_them(
    acme: WorkspaceTransactions, private: bool, way: str
) -> None:
    interview = an_open_interview()
    threads = [
        Thread(channel=CHANNEL, ts="1.1", interview_id=interview.id),
        Thread(channel="D3", ts="1.2", interview_id=interview.id, person=MARTA.id),
    ]
    await acme.run(lambda uow: store(uow, a_team(private=private), interview, *threads))
    (seen,) = await acme.run(lambda uow: list_overviews(uow, MARTA.id, link))
    assert seen.thread == way


async def test_two_hundred_pilots_take_as_many_statements_as_a_hundred(
    database: Database, acme: WorkspaceTransactions
) -> None:
    """Both are more than a process remembers."""
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(str(told[2])))

    async def cost(count: int) -> list[int]:
        taken = []
        for read in (list_overviews, list_waiting_questions, load_home_board):
            statements.clear()
            assert await acme.run(partial(read, person=MARTA.id, link=link))
            taken.append(len(statements))
        assert len(await acme.run(lambda uow: list_overviews(uow, MARTA.id, link))) == count
        return taken

    await acme.run(lambda uow: store_many(uow, 100))
    of_a_hundred = await cost(100)
    await acme.run(lambda uow: store_many(uow, 100, first=100))
    assert await cost(200) == of_a_hundred
