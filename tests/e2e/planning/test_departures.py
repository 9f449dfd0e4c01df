"""Somebody's account is switched off: whoever gives them something is told at once, the lead once, and nobody waits."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.clock import SetClock
from tests.e2e.plans import MONDAY, given_to, listed, moved_to, plan_message, planned, standing, taken, updating
from tests.e2e.scenes import at_rest, opened, start, told
from tests.slack_stub import Channel, SlackServer, User


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(MONDAY, slack)


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock) -> AsyncIterator[App]:
    async with running(slack, knowledge, database_url, clock=clock) as started:
        yield started


@pytest.fixture
def tomasz(slack: SlackServer) -> User:
    return slack.user("tomasz", tz="America/New_York", real_name="Tomasz Wolski")


@pytest.fixture
def freight(slack: SlackServer, dana: User, tomasz: User) -> Channel:
    return slack.channel("freight", dana, tomasz)


def of_departure(app: App, person: User) -> list[str]:
    return [m.shown for m in app.slack.said(person.dm) if "has left this workspace" in m.shown]


async def test_an_action_is_not_given_to_somebody_who_left(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    await taken(app, dana, 1)
    await tomasz.leaves_workspace(told=False)
    view = await updating(app, dana, await listed(app, dana), 1, "action_reassign")
    answer = await dana.submits(view, {"colleague": tomasz})
    assert answer.errors == {"colleague": "Tomasz has left this workspace: nothing reaches them. Choose somebody else."}
    assert (await standing(app, 1)).owner == dana.id


@pytest.mark.parametrize("heard", [True, False], ids=["Slack says so", "found when next written to"])
async def test_what_somebody_accepted_is_shown_as_left_behind_and_the_lead_is_told_once(
    app: App, slack: SlackServer, clock: SetClock, dana: User, tomasz: User, *, freight: Channel, heard: bool
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    await taken(app, tomasz, 1)
    await moved_to(app, tomasz, 1, "2027-03-12")
    before = len(slack.said(tomasz.dm))
    await tomasz.leaves_workspace(told=heard)
    await at_rest(app)
    for day in (10, 12, 16, 18):
        clock.set(datetime(2027, 3, day, 15, tzinfo=UTC))
        await at_rest(app)
    assert len(slack.said(tomasz.dm)) == before, "nothing reaches them"
    (notice,) = of_departure(app, dana)
    assert "1 open action is left behind" in notice and "/pilot actions Freight" in notice
    now = await standing(app, 1)
    assert (now.owner, now.owner_left, now.is_owner_reachable) == (tomasz.id, True, False)
    assert f"{tomasz.person.real_name}, has left" in (await listed(app, dana)).shown
    assert any(f"its owner, {tomasz.mention}, has left" in message.shown for message in slack.said(dana.dm))
    assert not any("has not reacted" in message.shown for message in slack.said(dana.dm))


async def test_whoever_takes_over_from_somebody_who_left_is_reminded_as_anybody_is(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    await taken(app, tomasz, 1)
    await tomasz.leaves_workspace()
    await at_rest(app)
    eve = slack.user("eve")
    await given_to(app, dana, eve, 1)
    now = await standing(app, 1)
    assert (now.owner, now.owner_left, now.is_owner_reachable) == (eve.id, False, True)
    assert "has left" not in plan_message(app, freight).shown


async def test_a_plan_asks_nobody_who_left_and_says_so(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    tomasz.person.title = "Integration lead"
    await start(app, dana, "Freight", freight, participants=[dana, tomasz])
    await tomasz.leaves_workspace()
    await at_rest(app)
    assert len(of_departure(app, dana)) == 1
    assert "goes on without them" in of_departure(app, dana)[0]


async def test_what_somebody_was_asked_is_put_to_whoever_is_next(
    app: App, slack: SlackServer, dana: User, tomasz: User
) -> None:
    opening = await start(app, dana, "Freight", participants=[dana])
    await dana.says(dana.dm, "It sorts new client files by risk, for three analysts in Rotterdam.", opening)
    await at_rest(app)
    asked = slack.said(dana.dm)[-1]
    await dana.submits(
        await opened(app, await dana.clicks(asked, "interview_ask_colleague"), dana), {"colleague": tomasz}
    )
    await at_rest(app)
    assert len(slack.said(tomasz.dm)) == 1
    await tomasz.leaves_workspace()
    await at_rest(app)
    interview = await app.interview("freight-i1")
    assert not [question for question in interview.pending_questions if question.to == tomasz.id]
    assert f"I ask {dana.mention} instead" in of_departure(app, dana)[0]
    assert interview.pending_questions[-1].to == dana.id


async def test_a_reader_of_the_digest_who_left_is_not_written_to(
    app: App, slack: SlackServer, clock: SetClock, dana: User, paolo: User, *, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight, leader=paolo)
    await paolo.clicks(slack.said(paolo.dm)[-1], "part_accept_digest")
    await at_rest(app)
    before = len(slack.said(paolo.dm))
    await paolo.leaves_workspace(told=False)
    clock.set(datetime(2027, 3, 9, 12, tzinfo=UTC))
    await at_rest(app)
    assert len(slack.said(paolo.dm)) == before
    assert "nobody is named as that now" in of_departure(app, dana)[0]
    assert "Freight" in (await told(dana, "status freight")).shown
