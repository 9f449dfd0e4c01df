"""What people say in a channel's interview beside answering: it does what they may do, and counts as no answer."""

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, start, told
from tests.slack_stub import Channel, Message, SlackServer, User

SAP = "It reads from SAP over the API, but it's read-only, nothing gets written back."


async def said(app: App, person: User, thread: Message, text: str) -> str:
    """What the app says to it; empty where it says nothing."""
    channel = app.slack.slack.workspace.channels[thread.channel]
    before = len(app.slack.said(channel, thread))
    await person.says(channel, text, thread)
    await at_rest(app)
    return "\n".join(message.shown for message in app.slack.said(channel, thread)[before:])


async def begun(slack: SlackServer, app: App) -> tuple[User, User, User, Channel, Message]:
    dana, marta, paolo = slack.user("dana"), slack.user("marta"), slack.user("paolo")
    freight = slack.channel("freight", dana, marta, paolo)
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta], leader=paolo)
    await said(app, dana, thread, SAP)
    return dana, marta, paolo, freight, thread


async def test_whoever_may_not_finish_it_is_told_who_may_and_the_question_waits(slack: SlackServer, app: App) -> None:
    dana, marta, paolo, _, thread = await begun(slack, app)
    asked = (await app.interview("freight-i1")).open_question

    answer = await said(app, marta, thread, "That's all, let's stop here.")

    assert f"Only {dana.mention} or {paolo.mention} can finish" in answer
    interview = await app.interview("freight-i1")
    assert interview.status == "open" and interview.open_question == asked and interview.is_awaiting_reply


async def test_to_say_that_it_may_go_on_is_no_answer_to_what_was_asked(slack: SlackServer, app: App) -> None:
    _, marta, _, freight, thread = await begun(slack, app)
    await told(marta, "pause", freight)
    await at_rest(app)

    answer = await said(app, marta, thread, "let us go on")

    assert "The interview is paused" in answer and "Resume" in answer
    assert (await app.interview("freight-i1")).is_awaiting_reply


async def test_once_it_goes_on_nothing_offers_to_resume_it(slack: SlackServer, app: App) -> None:
    dana, marta, _, freight, thread = await begun(slack, app)
    await told(marta, "pause", freight)
    await at_rest(app)
    await said(app, dana, thread, "The result is typed into SAP by hand.")

    await told(marta, "resume", freight)
    await at_rest(app)

    assert not any("interview_resume" in message.action_ids for message in slack.said(freight, thread))
