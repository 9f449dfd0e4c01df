"""How many actions one message holds, how many messages keep up with an action, and when a morning is looked for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.actions.progress import Step
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import BotMessage, MessageContent, Place, build_part
from bot.domain.plan.action import Action
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.tables import events
from tests.services.actions.test_action_commands import does, entrusted, finish
from tests.services.actions.test_reminders import FIRST, woken
from tests.services.followings import WIRE, Office, the_actions
from tests.support.builders import DANA
from tests.support.teams import MARTA


@pytest.fixture
def office(database: Database, knowledge: Knowledge) -> Office:
    return Office(database, knowledge)


def of_marta(many: int) -> list[Action]:
    return [the_actions()[0].model_copy(update={"id": f"a{n}"}) for n in range(many)]


@pytest.mark.parametrize(("many", "shown"), [(12, 12), (13, 12)])
async def test_whoever_is_asked_for_many_is_shown_twelve_of_them(office: Office, many: int, shown: int) -> None:
    await entrusted(office, await office.open(*of_marta(many)))
    (asked,) = await office.said_to(MARTA.id)
    assert [part.key for part in asked.parts[1:]] == [*(f"listed:p1:a{n}" for n in range(shown)), "choice"]
    assert len([one for one in (await office.progress()).standings if one.postings]) == shown


@pytest.mark.parametrize(("many", "mornings"), [(10, [10]), (11, [10, 1])])
async def test_a_morning_reminds_of_ten_at_most(office: Office, many: int, mornings: list[int]) -> None:
    await office.open(*of_marta(many))
    for days in (0, 1):
        await woken(office, MARTA, FIRST + timedelta(days=days))
    assert [count_actions(said) for said in await office.said_to(MARTA.id)] == mornings


@pytest.mark.parametrize(("many", "mornings"), [(4, [4]), (5, [4, 1])])
async def test_a_morning_tells_the_lead_of_four_at_most_that_nobody_reacts_to(
    office: Office, many: int, mornings: list[int]
) -> None:
    await office.open(*of_marta(many))
    for days in (0, 2, 4):
        await woken(office, MARTA, FIRST + timedelta(days=days))
    for days in (8, 9):
        await woken(office, DANA, FIRST + timedelta(days=days))
    assert [count_actions(said) for said in await office.said_to(DANA.id)] == mornings


def count_actions(said: BotMessage) -> int:
    return sum(part.key.startswith(("action:", "listed:")) for part in said.parts)


async def test_the_last_eight_messages_that_show_an_action_keep_up_with_it(office: Office) -> None:
    await office.open()
    at = office.deps.clock.now()
    step = {"root": "p1", "pilot_id": "freightmatch", "action_id": WIRE.action_id, "kind": "seen", "by": MARTA.id}
    ids = [f"m{n}" for n in range(9)]

    def show(uow: UnitOfWork) -> None:
        for key in ids:
            part = build_part("action:p1:wire", MessageContent("As it was.", ()))
            uow.messages.add(BotMessage(id=key, place=Place(person=MARTA.id), parts=(part,)))
            uow.action_steps.add(Step(id=key, at=at, posting=key, **step))

    await office.acme.run(show)
    await does(office, MARTA, finish)

    def changed(uow: UnitOfWork) -> list[str]:
        return [key for key in ids if (found := uow.messages.find(key)) is not None and found.revision]

    assert await office.acme.run(changed) == ids[1:]


async def test_a_morning_is_looked_for_from_when_it_comes_to_the_first_on_earth(office: Office) -> None:
    await entrusted(office, await office.open())
    with office.database.engine.connect() as connection:
        asked = select(events.c.due).where(events.c.kind == "remind", events.c.id == f"remind:{MARTA.id}:2026-11-16")
        due = connection.execute(asked).scalar_one()
    assert due == datetime(2026, 11, 15, 19, tzinfo=UTC), "nine in the morning at fourteen hours before UTC"
