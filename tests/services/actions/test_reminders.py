"""The morning's message: one for each person, of what is due when they are looked for, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.core.days_off import Country, DaysOff, Holiday
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.services.actions import action_commands
from bot.services.actions.assign_actions import assign_plan_actions
from bot.services.actions.reminders import send_due_reminder
from bot.services.worker.handler import RetryLater
from bot.storage.engine.database import Database
from tests.services.actions.test_action_commands import does, finish, move
from tests.services.followings import CLEAN, DUE, Office, the_actions, words
from tests.support.builders import DANA, PAOLO, an_action
from tests.support.teams import MARTA

TWO_BEFORE, FIRST = DUE - timedelta(days=2), datetime(2026, 11, 16, 9, tzinfo=UTC)
"""Monday, two working days before the date."""


@pytest.fixture
def office(database: Database, knowledge: Knowledge) -> Office:
    return Office(database, knowledge)


async def woken(office: Office, person: Person, at: datetime) -> None:
    """As the queue would, on the morning of that day."""
    office.clock.at = at
    await office.done(await send_due_reminder(office.deps, person.id, at.date()))


async def test_all_that_is_due_is_one_message_and_no_second_one_that_morning(office: Office) -> None:
    wire, clean = the_actions()
    also = clean.model_copy(update={"person": MARTA.id, "person_name": MARTA.name, "due": DUE})
    await office.open(wire, also)
    for _ in range(3):
        await woken(office, MARTA, FIRST)
    (said,) = await office.said_to(MARTA.id)
    assert [part.key for part in said.parts] == ["reminder", "listed:p1:wire", "listed:p1:clean", "choice"]
    assert said.parts[0].text.count("is due on Wednesday 18 November.") == 2
    assert "action_update" in str(said.parts[-1].blocks)


async def test_what_was_done_or_moved_or_handed_on_meanwhile_is_not_mentioned(office: Office) -> None:
    await office.open()
    await does(office, MARTA, finish)
    await woken(office, MARTA, FIRST)
    await does(office, MARTA, action_commands.reopen_action)
    office.clock.forward(days=1)
    await does(office, MARTA, move)
    await woken(office, MARTA, FIRST + timedelta(days=1, minutes=1))
    assert await office.said_to(MARTA.id) == []


async def test_it_waits_for_the_morning_where_they_are_and_for_a_working_day(office: Office) -> None:
    await office.open()
    office.map.zones[MARTA.id] = "America/New_York"
    for at, seconds in (
        (FIRST, 5 * 3600),
        (FIRST.replace(hour=13, minute=59), 60),
        (FIRST.replace(hour=22), 16 * 3600),
    ):
        office.clock.at = at
        with pytest.raises(RetryLater) as later:
            await send_due_reminder(office.deps, MARTA.id, at.date())
        assert (later.value.seconds, later.value.counts) == (seconds, False)
    await woken(office, MARTA, datetime(2026, 11, 14, 15, tzinfo=UTC))
    assert await office.said_to(MARTA.id) == [], "on a Saturday"
    assert f"{MARTA.id}:2026-11-16" in office.expected()
    await woken(office, MARTA, FIRST.replace(hour=14))
    assert len(await office.said_to(MARTA.id)) == 1


SUNDAY = datetime(2026, 11, 15, 9, tzinfo=UTC)
SUNDAY_TO_THURSDAY = DaysOff(country=Country(code="IL", name="Israel"), weekend=(4, 5))


@pytest.mark.parametrize(
    ("days_off", "zone"),
    [(SUNDAY_TO_THURSDAY, "UTC"), (SUNDAY_TO_THURSDAY, "Europe/Berlin"), (DaysOff(), "Asia/Jerusalem")],
    ids=["the plan's country", "the plan's country, worked from elsewhere", "where the person is"],
)
async def test_what_is_due_on_a_sunday_is_brought_to_mind_on_it_where_that_is_a_working_day(
    office: Office, days_off: DaysOff, zone: str
) -> None:
    await office.open(the_actions()[0].model_copy(update={"due": SUNDAY.date()}), days_off=days_off)
    office.map.zones[MARTA.id] = zone
    await woken(office, MARTA, SUNDAY - timedelta(days=2))
    assert await office.said_to(MARTA.id) == [], "a Friday is their weekend"
    await woken(office, MARTA, SUNDAY)
    (said,) = await office.said_to(MARTA.id)
    assert "is due today, Sunday 15 November" in words(said)


async def test_where_the_weekend_is_the_usual_one_nobody_is_written_to_on_a_sunday(office: Office) -> None:
    await office.open(the_actions()[0].model_copy(update={"due": SUNDAY.date()}))
    await woken(office, MARTA, SUNDAY)
    assert await office.said_to(MARTA.id) == []


async def test_whoever_is_away_is_left_alone_until_they_are_back(office: Office) -> None:
    await office.open()
    office.map.absences[MARTA.id] = datetime(2026, 11, 18, 0, tzinfo=UTC)
    office.clock.at = FIRST
    with pytest.raises(RetryLater) as later:
        await send_due_reminder(office.deps, MARTA.id, FIRST.date())
    assert later.value.seconds == 2 * 24 * 3600


async def test_a_holiday_of_the_plan_is_no_day_for_it(office: Office) -> None:
    off = DaysOff(holidays=(Holiday(day=FIRST.date(), name="Day of the pilots"),))
    await office.open(days_off=off)
    await woken(office, MARTA, FIRST - timedelta(days=3))
    assert len(await office.said_to(MARTA.id)) == 1, "the Friday before"
    await woken(office, MARTA, FIRST)
    assert len(await office.said_to(MARTA.id)) == 1


async def test_a_click_on_it_ends_it_and_the_message_says_nothing_more_of_it(office: Office) -> None:
    await office.open()
    await does(office, MARTA, action_commands.accept_action)
    await woken(office, MARTA, FIRST)
    assert "action_seen" in str((await office.said_to(MARTA.id))[0].parts)
    await does(office, MARTA, action_commands.acknowledge_action)
    (said,) = await office.said_to(MARTA.id)
    assert "action_seen" not in str(said.parts)
    assert "is under way" in said.parts[0].text and "Done?" not in said.parts[0].text, "it goes on asking for nothing"
    await woken(office, MARTA, FIRST + timedelta(days=2))
    assert len(await office.said_to(MARTA.id)) == 1


async def test_after_three_the_lead_hears_of_it_once_with_what_they_can_do(office: Office) -> None:
    await office.open(the_actions()[0])
    for days in (0, 2, 4, 7, 9):
        await woken(office, MARTA, FIRST + timedelta(days=days))
    assert len(await office.said_to(MARTA.id)) == 3
    for days in (8, 9, 10):
        await woken(office, DANA, FIRST + timedelta(days=days))
    (told,) = await office.said_to(DANA.id)
    assert "and <@U3> has never said whether it is theirs." in words(told)
    assert "action_update" in str(told.parts)


async def test_of_what_is_nobodys_the_lead_hears_after_their_own_and_once(office: Office) -> None:
    wire, clean = the_actions()
    own = clean.model_copy(update={"id": "own", "person": DANA.id, "person_name": DANA.name, "due": DUE})
    await office.open(wire.model_copy(update={"person": None, "person_name": None}), own)
    await woken(office, DANA, FIRST)
    (said,) = await office.said_to(DANA.id)
    assert [part.key for part in said.parts] == ["reminder", "listed:p1:own", "listed:p1:wire", "choice"]
    assert "and nobody has it yet" in words(said)


async def test_more_than_fits_one_message_comes_the_next_morning(office: Office) -> None:
    one = the_actions()[0]
    await office.open(*(one.model_copy(update={"id": f"a{n}"}) for n in range(13)))
    for days in (0, 1):
        await woken(office, MARTA, FIRST + timedelta(days=days))
    first, second = await office.said_to(MARTA.id)
    assert (len(first.parts), len(second.parts)) == (12, 5), "the head, the actions, their menu"


async def test_a_morning_is_looked_for_whenever_a_date_an_owner_or_a_state_changes(office: Office) -> None:
    plan = await office.open(*the_actions())
    await office.acme.run(lambda uow: assign_plan_actions(uow, office.deps, uow.teams.get("freightmatch"), plan))
    assert f"{MARTA.id}:2026-11-16" in office.expected()
    assert f"{DANA.id}:2026-11-18" in office.expected(), "of the action that nobody has"
    await does(office, PAOLO, action_commands.accept_action, CLEAN)
    assert f"{PAOLO.id}:2026-11-18" in office.expected()
    await does(office, MARTA, move)
    assert f"{MARTA.id}:2026-11-18" in office.expected()


async def test_a_morning_that_was_worked_already_is_looked_for_on_the_next(office: Office) -> None:
    plan = await office.open(an_action("wire", person=MARTA.id, person_name=MARTA.name, due=DUE))
    for _ in range(2):
        await office.acme.run(lambda uow: assign_plan_actions(uow, office.deps, uow.teams.get("freightmatch"), plan))
    mine = [morning for morning in office.expected() if morning.startswith(MARTA.id)]
    assert mine == [f"{MARTA.id}:2026-11-16", f"{MARTA.id}:2026-11-17"]
