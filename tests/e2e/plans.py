"""Plans in e2e tests: made through the front door, and their actions found wherever they are listed."""

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
    pilot = await app.pilot_id()
    plan = await transactions.run(lambda uow: uow.plans.find_latest_by_pilot([pilot])[pilot])
    return Progress.from_steps(plan, await transactions.run(lambda uow: uow.action_steps.list_for_plan(plan.root_id)))


async def standing(app: App, number: int) -> ActionStatus:
    return (await progress(app)).standings[number - 1]


async def numbers_of(app: App, person: User) -> list[int]:
    """The actions that are theirs, or proposed to them."""
    return [number for number, one in enumerate((await progress(app)).standings, start=1) if one.owner == person.id]


async def listed(app: App, person: User, what: str = "actions freight") -> Message:
    """The list, which comes after the command's answer: in their direct messages."""
    await told(person, what)
    await at_rest(app)
    return last(app, person)


async def updating(app: App, person: User, page: Message, number: int, move: str = "") -> View:
    """What opens for this action of a list or a message of several; `move`: what is chosen there."""
    entry = next(text for text in _entries(page) if text.startswith(f"{number}. "))
    view = await opened(app, await person.clicks(page, "action_update", entry), person)
    return await opened(app, await person.clicks(view, "chosen_move", move), person) if move else view


def _entries(message: Message) -> list[str]:
    elements = (element for block in message.blocks for element in block.get("elements", ()))
    menus = (element for element in elements if element.get("action_id") == "action_update")
    return [option["text"]["text"] for menu in menus for option in menu["options"]]


async def marked(app: App, person: User, page: Message, number: int, move: str, **fields: object) -> None:
    """Done from a list, or from a message of several."""
    view = await updating(app, person, page, number, move)
    ack = await person.submits(view, {"chosen_move": move, **fields})
    assert ack.ok and not ack.errors, ack
    await at_rest(app)


async def taken(app: App, person: User, number: int) -> None:
    """Somebody takes what nobody has."""
    await marked(app, person, await listed(app, person), number, "action_accept")
    assert (await standing(app, number)).owner == person.id


async def moved_to(app: App, person: User, number: int, day: str) -> None:
    await marked(app, person, await listed(app, person), number, "action_move", due=day)
    assert str((await standing(app, number)).due) == day


async def given_to(app: App, lead: User, person: User, number: int) -> None:
    await marked(app, lead, await listed(app, lead), number, "action_reassign", colleague=person)


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
