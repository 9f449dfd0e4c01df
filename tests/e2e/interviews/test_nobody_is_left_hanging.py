"""Seen once, each as it was seen: somebody waited in one thread for what had happened in another."""

from tests.e2e.app import App
from tests.e2e.conversation import SAP, STORY, submit_start
from tests.e2e.scenes import at_rest
from tests.slack_stub import Message, User


async def begun(app: App, lead: User, *others: User) -> None:
    """Each has a thread of their own, with the opening question in it."""
    await submit_start(app.slack, lead, "Freight", None, participants=[lead, *others])
    await at_rest(app)


async def says(app: App, person: User, words: str) -> None:
    await person.says(person.dm, words, app.slack.said(person.dm)[0])
    await at_rest(app)


def reads(app: App, person: User) -> list[Message]:
    """In their thread, oldest first."""
    return app.slack.said(person.dm, app.slack.said(person.dm)[0])


def list_asked(app: App, person: User) -> list[Message]:
    """What waits there to be answered."""
    return [one for one in reads(app, person) if "interview_skip" in one.action_ids]


async def test_whose_question_a_colleague_answered_elsewhere_is_told_and_asked_the_next(
    app: App, bob: User, cara: User
) -> None:
    await begun(app, bob, cara)
    await says(app, cara, STORY)
    told = reads(app, bob)[-1]
    assert f"{cara.mention} answered that. Next, for you:" in told.shown
    assert list_asked(app, bob) == [told]


async def test_what_somebody_writes_while_it_is_paused_is_kept_and_shown_as_kept_after_the_pause(
    app: App, bob: User, cara: User
) -> None:
    await begun(app, bob, cara)
    await says(app, bob, "Let's pause here please.")
    await says(app, cara, "How long will this take?")
    await says(app, cara, SAP)
    shown = [one.shown for one in reads(app, cara)]
    assert any("20 to 30 minutes" in one for one in shown)
    assert "I've taken that in. The interview is paused" in shown[-1]
    await bob.clicks(reads(app, bob)[-1], "interview_resume")
    await at_rest(app)
    again = reads(app, cara)[-1].shown
    assert "Kept while paused" in again and "Systems" in again


async def test_whoever_is_asked_when_it_is_finished_after_the_opening_is_told_what_was_not_asked(
    app: App, bob: User, cara: User
) -> None:
    await begun(app, bob, cara)
    await says(app, bob, STORY)
    await says(app, bob, "Let's stop here")
    asked = reads(app, bob)[-1]
    assert "not asked yet" in asked.shown
    await bob.clicks(asked, "interview_rate")
    await at_rest(app)
    for person in (bob, cara):
        texts = [one.shown for one in reads(app, person)]
        assert any("The interview is finished" in one and "not asked yet" in one for one in texts)
        assert list_asked(app, person) == []
