"""Scenes: how people bring a pilot about, get it talked about and rated; through the front door and no other way."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, exists, func, make_url, or_, select

from bot.storage.engine.database import utc_now
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, lines
from tests.e2e.app import App
from tests.e2e.conversation import submit_start
from tests.slack_stub import Ack, Channel, Message, SlackServer, User, View
from tests.slack_stub.server import PATIENCE

CLAIMS = (
    "The P&L is mine and I signed the acceptance in March.",
    "It reads from SAP over the API, but it's read-only, nothing gets written back.",
)
"""What the offline analyst rates: the owner at 3, the systems at 2."""


async def at_rest(app: App) -> None:
    """Every event has come in, all that followed from it was done, and nothing is left to be said."""
    await until_none_waits(app.slack, lambda: app.database.run(count_waiting))


async def all_at_rest(slack: SlackServer, database_url: str, now: Callable[[], datetime] = utc_now) -> None:
    """The same where processes of their own have the database open: it is looked at from outside."""
    url = make_url(database_url)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)

    async def count() -> int:
        with engine.connect() as connection:
            return count_waiting(Transaction(connection, now()))

    try:
        await until_none_waits(slack, count)
    finally:
        engine.dispose()


async def until_none_waits(slack: SlackServer, count: Callable[[], Awaitable[int]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        await slack.settled()
        if not await count():
            return
        assert time.monotonic() < deadline, slack.story()
        await asyncio.sleep(0.02)


def count_waiting(tx: Transaction) -> int:
    """How many events are to be worked; what rests for longer than a test would wait is not waited for."""
    due = or_(events.c.due.is_(None), events.c.due <= tx.now)
    resting = exists().where(
        lines.c.workspace_id == events.c.workspace_id,
        lines.c.lane == events.c.lane,
        lines.c.line == events.c.line,
        lines.c.not_before > tx.now + timedelta(seconds=5),
    )
    asked = select(func.count()).select_from(events).where(events.c.state == "open", due, ~resting)
    return int(tx.connection.execute(asked.execution_options(by_test=True)).scalar_one())


async def told(person: User, text: str, channel: Channel | None = None) -> Message:
    """What somebody is answered to `/pilot …`: by themselves, inside the acknowledgement."""
    ack = await person.command("/pilot", text, channel)
    assert ack.ok and ack.message is not None, ack
    assert ack.message.to == person.id
    return ack.message


async def opened(app: App, ack: Ack, person: User) -> View:
    """The modal that came of a click or a command."""
    return opened_by(app.slack, ack, person)


def opened_by(slack: SlackServer, ack: Ack, person: User) -> View:
    assert ack.ok, ack
    view = slack.view(person)
    assert view is not None, slack.story()
    return view


async def start(app: App, lead: User, name: str, channel: Channel | None = None, **fields: Any) -> Message:
    """The first message of the interview: in the channel, or in the lead's direct messages."""
    where = await submit_start(app.slack, lead, name, channel, **fields)
    await at_rest(app)
    opening = app.slack.last(where)
    assert opening is not None and name in opening.shown, app.slack.story()
    return opening


async def start_read(
    app: App, lead: User, name: str, channel: Channel | None = None, *, leaders: Sequence[User]
) -> Message:
    """The same where those to whom the digest is offered said yes to it."""
    opening = await start(app, lead, name, channel, leaders=list(leaders))
    for reader in leaders:
        offer = next(m for m in reversed(app.slack.said(reader.dm)) if "part_accept_digest" in m.action_ids)
        await reader.clicks(offer, "part_accept_digest")
    await at_rest(app)
    return opening


async def talk(app: App, person: User, thread: Message) -> None:
    """Somebody says what can be rated."""
    for claim in CLAIMS:
        await person.says(thread.channel, claim, thread)
        await at_rest(app)


async def rated(
    app: App, lead: User, thread: Message, channel: Channel | None = None, *, whole: bool = False
) -> Message:
    """The card, after the interview was ended early; `whole`: once everything was asked."""
    await talk(app, lead, thread)
    while whole and (asked := _find_open_question(app, channel or lead.dm)):
        await lead.clicks(asked, "interview_dont_know")
        await at_rest(app)
    await told(lead, "finish", channel)
    await at_rest(app)
    return card(app, channel or lead.dm)


def _find_open_question(app: App, channel: Channel) -> Message | None:
    said = (message for message in app.slack.said(channel) if "interview_dont_know" in message.action_ids)
    return next(said, None)


def card(app: App, channel: Channel) -> Message:
    found = [message for message in app.slack.said(channel) if "assessment_challenge" in message.action_ids]
    assert found, app.slack.story()
    return found[-1]


async def plan_asked_for(app: App, person: User, shown: Message | View, **fields: Any) -> None:
    """By the button on what is shown, and the form behind it as it comes."""
    view = await opened(app, await person.clicks(shown, "plan_make"), person)
    ack = await person.submits(view, fields)
    assert ack.ok and not ack.errors, ack
