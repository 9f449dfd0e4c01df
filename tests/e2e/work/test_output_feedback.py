"""Thumbs under what was made: kept with what wrote it, counted by what each person said last, gone with the words."""

from bot.domain.work.output_feedback import OutputFeedback, count_feedback
from bot.slack.views.metrics import render_metrics
from tests.e2e.app import App
from tests.e2e.conversation import SAP
from tests.e2e.plans import planned
from tests.e2e.scenes import at_rest, opened, rated, start
from tests.slack_stub import Channel, SlackServer, User


async def given(app: App) -> tuple[OutputFeedback, ...]:
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)
    return await transactions.run(lambda uow: uow.output_feedback.list_all())


async def test_a_thumb_is_kept_with_what_wrote_it_and_the_last_one_counts(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    card = await rated(app, dana, await start(app, dana, "Freight", freight), freight)
    await dana.clicks(card, "output_feedback", "positive")
    await at_rest(app)
    assert "you found this right" in slack.ephemerals(dana)[-1].shown
    await dana.clicks(card, "output_feedback", "negative")
    await at_rest(app)
    up, down = await given(app)
    assert (up.value, down.value, up.kind, up.by, up.model, up.prompt) == ("up", "down", "card", dana.id, "offline", "")
    assert up.framework_version
    assert count_feedback((up, down)) == (("card", "offline", 0, 1),)
    transactions = app.database.in_workspace(slack.slack.workspace.team_id)
    metrics = await render_metrics(transactions)
    assert 'flightplan_output_feedback{kind="card",model="offline",value="down"} 1.0' in metrics.splitlines()


async def test_who_finds_something_wrong_may_say_why_and_secrets_are_taken_out(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    card = await rated(app, dana, await start(app, dana, "Freight", freight), freight)
    await dana.clicks(card, "output_feedback", "negative")
    await at_rest(app)
    form = await opened(app, await dana.clicks(slack.ephemerals(dana)[-1], "feedback_why"), dana)
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    assert (await dana.submits(form, {"why": f"The owner has signed. Key: {key}"})).ok
    await at_rest(app)
    *_, explained = await given(app)
    assert explained.why.startswith("The owner has signed.") and key not in explained.why
    assert count_feedback(await given(app)) == (("card", "offline", 0, 1),)


async def test_a_thumb_on_a_noted_line_goes_with_the_words_it_was_about(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    said = await dana.says(freight, SAP, thread)
    await at_rest(app)
    (noted,) = [message for message in slack.said(freight) if "output_feedback" in message.action_ids]
    await dana.clicks(noted, "output_feedback", "negative")
    await at_rest(app)
    (one,) = await given(app)
    assert (one.kind, one.subject) == ("noted", "t1")
    await dana.deletes(said)
    await at_rest(app)
    assert await given(app) == ()


async def test_where_a_workspace_has_no_thumbs_there_are_two_buttons(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    slack.fail("chat.postMessage", "invalid_blocks", count=1)
    await dana.says(freight, SAP, thread)
    await at_rest(app)
    noted = next(message for message in slack.said(freight) if "output_feedback_1" in message.action_ids)
    await dana.clicks(noted, "output_feedback_2")
    await at_rest(app)
    (one,) = await given(app)
    assert one.value == "down"


async def test_the_thumbs_of_a_plan_are_about_the_plan(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    plan = await planned(app, dana, freight, dana)
    await dana.clicks(plan, "output_feedback", "positive")
    await at_rest(app)
    (one,) = await given(app)
    assert (one.kind, one.model) == ("plan", "offline") and one.subject.endswith("plan-1")
