"""Who is named for an open role has its actions at once, is asked once, and stays named in the next plan."""

import pytest

from bot.domain.core.errors import MoveRefused, NoAccess
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.replanning.named_people import NamedPerson, list_form_holders
from bot.services.actions.action_commands import accept_action
from bot.services.actions.name_people import PlanRef, give_owner_role, name_people, take_owner_role
from bot.storage.engine.database import Database
from tests.services.followings import CLEAN, LEE, WIRE, Office, the_actions, words
from tests.support.builders import DANA, PAOLO, an_action
from tests.support.teams import MARTA, READER, STRANGER, a_team

ROLE = "owner"
PLAN = PlanRef("freightmatch", "p1")


@pytest.fixture
def office(database: Database, knowledge: Knowledge) -> Office:
    return Office(database, knowledge)


async def names(office: Office, person: Person | None, by: Person = DANA, share: float | None = None) -> None:
    named = (NamedPerson(role=ROLE, person=person, share=share),)
    click = office.click(by)
    await office.acme.run(lambda uow: name_people(uow, office.deps, click, PLAN, named))


async def test_whoever_is_named_has_the_actions_that_nobody_had(office: Office) -> None:
    await office.open()
    await names(office, LEE)
    progress = await office.progress()
    clean, wire = progress.get_status(CLEAN.action_id), progress.get_status(WIRE.action_id)
    assert (clean.owner, clean.owner_name, clean.accepted, clean.given_by) == (LEE.id, LEE.name, False, DANA.id)
    assert clean.action.basis == "form"
    assert wire.owner == MARTA.id
    assert progress.plan.revises == "p1"
    assert list_form_holders(progress.plan) == {ROLE: LEE}


async def test_they_are_asked_in_one_message(office: Office) -> None:
    await office.open()
    await names(office, LEE)
    [posting] = (await office.progress()).get_status(CLEAN.action_id).postings
    asked = await office.acme.run(lambda uow: uow.messages.find(posting))
    assert asked is not None
    assert asked.place.person == LEE.id


async def test_naming_twice_names_once(office: Office) -> None:
    await office.open()
    await names(office, LEE)
    before = await office.progress()
    with pytest.raises(MoveRefused, match="Nobody new was named"):
        await names(office, LEE)
    assert await office.progress() == before


async def test_somebody_who_is_not_in_slack_is_named_by_name_and_not_written_to(office: Office) -> None:
    await office.open()
    await names(office, Person(id="Ruud Bos", name="Ruud Bos"))
    clean = (await office.progress()).get_status(CLEAN.action_id)
    assert (clean.owner, clean.is_owner_reachable, clean.action.person) == ("Ruud Bos", False, None)
    assert clean.postings == ()


async def test_time_alone_is_kept_for_the_next_plan(office: Office) -> None:
    await office.open()
    await names(office, None, share=0.3)
    plan = (await office.progress()).plan
    assert [(known.role, known.share) for known in plan.shares] == [(ROLE, 0.3)]


@pytest.mark.parametrize(("person", "refused"), [(STRANGER, NoAccess), (READER, MoveRefused)])
async def test_whoever_takes_no_part_names_nobody(office: Office, person: str, refused: type[Exception]) -> None:
    await office.open()
    before = await office.progress()
    with pytest.raises(refused):
        await names(office, LEE, by=Person(id=person, name="Eve"))
    assert await office.progress() == before


# --- the owner -----------------------------------------------------------------------------------------

OWNERS = (
    an_action("accept", role="operational_owner", role_name="Operational owner"),
    an_action("review", role="operational_owner", role_name="Operational owner", person=PAOLO.id, person_name="Paolo"),
    an_action("wire", role="ai_lead", role_name="AI lead"),
)


async def test_whoever_accepts_the_workflow_holds_what_its_owner_has_to_do(office: Office) -> None:
    await office.open(*OWNERS)
    click, team = office.click(PAOLO), a_team()
    await office.acme.run(lambda uow: give_owner_role(uow, office.deps, click, team))
    accept, wire = [(await office.progress()).get_status(action) for action in ("accept", "wire")]
    assert (accept.owner, accept.accepted, accept.action.basis) == (PAOLO.id, True, "said")
    assert wire.owner is None


async def test_whoever_refuses_the_workflow_has_nothing_of_its_owners(office: Office) -> None:
    await office.open(*OWNERS)
    click, team = office.click(PAOLO), a_team()
    await office.acme.run(lambda uow: take_owner_role(uow, office.deps, click, team))
    progress = await office.progress()
    assert all(s.owner != PAOLO.id for s in progress.standings if s.action.role == "operational_owner")
    assert progress.build_held_plan().get_action("review").person_name is None


async def test_whoever_is_named_reads_who_named_them_and_has_one_menu_for_several_actions(office: Office) -> None:
    await office.open(*the_actions(), an_action("count", title="Count the data"))
    await names(office, LEE)
    [asked] = await office.said_to(LEE.id)
    assert f"2 actions in it have your name because <@{DANA.id}> named you." in words(asked)
    assert words(asked).count("proposed to you, who have not said yes yet") == 2
    elements = [e for part in asked.parts for b in part.blocks if b["type"] == "actions" for e in b["elements"]]
    assert [element["type"] for element in elements] == ["button", "overflow", "static_select"]


async def test_what_they_read_of_it_stays_addressed_to_them_when_it_changes(office: Office) -> None:
    await office.open()
    await names(office, LEE)
    await office.acme.run(lambda uow: accept_action(uow, office.deps, office.click(LEE), CLEAN))
    [asked] = await office.said_to(LEE.id)
    assert f"<@{LEE.id}>" not in words(asked)


async def test_whoever_named_people_reads_who_has_what_and_who_was_asked(office: Office) -> None:
    await office.open(*the_actions(), an_action("count", title="Count the data"))
    await names(office, LEE)
    [told] = office.whispers(DANA.id)
    assert f"<@{LEE.id}>: 2 actions" in told
    assert f"I've asked <@{LEE.id}>; nothing is theirs until they accept it." in told


async def test_whoever_names_themselves_is_asked_nothing(office: Office) -> None:
    await office.open()
    await names(office, DANA)
    [told] = office.whispers(DANA.id)
    assert "you: 1 action" in told
    assert "I've asked" not in told
