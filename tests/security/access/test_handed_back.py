"""A question that waits for somebody who left the private channel is the lead's again at once."""

from collections.abc import Awaitable, Callable

import pytest

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, opened, start, talk
from tests.slack_stub import Channel, SlackServer, User


@pytest.fixture
def quiet(slack: SlackServer, dana: User, marta: User) -> Channel:
    return slack.channel("quiet", dana, marta, kind="private")


async def left_to(app: App, lead: User, colleague: User, channel: Channel) -> None:
    view = await opened(app, await lead.clicks(app.slack.said(channel)[-1], "interview_ask_colleague"), lead)
    await lead.submits(view, {"colleague": colleague})
    await at_rest(app)


async def told_by_slack(app: App, person: User, channel: Channel) -> None:
    await person.leaves(channel)
    await at_rest(app)


async def found_at_the_next_look(app: App, person: User, channel: Channel) -> None:
    """Nobody told us that they left; somebody else coming makes us look."""
    channel.members.remove(person.id)
    await app.slack.user("sam").joins(channel)
    await at_rest(app)


@pytest.mark.parametrize("leave", [told_by_slack, found_at_the_next_look])
@pytest.mark.parametrize("named", [True, False], ids=["named", "asked in"])
async def test_what_they_were_asked_is_put_to_the_lead_who_is_told_why(
    app: App,
    slack: SlackServer,
    dana: User,
    marta: User,
    *,
    quiet: Channel,
    leave: Callable[[App, User, Channel], Awaitable[None]],
    named: bool,
) -> None:
    await talk(app, dana, await start(app, dana, "Freight", quiet, participants=[dana, marta] if named else [dana]))
    await left_to(app, dana, marta, quiet)
    before = await app.interview("freight-i1")
    assert [question.to for question in before.pending_questions if question.to] == [marta.id]
    await leave(app, marta, quiet)
    after = await app.interview("freight-i1")
    assert [question.to for question in after.pending_questions if question.to] == [dana.id]
    assert after.passes[-1].to == dana.id
    (told,) = [m.shown for m in slack.said(dana.dm) if "has no part in" in m.shown]
    assert f"{marta.mention} has left" in told and f"I ask {dana.mention} instead" in told


async def test_whoever_leaves_a_public_channel_keeps_their_question(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    await talk(app, dana, await start(app, dana, "Freight", freight, participants=[dana, marta]))
    await left_to(app, dana, marta, freight)
    await marta.leaves(freight)
    await at_rest(app)
    waiting = (await app.interview("freight-i1")).pending_questions
    assert [question.to for question in waiting if question.to] == [marta.id]
