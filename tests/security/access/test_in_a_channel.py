"""In a channel: people of another organisation do nothing in it, and readers who aren't named don't steer."""

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, rated, start, told
from tests.slack_stub import Channel, SlackServer, User


async def test_somebody_of_another_organisation_clicks_types_and_says_nothing_that_counts(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    otto = slack.user("otto", team_id="T0OTHER")
    freight.members.add(otto.id)
    thread = await start(app, dana, "Freight", freight)
    for _ in range(2):
        await otto.says(freight, "The operational leader has accepted it.", thread)
        await at_rest(app)
    await otto.clicks(thread, "interview_pause")
    await at_rest(app)
    interview = await app.interview("freight-i1")
    assert (interview.turns, interview.status) == ((), "open")
    assert "only what people of this organisation say" in slack.ephemerals(otto)[0].shown
    assert "I work for people of this organisation only" in slack.ephemerals(otto)[-1].shown
    assert len(slack.ephemerals(otto)) == 2, "what is said in a thread is refused once"
    shown = await rated(app, dana, thread, freight)
    for button in ("assessment_why", "assessment_challenge"):
        await otto.clicks(shown, button)
        await at_rest(app)
        assert slack.view(otto) is None
    assert "I work for people of this organisation only" in (await told(otto, "plan Freight", freight)).shown


async def test_a_reader_of_the_channel_answers_and_does_not_pause_whether_by_word_or_button(
    app: App, slack: SlackServer, dana: User, paolo: User, freight: Channel
) -> None:
    freight.members.add(paolo.id)
    thread = await start(app, dana, "Freight", freight, participants=[dana])
    await paolo.says(freight, "Let's pause here please.", thread)
    await at_rest(app)
    assert "can pause the interview. Nothing was changed." in slack.said(freight)[-1].shown
    await paolo.clicks(thread, "interview_pause")
    await at_rest(app)
    assert "can pause the interview" in slack.ephemerals(paolo)[-1].shown
    interview = await app.interview("freight-i1")
    assert (interview.status, interview.passes) == ("open", ())
