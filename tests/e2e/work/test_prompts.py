"""Whoever opens the app's direct messages is suggested what fits the moment, and each suggestion has its answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.plans import last
from tests.e2e.scenes import at_rest, rated, start, told
from tests.slack_stub import Channel, SlackServer, User


@pytest.fixture
async def app(slack: SlackServer, shipped_knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    """With the words by which the product itself tells a question."""
    async with running(slack, shipped_knowledge, sqlite(tmp_path)) as started:
        yield started


async def suggested(app: App, person: User) -> dict[str, str]:
    await person.opens_dm()
    await at_rest(app)
    found = app.slack.prompts(person.dm)
    assert found is not None
    return {prompt["title"]: prompt["message"] for prompt in found.prompts}


async def test_what_is_suggested_follows_from_what_is_open_for_one(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    assert list(await suggested(app, dana)) == ["Start a pilot", "How this works"]
    thread = await start(app, dana, "Freight", freight)
    assert next(iter(await suggested(app, dana))) == "My open questions"
    await rated(app, dana, thread, freight)
    prompts = await suggested(app, dana)
    assert list(prompts)[:2] == ["What holds Freight back?", "Where my pilots stand"] and len(prompts) <= 4
    assert not any("Freight" in title for title in await suggested(app, slack.user("zoe")))


async def test_my_actions_are_told_when_asked_for(app: App, dana: User) -> None:
    await dana.says(dana.dm, "Which actions are mine?")
    await at_rest(app)
    assert "action" in last(app, dana).shown


async def test_a_paused_interview_is_resumed_by_its_prompt(app: App, dana: User, marta: User) -> None:
    await start(app, dana, "Meter anomalies", participants=[dana, marta])
    await told(dana, "pause meter anomalies")
    await at_rest(app)
    title, message = next(iter((await suggested(app, dana)).items()))
    assert title == message == "Resume Meter anomalies"
    await dana.says(dana.dm, message)
    await at_rest(app)
    assert (await app.interview("meter-anomalies-i1")).status == "open"
    assert "the interview goes on" in last(app, dana).shown
    assert "Resume Meter anomalies" not in await suggested(app, dana)


async def test_only_what_somebody_may_resume_is_resumed_by_those_words(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    await start(app, dana, "Meter anomalies", participants=[dana, marta])
    await told(dana, "pause meter anomalies")
    await at_rest(app)
    zoe = slack.user("zoe")
    assert "Resume Meter anomalies" not in await suggested(app, zoe)
    await zoe.says(zoe.dm, "Resume Meter anomalies")
    await at_rest(app)
    assert (await app.interview("meter-anomalies-i1")).status == "paused"


async def test_each_suggestion_has_an_answer_of_its_own(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    await rated(app, dana, await start(app, dana, "Freight", freight), freight)
    await dana.says(dana.dm, "Xyzzy.")
    await at_rest(app)
    heard = [last(app, dana).shown]
    for message in (await suggested(app, dana)).values():
        await dana.says(dana.dm, message)
        await at_rest(app)
        heard.append(last(app, dana).shown)
    assert len(set(heard)) == len(heard) == 5, heard
