"""Retention: what nobody uses goes after its lead was told, answers and digests when they were kept for long enough."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.domain.forgetting.retention import RetentionPolicy
from bot.domain.framework.knowledge import Knowledge
from bot.services.forgetting.retention import list_expiring
from tests.e2e.app import App, running
from tests.e2e.clock import SetClock
from tests.e2e.plans import last, submitted
from tests.e2e.privacy.traces import find_lasting_traces
from tests.e2e.scenes import at_rest, card, start, talk, told
from tests.slack_stub import Channel, SlackServer, User

BEGINNING = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
WORD = "Quokkamarmelade"
OWNS = f"The P&L is mine and I signed the acceptance in March, and the {WORD} is on the shelf."


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(BEGINNING, slack)


@asynccontextmanager
async def kept_for(
    slack: SlackServer, knowledge: Knowledge, url: str, clock: SetClock, **days: int
) -> AsyncIterator[App]:
    async with running(slack, knowledge, url, clock=clock, retention=RetentionPolicy(**days)) as app:
        yield app


async def a_day_later(app: App, clock: SetClock, days: int) -> None:
    clock.forward(days=days)
    await at_rest(app)


async def test_a_pilot_that_nobody_uses_goes_after_its_lead_was_told(
    slack: SlackServer,
    knowledge: Knowledge,
    database_url: str,
    clock: SetClock,
    dana: User,
    marta: User,
    *,
    freight: Channel,
) -> None:
    async with kept_for(slack, knowledge, database_url, clock, pilots=100, notice=14) as app:
        thread = await start(app, dana, WORD, freight, participants=[dana, marta])
        await talk(app, marta, thread)
        await a_day_later(app, clock, 85)
        assert "is deleted" not in str([message.shown for message in slack.said(dana.dm)])
        await a_day_later(app, clock, 2)
        warned = last(app, dana).shown
        assert f"_{WORD}_ was last used on Wednesday 10 March 2027." in warned
        assert "nobody uses for 100 days is deleted" in warned
        await a_day_later(app, clock, 12)
        assert (await app.interview(f"{WORD.lower()}-i1")).turns
        await a_day_later(app, clock, 3)
        assert await find_lasting_traces(app, database_url, WORD, "directmessage") == []
        assert f"_{WORD}_ was deleted, since nobody used it for 100 days" in last(app, marta).shown
        assert "nobody used any more" in slack.said(freight)[0].shown


async def test_whoever_looks_at_it_in_time_keeps_it(
    slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock, dana: User, *, freight: Channel
) -> None:
    async with kept_for(slack, knowledge, database_url, clock, pilots=100, notice=14) as app:
        await start(app, dana, "Freight", freight)
        await a_day_later(app, clock, 87)
        assert "was last used" in last(app, dana).shown
        await told(dana, "status Freight")
        await a_day_later(app, clock, 30)
        assert "*Freight*" in (await told(dana, "status Freight")).shown


async def test_a_plan_that_still_runs_keeps_its_pilot(
    slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock, dana: User, *, freight: Channel
) -> None:
    async with kept_for(slack, knowledge, database_url, clock, pilots=20, notice=5) as app:
        thread = await start(app, dana, "Freight", freight)
        await talk(app, dana, thread)
        await told(dana, "finish", freight)
        await at_rest(app)
        await submitted(app, dana, card(app, freight), "plan_make", {"start": "2027-03-15", "country": None})
        await a_day_later(app, clock, 40)
        assert (await app.interview("freight-i1")).status == "closed"
        assert "was last used" not in str([message.shown for message in slack.said(dana.dm)])


async def test_the_words_of_answers_go_once_their_interview_is_over_and_what_was_read_from_them_stays(
    slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock, dana: User, *, freight: Channel
) -> None:
    async with kept_for(slack, knowledge, database_url, clock, answers=30) as app:
        thread = await start(app, dana, "Freight", freight)
        await dana.says(freight, OWNS, thread)
        await at_rest(app)
        await a_day_later(app, clock, 32)
        assert (await app.interview("freight-i1")).turns[0].text == OWNS, "somebody still works on it"
        await told(dana, "finish", freight)
        await at_rest(app)
        levels = card(app, freight).shown
        await a_day_later(app, clock, 2)
        interview = await app.interview("freight-i1")
        assert interview.turns[0].text == "" and interview.evidence
        assert card(app, freight).shown == levels
        why = await told(dana, "status Freight")
        assert "*Freight*" in why.shown


async def test_a_dry_run_tells_what_would_go_and_when_and_changes_nothing(
    slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock, dana: User, *, freight: Channel
) -> None:
    policy = RetentionPolicy(pilots=100, answers=30, digests=30, notice=14)
    async with running(slack, knowledge, database_url, clock=clock) as app:
        thread = await start(app, dana, "Freight", freight)
        await talk(app, dana, thread)
        await told(dana, "finish", freight)
        await at_rest(app)
        acme = app.database.in_workspace(slack.slack.workspace.team_id)
        assert await list_expiring(acme, policy, clock.now()) == ()
        clock.forward(days=90)
        pilot, answers = await list_expiring(acme, policy, clock.now())
        assert (pilot.kind, pilot.what) == ("pilot", "Freight")
        assert pilot.when is not None and (pilot.when - clock.now()).days >= 13
        assert (answers.kind, answers.what, answers.when) == ("answers", "2 of Freight", None)
        await at_rest(app)
        assert (await app.interview("freight-i1")).turns[0].text
