"""Interviews that stall: whoever owes an answer is reminded twice, at a sensible hour; then the lead is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.clock import SetClock
from tests.e2e.scenes import at_rest, opened, start, talk, told
from tests.slack_stub import Channel, SlackServer, User

MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
WAITS = "has waited since"


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(MONDAY, slack)


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock) -> AsyncIterator[App]:
    async with running(slack, knowledge, database_url, clock=clock) as started:
        yield started


@pytest.fixture
def marta(slack: SlackServer) -> User:
    return slack.user("marta", tz="Europe/Berlin", real_name="Marta Silva")


@pytest.fixture
def freight(slack: SlackServer, dana: User, marta: User) -> Channel:
    return slack.channel("freight", dana, marta)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


async def begun_with(app: App, lead: User, person: User) -> None:
    """In that person's direct messages."""
    view = await opened(app, await lead.command("/pilot", "start Freight"), lead)
    assert (await lead.submits(view, {"participants": [person]})).ok
    await at_rest(app)


async def said_until(app: App, clock: SetClock, moment: datetime, place: Channel) -> list[str]:
    """What was said there from now until then."""
    before = len(app.slack.said(place))
    clock.set(moment)
    await at_rest(app)
    return [message.shown for message in app.slack.said(place)[before:]]


async def test_those_who_owe_an_answer_are_reminded_twice_and_then_the_lead_is_told(
    app: App, slack: SlackServer, clock: SetClock, *, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight, participants=[marta])
    assert await said_until(app, clock, at(3, 9, 59), freight) == []
    (first,) = await said_until(app, clock, at(3, 10), freight)
    assert f"{marta.mention}: this question about _Freight_ has waited since Monday 1 March." in first
    assert "Pause" in first
    assert await said_until(app, clock, at(7, 23), freight) == [], "Saturday and Sunday count for nothing"
    (second,) = await said_until(app, clock, at(8, 10), freight)
    assert WAITS in second
    before = len(slack.said(dana.dm))
    assert await said_until(app, clock, at(11, 10), freight) == []
    (to_lead,) = [message.shown for message in slack.said(dana.dm)[before:]]
    assert f"The interview of _Freight_ stands still: {marta.mention} did not answer since Monday 1 March." in to_lead
    assert await said_until(app, clock, at(31, 12), freight) == []
    assert len(slack.said(dana.dm)) == before + 1


async def test_what_is_answered_or_paused_is_not_brought_to_mind(
    app: App, slack: SlackServer, clock: SetClock, *, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[marta])
    await talk(app, marta, thread)
    await told(dana, "pause", freight)
    await at_rest(app)
    assert await said_until(app, clock, at(10, 12), freight) == []
    await told(dana, "resume", freight)
    await at_rest(app)
    assert await said_until(app, clock, at(12, 9, 59), freight) == []
    (reminded,) = await said_until(app, clock, at(12, 10, 1), freight)
    assert WAITS in reminded


async def test_whoever_is_quiet_for_hours_is_reminded_after_them(
    app: App, slack: SlackServer, clock: SetClock, *, dana: User, marta: User
) -> None:
    await begun_with(app, dana, marta)
    marta.person.snoozes_until = int(at(3, 14).timestamp())
    assert await said_until(app, clock, at(3, 13, 59), marta.dm) == []
    (reminded,) = await said_until(app, clock, at(3, 14, 1), marta.dm)
    assert WAITS in reminded


async def test_whoever_is_away_for_long_is_left_alone_and_the_lead_finds_somebody_else(
    app: App, slack: SlackServer, clock: SetClock, *, dana: User, marta: User
) -> None:
    await begun_with(app, dana, marta)
    marta.person.status_emoji, marta.person.status_expiration = ":palm_tree:", int(at(22, 0).timestamp())
    before = len(slack.said(dana.dm))
    assert await said_until(app, clock, at(3, 12), marta.dm) == []
    (to_lead,) = slack.said(dana.dm)[before:]
    assert f"{marta.mention} is away until Monday 22 March" in to_lead.shown
    assert "interview_ask_colleague" in to_lead.action_ids
    await dana.clicks(to_lead, "interview_pause")
    await at_rest(app)
    assert "paused the interview" in slack.said(marta.dm)[-1].shown


async def test_what_somebody_leaves_waiting_is_asked_of_another_once_they_were_reminded(
    app: App, slack: SlackServer, clock: SetClock, *, dana: User, marta: User
) -> None:
    tomasz = slack.user("tomasz", tz="Europe/Berlin", title="Integration lead")
    view = await opened(app, await dana.command("/pilot", "start Freight"), dana)
    assert (await dana.submits(view, {"participants": [marta, tomasz]})).ok
    await at_rest(app)
    await tomasz.says(tomasz.dm, "It matches freight invoices.", slack.said(tomasz.dm)[0])
    await at_rest(app)
    left = next(set(q.criteria) for q in (await app.interview("freight-i1")).questions if q.to == tomasz.id)
    clock.set(at(3, 10))
    await at_rest(app)
    asked: set[str] = set()
    while not left <= asked:
        waiting = [message for message in slack.said(marta.dm) if "interview_dont_know" in message.action_ids]
        assert waiting, slack.story()
        await marta.clicks(waiting[-1], "interview_dont_know")
        await at_rest(app)
        put = [q for q in (await app.interview("freight-i1")).questions if q.to == marta.id]
        asked = {criterion for question in put for criterion in question.criteria}
