"""`/pilot …`: each word answered inside Slack's three seconds, to whoever typed it and nobody else, without a model."""

from tests.e2e.app import App
from tests.e2e.scenes import at_rest, start, told
from tests.e2e.slack_server import Channel, SlackServer, User

# --- before there is anything ----------------------------------------------------------------------------


async def test_help_names_every_word_and_nothing_typed_is_help(app: App, slack: SlackServer, dana: User) -> None:
    helped = await told(dana, "help")
    for word in ("status", "list", "start", "plan", "actions", "pause", "resume", "finish", "help"):
        assert f"`/pilot {word}" in helped.shown
    assert "I'm Flightplan, an AI assistant" in helped.shown
    assert (await told(dana, "")).shown == helped.shown
    assert slack.said(dana.dm) == []


async def test_whoever_is_in_no_pilot_is_shown_how_to_begin_one(app: App, slack: SlackServer, dana: User) -> None:
    for word in ("status", "list", "plan", "pause", "resume", "finish"):
        answer = await told(dana, word)
        assert "You are in no pilot yet" in answer.shown
    assert (await dana.clicks(answer, "pilot_start")).ok
    view = slack.view(dana)
    assert view is not None and view.title == "Start a pilot"
    assert "No plan has an action with your name on it." in (await told(dana, "actions")).shown


async def test_an_unknown_word_gets_the_nearest_that_is_known(app: App, dana: User) -> None:
    for typed, meant in {
        "statsu": "status",
        "hepl": "help",
        "ACTION": "actions",
        "stop": "pause",
        "new Freight <3": "start Freight &lt;3",
        "end": "finish",
        "continue": "resume",
        "todo": "actions",
    }.items():
        answer = await told(dana, typed)
        assert f"did you mean `/pilot {meant}`? `/pilot help` shows everything." in answer.shown


async def test_what_is_near_nothing_leads_to_help(app: App, dana: User) -> None:
    answer = await told(dana, "<!channel> `xyzzy` @eve")
    assert "I don't know that one. `/pilot help` shows everything." in answer.shown
    assert "<!channel>" not in answer.shown


# --- start -------------------------------------------------------------------------------------------------


async def test_start_opens_the_form_with_what_is_known_and_the_interview_begins_in_the_channel(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    ack = await dana.command("/pilot", "start Freight &amp; invoices", freight)
    view = slack.view(dana)
    assert ack.ok and ack.message is None and view is not None
    fields = {block["block_id"]: block["element"] for block in view.blocks}
    assert fields["name"]["initial_value"] == "Freight & invoices"
    assert fields["participants"]["initial_users"] == [dana.id]
    assert fields["channel"]["initial_conversation"] == freight.id
    assert (await dana.submits(view)).ok
    await at_rest(app)
    (opening,) = slack.said(freight)
    assert "Freight &amp; invoices: from pilot to production" in opening.shown
    assert "I'm Flightplan, an AI assistant." in opening.shown
    assert slack.views(dana) == []


async def test_a_pilot_that_is_being_talked_about_is_not_started_twice(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    for again in ("start Freight", "start  freight"):
        answer = await told(marta, again, freight)
        assert "_Freight_ already has an interview: 0 of 15 known, still open." in answer.shown
        assert answer.action_ids == ["open_thread"]
    await told(dana, "pause", freight)
    answer = await told(dana, "start Freight", freight)
    assert (await dana.clicks(answer, "interview_resume")).ok
    await at_rest(app)
    assert "under way" in (await told(dana, "status", freight)).shown
    assert slack.views(dana) == slack.views(marta) == []


# --- when Slack itself is in trouble -----------------------------------------------------------------------


async def test_a_command_is_answered_in_time_though_slack_does_not_tell_who_gave_it(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight, participants=[dana, marta, paolo])
    slow = slack.slow_down("users.info", 30.0, count=None)
    eve = slack.user("eve")
    freight.members.add(eve.id)
    answer = await told(eve, "status", freight)
    assert "*Freight* · not assessed yet" in answer.shown
    slack.lift(slow)
    for trouble in (slack.rate_limit("users.info", retry_after=30), slack.fail("users.info", "internal_error", 500)):
        assert "*Freight*" in (await told(eve, "status", freight)).shown
        assert trouble.struck == 1


async def test_a_form_that_slack_is_too_slow_to_open_is_owned_up_to(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    slack.slow_down("views.open", 30.0)
    assert "Slack didn't open that in time. Please try again" in (await told(dana, "start Freight", freight)).shown
    assert (await dana.command("/pilot", "start Freight", freight)).message is None
    slack.slow_down("views.open", 30.0)
    slack.fail("views.open", "expired_trigger_id")
    helped = await told(dana, "status", freight)
    for _ in range(2):
        assert (await dana.clicks(helped, "pilot_start")).ok
        await at_rest(app)
        assert "Slack didn't open that in time" in slack.ephemerals(dana)[-1].shown
