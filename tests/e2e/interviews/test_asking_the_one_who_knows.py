"""Questions that go to somebody else: in words or by the form, to those who take part and to those who don't."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.conversation import STORY, submit_start
from tests.e2e.scenes import at_rest, opened
from tests.slack_stub import Message, SlackServer, User


@pytest.fixture
async def app(slack: SlackServer, shipped_knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    """With the words by which the product itself tells who is meant."""
    async with running(slack, shipped_knowledge, sqlite(tmp_path)) as started:
        yield started


@pytest.fixture
def alice(slack: SlackServer) -> User:
    """Leads the pilot, and takes no part in its interview."""
    return slack.user("alice", real_name="Alice Moe")


@pytest.fixture
def bob(slack: SlackServer) -> User:
    return slack.user("bob", real_name="Bob Stone")


@pytest.fixture
def cara(slack: SlackServer) -> User:
    return slack.user("cara", real_name="Cara Lind")


async def begun(app: App, alice: User, *people: User) -> Message:
    """Each is asked directly; the first has told the story, and reads the question that follows."""
    await submit_start(app.slack, alice, "Freight", participants=list(people))
    await at_rest(app)
    (root, *_) = app.slack.said(people[0].dm)
    await people[0].says(people[0].dm, STORY, root)
    await at_rest(app)
    return root


def asking(app: App, person: User) -> Message:
    """The newest question with its buttons in somebody's direct messages."""
    found = [message for message in app.slack.said(person.dm) if "interview_ask_colleague" in message.action_ids]
    assert found, app.slack.story()
    return found[-1]


@pytest.mark.parametrize(
    "words", ["No idea. Ask Cara.", "no idea, ask cara", "Keine Ahnung, frag Cara", "Cara would know"]
)
async def test_whoever_is_named_in_words_is_asked_the_same_question(
    app: App, alice: User, bob: User, cara: User, words: str
) -> None:
    root = await begun(app, alice, bob, cara)
    asked = (await app.interview("freight-i1")).questions
    left, own = ([q for q in asked if q.to == person.id][-1] for person in (bob, cara))
    await bob.says(bob.dm, words, root)
    await at_rest(app)
    assert own.text in asking(app, cara).shown, "her own question stands before her still, and alone"
    assert any(f"{cara.mention} has a question before them" in message.shown for message in app.slack.said(bob.dm))
    await cara.says(cara.dm, "I don't know", app.slack.said(cara.dm)[0])
    await at_rest(app)
    assert left.text in asking(app, cara).shown
    assert f"{bob.mention} left this one to {cara.mention}" in asking(app, cara).shown
    put = next(q for q in (await app.interview("freight-i1")).questions if q.key.startswith("left:"))
    assert (put.text, put.criteria, put.to) == (left.text, left.criteria, cara.id)


async def test_whom_nobody_knows_by_that_name_is_asked_for(app: App, alice: User, bob: User, cara: User) -> None:
    root = await begun(app, alice, bob, cara)
    await bob.says(bob.dm, "No idea. Ask Samira.", root)
    await at_rest(app)
    assert "Whom shall I ask?" in asking(app, bob).shown


async def test_the_form_asks_what_it_showed_though_another_question_was_asked_meanwhile(
    slack: SlackServer, app: App, alice: User, bob: User, cara: User
) -> None:
    dan = slack.user("dan")
    await begun(app, alice, bob, cara)
    shown = [q for q in (await app.interview("freight-i1")).questions if q.to == bob.id][-1]
    view = await opened(app, await bob.clicks(asking(app, bob), "interview_ask_colleague"), bob)
    assert shown.text in str(view.body)
    await cara.says(cara.dm, "I don't know", app.slack.said(cara.dm)[0])
    await at_rest(app)
    assert (await app.interview("freight-i1")).questions[-1] != shown
    await bob.submits(view, {"colleague": dan})
    await at_rest(app)
    put = next(q for q in (await app.interview("freight-i1")).questions if q.to == dan.id)
    assert (put.text, put.criteria) == (shown.text, shown.criteria)
    assert shown.text in asking(app, dan).shown


async def test_what_was_answered_while_the_form_was_open_is_asked_of_nobody(
    app: App, alice: User, bob: User, cara: User
) -> None:
    await begun(app, alice, bob)
    view = await opened(app, await bob.clicks(asking(app, bob), "interview_ask_colleague"), bob)
    root = app.slack.said(bob.dm)[0]
    await bob.says(bob.dm, "It reads from SAP over the API, read-only; one record in nine is rubbish.", root)
    await at_rest(app)
    await bob.submits(view, {"colleague": cara})
    await at_rest(app)
    assert not app.slack.said(cara.dm)
    assert any("settled meanwhile, so I asked nobody" in message.shown for message in app.slack.said(bob.dm))


async def test_whoever_is_sent_on_to_for_the_story_of_the_pilot_is_asked_for_it(
    app: App, alice: User, bob: User, cara: User
) -> None:
    await submit_start(app.slack, alice, "Freight", participants=[bob])
    await at_rest(app)
    (root, *_) = app.slack.said(bob.dm)
    await bob.says(bob.dm, f"I don't know, ask {cara.mention}", root)
    await at_rest(app)
    assert "Tell me about the pilot in your own words" in asking(app, cara).shown
