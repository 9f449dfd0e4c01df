"""The trail: whatever is registered leaves one row when it is done or refused: by whom and about what, no words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.access.relation import WORKSPACE, Relation
from bot.domain.access.right import MAY
from bot.domain.audit.act import Act, mark_id, mark_record
from bot.domain.audit.chain import ChainedAct, verify_chain
from bot.domain.framework.knowledge import Knowledge
from bot.slack.inbound.slack_events import HomeOpened, MessageDeleted, MessageEdited, MessageSaid
from bot.slack.interactions.commands import COMMANDS, answer_command
from bot.slack.registry.interaction import Button, Choice, Form, Interaction, LinkButton, ModalButton, Shortcut
from bot.slack.registry.typed_commands import Command, CommandRequest
from bot.slack.views.commands import TypedCommand
from bot.storage.engine.database import Database
from tests.services.followings import LEE
from tests.slack.interactions.test_who_may import EVERYBODY, EVERYTHING, World, holds_right, name_of
from tests.support.builders import DANA, PAOLO
from tests.support.databases import create_sqlite
from tests.support.teams import MARTA, STRANGER

Recorded = Button | ModalButton | Choice | Form | Shortcut | Command
SHOWN: list[Recorded] = [entry for entry in EVERYTHING if not isinstance(entry, LinkButton)]

DOERS = (Relation.PARTICIPANT, Relation.LEAD, Relation.OWNER, Relation.DIGEST_READER)


@pytest.fixture
def world(tmp_path: Path, knowledge: Knowledge) -> Iterator[World]:
    with Database(create_sqlite(tmp_path)) as database:
        yield World(database, knowledge, "T1")


async def trail(world: World) -> tuple[ChainedAct, ...]:
    return await world.office.acme.run(lambda uow: uow.audit.list_after(0, 99))


async def only_act(world: World) -> Act:
    (row,) = await trail(world)
    return row.act


@pytest.mark.parametrize("entry", SHOWN, ids=name_of)
async def test_whatever_is_registered_leaves_one_row_when_it_is_done(entry: Recorded, world: World) -> None:
    person = EVERYBODY[next(role for role in DOERS if holds_right(role, entry))]
    name = entry.word if isinstance(entry, Command) else entry.id
    await world.fill("interview_resume" if name == "resume" else name)
    await (world.types(entry, person) if isinstance(entry, Command) else world.tries(entry, person))
    act = await only_act(world)
    via = "command" if isinstance(entry, Command) else entry.via
    assert (act.by, act.name, act.via, act.effect, act.outcome) == (person, name, via, entry.effect, "done")


@pytest.mark.parametrize("word", ["list", "portfolio"])
async def test_a_view_of_several_pilots_names_those_that_it_showed_and_no_other(word: str, world: World) -> None:
    await world.fill("")
    await world.types(next(known for known in COMMANDS if known.word == word), DANA.id)
    act = await only_act(world)
    assert act.pilots == tuple(sorted(map(mark_id, ("freightmatch", "claims", "audit")))) and act.pilot == ""
    assert verify_chain(await trail(world)).broken_at is None


@pytest.mark.parametrize("entry", ["portfolio_open", "digest_preview", "digest_open"])
async def test_a_button_that_tells_of_several_pilots_names_them_too(entry: str, world: World) -> None:
    await world.fill("")
    await world.tries(find(entry), DANA.id)
    told = {"digest_preview": ()}.get(entry, ("freightmatch", "claims", "audit"))
    assert (await only_act(world)).pilots == tuple(sorted(map(mark_id, told))), "Dana leads none as a leader"


async def test_the_digest_s_preview_names_those_of_which_it_tells(world: World) -> None:
    await world.fill("")
    await world.tries(find("digest_preview"), LEE.id)
    led = await world.office.acme.run(lambda uow: uow.teams.list_led_by(LEE.id))
    assert led and (await only_act(world)).pilots == tuple(sorted(mark_id(team.pilot.id) for team in led))


async def test_home_names_the_pilots_that_it_tells_of(world: World) -> None:
    await world.fill("")
    await world.work(HomeOpened(person=DANA.id).to_event("try", f"home:{DANA.id}"))
    assert (await only_act(world)).pilots == tuple(sorted(map(mark_id, ("freightmatch", "claims", "audit"))))
    await world.work(HomeOpened(person=STRANGER).to_event("again", f"home:{STRANGER}"))
    assert (await trail(world))[-1].act.pilots == ()


async def test_a_form_that_is_refused_when_it_is_opened_is_on_record_as_that_alone(world: World) -> None:
    await world.fill("")
    asker = world.context.build_asker(await world.office.map.get_member(MARTA.id), "C5")
    await answer_command(world.context, CommandRequest(TypedCommand("forget", "claims"), asker, "k"))
    assert [row.act.outcome for row in await trail(world)] == ["refused"]


async def test_a_view_of_several_names_none_to_whoever_sees_none(world: World) -> None:
    await world.fill("")
    await world.types(next(known for known in COMMANDS if known.word == "list"), STRANGER)
    assert (await only_act(world)).pilots == ()


@pytest.mark.parametrize("entry", [entry for entry in SHOWN if MAY[entry.right] != WORKSPACE], ids=name_of)
async def test_what_somebody_may_not_is_on_record_as_refused(entry: Recorded, world: World) -> None:
    await world.fill("" if isinstance(entry, Command) else entry.id)
    await (world.types(entry, STRANGER) if isinstance(entry, Command) else world.tries(entry, STRANGER))
    act = await only_act(world)
    assert (act.by, act.outcome) == (STRANGER, "refused")


async def test_a_row_says_what_it_is_about_and_where_it_was_done_by_marks_alone(world: World) -> None:
    await world.fill("")
    await world.tries(find("status_share"), MARTA.id)
    await world.tries(find("challenge_rating"), MARTA.id)
    shared, challenged = (row.act for row in await trail(world))
    assert (shared.pilot, shared.place) == (mark_id("audit"), "C1")
    assert challenged.record == mark_record("assessment", "a2")


async def test_a_pilot_that_was_just_started_is_named_by_the_id_that_it_got(world: World) -> None:
    await world.fill("")
    await world.tries(find("start_pilot", form=True), DANA.id, {"name": "Claims", "participants": []})
    newest = await world.office.acme.run(lambda uow: uow.teams.list_visible_to(DANA.id))
    assert (await only_act(world)).pilot in {mark_id(team.pilot.id) for team in newest if team.pilot.id != "claims"}


async def test_a_command_says_of_which_pilot_it_told(world: World) -> None:
    await world.fill("")
    for command in COMMANDS:
        if "[NAME]" in command.usage and command.word != "start":
            await world.types(command, PAOLO.id)
    assert {row.act.pilot for row in await trail(world)} == {mark_id("claims")}


async def test_nobodys_words_and_no_name_are_in_the_trail(world: World, knowledge: Knowledge) -> None:
    await world.fill("")
    for entry in SHOWN:
        for person in (MARTA.id, LEE.id, STRANGER):
            await (world.types(entry, person) if isinstance(entry, Command) else world.tries(entry, person))
    rows = await trail(world)
    whole = " ".join(row.model_dump_json() for row in rows).casefold()
    assert verify_chain(rows).broken_at is None
    for word in ("freightmatch", "claims", "marta", "wong", "sap", "trial", "key", "not yet"):
        assert word not in whole, word


async def test_home_and_what_somebody_changes_of_what_they_said_are_on_record(world: World) -> None:
    await world.fill("")
    at = {"channel": "C1", "ts": "2.4", "thread": "2.2", "person": MARTA.id, "text": "It reads nothing."}
    happened = (HomeOpened(person=MARTA.id), MessageEdited(**at, changed="9.9"), MessageDeleted(**at, changed="9.9"))
    for told in happened:
        await world.work(told.to_event("try", "thread:C1:2.2"))
    acts = [row.act for row in await trail(world)]
    assert [(act.name, act.effect) for act in acts] == [
        ("home", "saw"),
        ("message_edited", "changed"),
        ("message_deleted", "changed"),
    ]
    assert acts[1].record == mark_record("interview", "claims-i1")


async def test_what_is_said_in_an_interview_is_no_row_of_its_own(world: World) -> None:
    await world.fill("")
    said = MessageSaid(channel="C1", ts="2.9", thread="2.2", person=MARTA.id, text="It reads SAP.", under_us=True)
    await world.work(said.to_event("try", "thread:C1:2.2"))
    assert await trail(world) == ()


def find(name: str, *, form: bool = False) -> Interaction:
    found = [entry for entry in EVERYTHING if not isinstance(entry, Command) and entry.id == name]
    return found[-1] if form else found[0]
