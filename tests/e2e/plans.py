"""Plans in e2e tests: made through the front door, and their actions found wherever they are listed."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.domain.actions.progress import ActionStatus, Progress
from tests.e2e.app import App
from tests.e2e.scenes import at_rest, opened, rated, start, told
from tests.slack_stub import Channel, Message, User, View

MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


async def planned(app: App, lead: User, channel: Channel, *people: User, whole: bool = False) -> Message:
    """The plan's message in the channel's thread."""
    thread = await start(app, lead, "Freight", channel, participants=list(people))
    card = await rated(app, lead, thread, channel, whole=whole)
    await submitted(app, lead, card, "plan_make", {"start": "2027-03-08", "country": None})
    return plan_message(app, channel)


def plan_message(app: App, channel: Channel) -> Message:
    return [message for message in app.slack.said(channel) if "plan_all_actions" in message.action_ids][-1]


async def progress(app: App) -> Progress:
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)
    plan = await transactions.run(lambda uow: uow.plans.find_latest_by_pilot(["freight"])["freight"])
    return Progress.from_steps(plan, await transactions.run(lambda uow: uow.action_steps.list_for_plan(plan.root_id)))


async def standing(app: App, number: int) -> ActionStatus:
    return (await progress(app)).standings[number - 1]


async def numbers_of(app: App, person: User) -> list[int]:
    """The actions that are theirs, or proposed to them."""
    return [number for number, one in enumerate((await progress(app)).standings, start=1) if one.owner == person.id]


async def listed(app: App, person: User, number: int) -> Message:
    """The page of all actions on which this one stands."""
    page = await told(person, "actions freight")
    while f"*{number}. " not in page.shown:
        await person.clicks(page, "plan_all_actions")
        await at_rest(app)
        page = app.slack.said(person.dm)[-1]
    return page


async def value_of(app: App, message: Message, button: str, number: int) -> str:
    """What the button of this action carries, among those of others."""
    action = (await progress(app)).standings[number - 1].action.id
    (value,) = {value for value in _values(message, button) if f'"{action}"' in value}
    return value


def _values(message: Message, button: str) -> Iterator[str]:
    elements = (element for block in message.blocks for element in block.get("elements", ()))
    return (str(element["value"]) for element in elements if element.get("action_id") == button)


async def taken(app: App, person: User, number: int) -> None:
    """Somebody takes what nobody has."""
    page = await listed(app, person, number)
    await person.clicks(page, "action_accept", await value_of(app, page, "action_accept", number))
    await at_rest(app)
    assert (await standing(app, number)).owner == person.id


async def moved_to(app: App, person: User, number: int, day: str) -> None:
    page = await listed(app, person, number)
    ack = await person.clicks(page, "action_move", await value_of(app, page, "action_move", number))
    view = await opened(app, ack, person)
    assert (await person.submits(view, {"due": day})).ok
    await at_rest(app)
    assert str((await standing(app, number)).due) == day


async def given_to(app: App, lead: User, person: User, number: int) -> None:
    page = await listed(app, lead, number)
    ack = await lead.clicks(page, "action_reassign", await value_of(app, page, "action_reassign", number))
    view = await opened(app, ack, lead)
    assert (await lead.submits(view, {"colleague": person})).ok
    await at_rest(app)


async def submitted(app: App, person: User, message: Message | View, button: str, values: dict[str, object]) -> None:
    """A button that opens a form, filled in and sent."""
    view = await opened(app, await person.clicks(message, button), person)
    ack = await person.submits(view, values)
    assert ack.ok and not ack.errors, ack
    await at_rest(app)


def last(app: App, person: User) -> Message:
    found = app.slack.last(person.dm)
    assert found is not None, app.slack.story()
    return found
