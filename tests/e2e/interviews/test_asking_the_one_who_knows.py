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


# --- by role ------------------------------------------------------------------------------------------------


async def asked_of(app: App, person: User) -> list[str]:
    """Which criteria somebody was asked about, by name."""
    interview = await app.interview("freight-i1")
    return [
        criterion for question in interview.questions if question.to == person.id for criterion in question.criteria
    ]


async def test_whoever_runs_the_systems_is_asked_about_them_by_their_title(
    slack: SlackServer, app: App, alice: User, bob: User
) -> None:
    tomasz = slack.user("tomasz", title="Integration lead")
    await begun(app, alice, bob, tomasz)
    await tomasz.says(tomasz.dm, "It is mostly batch work today.", slack.said(tomasz.dm)[0])
    await at_rest(app)
    assert set(await asked_of(app, bob)).isdisjoint({"systems"})
    assert "systems" in await asked_of(app, tomasz)


async def test_the_operational_leader_is_asked_what_is_theirs_to_say_though_they_take_no_part(
    slack: SlackServer, app: App, alice: User, bob: User
) -> None:
    paolo = slack.user("paolo")
    await submit_start(slack, alice, "Freight", participants=[bob], leader=paolo)
    await at_rest(app)
    (root, *_) = slack.said(bob.dm)
    await bob.says(bob.dm, STORY, root)
    await at_rest(app)
    asked = asking(app, paolo)
    assert f"{alice.mention} named you as the operational leader of the AI pilot “Freight”" in asked.shown
    (first,) = [q for q in (await app.interview("freight-i1")).questions if q.to == paolo.id]
    assert set(first.criteria) <= {"owner", "decisions", "exceptions", "adoption", "escalation", "workflow_fit"}
    assert set(await asked_of(app, bob)).isdisjoint(first.criteria)


async def test_what_the_operational_leader_declines_to_be_asked_is_asked_of_those_who_take_part(
    slack: SlackServer, app: App, alice: User, bob: User
) -> None:
    paolo = slack.user("paolo")
    await submit_start(slack, alice, "Freight", participants=[bob], leader=paolo)
    await at_rest(app)
    (root, *_) = slack.said(bob.dm)
    await bob.says(bob.dm, STORY, root)
    await at_rest(app)
    left = set(await asked_of(app, paolo))
    await paolo.clicks(slack.said(paolo.dm)[0], "part_decline_owner")
    await at_rest(app)
    assert all("interview_dont_know" not in message.action_ids for message in slack.said(paolo.dm))
    while "interview_dont_know" in (last := asking(app, bob)).action_ids and left - set(await asked_of(app, bob)):
        before = len((await app.interview("freight-i1")).questions)
        await bob.clicks(last, "interview_dont_know")
        await at_rest(app)
        if len((await app.interview("freight-i1")).questions) == before:
            break
    assert left <= set(await asked_of(app, bob))


async def test_what_the_best_addressee_does_not_know_is_asked_of_another(
    slack: SlackServer, app: App, alice: User, bob: User
) -> None:
    tomasz = slack.user("tomasz", title="Integration lead")
    await begun(app, alice, tomasz, bob)
    assert "systems" in await asked_of(app, tomasz)
    await tomasz.clicks(asking(app, tomasz), "interview_dont_know")
    await bob.says(bob.dm, "I don't know", slack.said(bob.dm)[0])
    await at_rest(app)
    while (last := asking(app, bob)) and "systems" not in await asked_of(app, bob):
        before = len((await app.interview("freight-i1")).questions)
        await bob.clicks(last, "interview_dont_know")
        await at_rest(app)
        assert len((await app.interview("freight-i1")).questions) > before, slack.story()


async def test_in_a_thread_the_question_names_whoever_likely_knows_and_anyone_may_answer(
    slack: SlackServer, app: App, alice: User, bob: User
) -> None:
    tomasz = slack.user("tomasz", title="Integration lead")
    channel = slack.channel("freight", alice, bob, tomasz)
    await submit_start(slack, alice, "Freight", channel, participants=[bob, tomasz])
    await at_rest(app)
    (root, *_) = slack.said(channel)
    await bob.says(channel, STORY, root)
    await at_rest(app)
    asked = slack.said(channel, root)[-1]
    assert f"{tomasz.mention}: *Walk me through the last real case" in asked.shown
    assert "anyone may answer" in asked.shown
    await bob.says(channel, "It reads from SAP over the API, but it's read-only.", root)
    await at_rest(app)
    assert any("Noted under *Systems*" in message.shown for message in slack.said(channel, root))
