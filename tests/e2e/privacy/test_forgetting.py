"""`/pilot forget`: a word that only one person said is nowhere afterwards, and the plan still stands."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.clock import SetClock
from tests.e2e.plans import given_to, last, listed, marked, progress, standing, submitted, taken
from tests.e2e.privacy.traces import find_lasting_traces, find_shown, find_traces
from tests.e2e.scenes import at_rest, card, opened, start, told
from tests.slack_stub import Channel, SlackServer, User

WORD = "Quokkamarmelade"
"""Nobody else says it."""
OWNS = f"The P&L is mine and I signed the acceptance of {WORD} in March."
READS = f"It reads from SAP over the {WORD} API, but it's read-only, nothing gets written back."
ALSO_SAID = "The exceptions are worked by whoever has time, nobody answers for them."
WEDNESDAY = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)


@dataclass
class Office:
    """Who is in it: Dana leads, Marta says the word, Paolo reads the digest; their channel."""

    dana: User
    marta: User
    paolo: User
    freight: Channel


@pytest.fixture
def office(dana: User, marta: User, paolo: User, freight: Channel) -> Office:
    return Office(dana, marta, paolo, freight)


async def interviewed(app: App, office: Office) -> None:
    """Marta answers, challenges, takes and proves, and judges; Dana answers too, and leads."""
    dana, marta, paolo, freight = office.dana, office.marta, office.paolo, office.freight
    people = {"participants": [dana, marta], "leaders": [paolo]}
    thread = await start(app, dana, "Freight", freight, **people)
    for person, text in ((marta, OWNS), (marta, READS), (dana, ALSO_SAID)):
        await person.says(freight, text, thread)
        await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    rating = card(app, freight)
    await submitted(
        app, marta, rating, "assessment_challenge", {"criterion": "owner", "level": "1", "reason": f"See the {WORD}."}
    )
    await marta.clicks(rating, "output_feedback", "negative")
    await at_rest(app)
    why = app.slack.ephemerals(marta)[-1]
    await submitted(app, marta, why, "feedback_why", {"why": f"The {WORD} was left out."})
    await submitted(app, dana, rating, "plan_make", {"start": "2027-03-15", "country": None})
    for number in (1, 2):
        await given_to(app, dana, marta, number)
        await taken(app, marta, number)
    await marked(app, marta, await listed(app, marta), 1, "action_done", note=f"Proven by the {WORD} log.")
    await marked(app, marta, await listed(app, marta), 2, "action_block", reason=f"The {WORD} is away.")


async def forgotten(app: App, person: User) -> None:
    """By the command, and the form that says what goes."""
    view = await opened(app, await person.command("/pilot", "forget"), person)
    assert (await person.submits(view)).ok
    await at_rest(app)


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(WEDNESDAY, slack)


async def test_a_word_that_only_one_person_said_is_nowhere_and_the_plan_stands(
    slack: SlackServer,
    knowledge: Knowledge,
    database_url: str,
    clock: SetClock,
    office: Office,
    caplog: pytest.LogCaptureFixture,
) -> None:
    freight, marta = office.freight, office.marta
    async with running(slack, knowledge, database_url, clock=clock) as app:
        await interviewed(app, office)
        clock.set(WEDNESDAY + timedelta(days=5))
        await at_rest(app)
        assert len(find_shown(slack, WORD)) > 2, slack.story()
        assert find_traces(app, database_url, WORD)
        planned = [action.id for action in (await progress(app)).plan.actions]

        await forgotten(app, marta)

        assert await find_lasting_traces(app, database_url, WORD) == []
        assert slack.files == [], "what was handed out may hold it"
        assert WORD.casefold() not in caplog.text.casefold()
        assert [action.id for action in (await progress(app)).plan.actions] == planned
        assert (await standing(app, 1)).state == "done"
        assert (await standing(app, 2)).owner is None
        assert "not known any more since somebody's words were taken out" in card(app, freight).shown
        assert "Done: your answers" in last(app, marta).shown
        assert "nobody answers for them" in str(await app.interview("freight-i1"))
    assert find_traces(app, database_url, WORD) == []
