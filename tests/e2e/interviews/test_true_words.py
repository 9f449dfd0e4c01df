"""What people are told of the state of an interview is so, for whoever reads it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.slack.blocks.interview.modals import ANYONE
from tests.e2e.app import App, running, sqlite
from tests.e2e.conversation import STORY, submit_start
from tests.e2e.plans import planned
from tests.e2e.scenes import at_rest
from tests.slack_stub import Message, SlackServer, User

STILL_WAITS = "my question still waits"
VAGUE = "It runs nicely, mostly."


@pytest.fixture
async def app(slack: SlackServer, shipped_knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    """With the words by which the product itself tells who is meant."""
    async with running(slack, shipped_knowledge, sqlite(tmp_path)) as started:
        yield started


async def said(app: App, person: User, words: str) -> None:
    """In the thread that stands in their direct messages."""
    root = next(message for message in app.slack.said(person.dm) if not message.is_reply)
    await person.says(person.dm, words, root)
    await at_rest(app)


def asked(app: App, person: User) -> Message | None:
    found = (message for message in app.slack.said(person.dm) if "interview_dont_know" in message.action_ids)
    return next(found, None)


def told(app: App, person: User) -> str:
    return "\n---\n".join(message.shown for message in app.slack.said(person.dm))


async def test_a_question_is_said_to_wait_only_while_one_does(app: App, alice: User, bob: User, cara: User) -> None:
    await submit_start(app.slack, alice, "Freight", participants=[bob, cara])
    await at_rest(app)
    await said(app, bob, STORY)
    assert asked(app, bob)
    await said(app, bob, "ok, thanks")
    assert told(app, bob).count(STILL_WAITS) == 1
    while asked(app, bob):
        await said(app, bob, "I don't know")
    await said(app, bob, "ok, thanks")
    assert told(app, bob).count(STILL_WAITS) == 1
    assert "I took that for no answer: I noted nothing of it." in told(app, bob)
    assert f"I'm waiting for {cara.mention}" in told(app, bob)


async def test_a_follow_up_is_for_whoever_was_asked_before(app: App, alice: User, bob: User, cara: User) -> None:
    await submit_start(app.slack, alice, "Freight", participants=[bob, cara], asking=ANYONE)
    await at_rest(app)
    await said(app, bob, STORY)
    for _ in range(12):
        for person, words in ((bob, VAGUE), (cara, "I don't know")):
            if asked(app, person):
                await said(app, person, words)
    interview = await app.interview("freight-i1")
    probes = [question for question in interview.questions if question.kind == "probe"]
    assert probes, app.slack.story()
    for person in (bob, cara):
        own = [question for question in interview.questions if question.to in (None, person.id)]
        for probe in (question for question in own if question.kind == "probe"):
            earlier = {criterion for question in own[: own.index(probe)] for criterion in question.criteria}
            assert set(probe.criteria) <= earlier, (person.id, probe)


async def test_in_their_own_direct_messages_nobody_is_spoken_of_as_somebody_else(
    app: App, alice: User, bob: User, cara: User
) -> None:
    await submit_start(app.slack, alice, "Freight", participants=[bob, cara])
    await at_rest(app)
    await said(app, bob, STORY)
    first = asked(app, bob)
    assert first is not None
    assert "waits for you" in told(app, bob) and "waits for Bob" in told(app, cara)
    await bob.clicks(first, "interview_skip")
    await at_rest(app)
    assert "You skipped it." in first.shown
    await bob.command("/pilot", "pause Freight")
    await at_rest(app)
    assert "You paused the interview." in told(app, bob)
    assert f"{bob.mention} paused the interview." in told(app, cara)
    await cara.command("/pilot", "resume Freight")
    await at_rest(app)
    assert "You resumed the interview." in told(app, cara)
    assert f"{cara.mention} resumed the interview." in told(app, bob)
    assert bob.mention not in told(app, bob)


async def test_the_lead_is_not_told_that_the_lead_does_something(app: App, alice: User) -> None:
    where = app.slack.channel("dispatch", alice)
    await planned(app, alice, where, alice, whole=True)
    (asks, *_) = [message for message in app.slack.said(alice.dm) if "with your name" in message.shown]
    assert "If it isn't, say _Not me_ or _Reassign_ it." in asks.shown
    assert f"{alice.mention} finds" not in asks.shown
