"""`/pilot …`: each word answered inside Slack's three seconds, to whoever typed it and nobody else, without a model."""

import re
from pathlib import Path

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.scenes import at_rest, opened, plan_asked_for, rated, start, talk, told
from tests.e2e.troubled_analyst import TroubledAnalyst
from tests.slack_stub import Channel, SlackServer, User

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
    fields = {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}
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


# --- in the life of a pilot --------------------------------------------------------------------------------


async def test_every_word_says_where_the_pilot_stands_by_then(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, marta: User, freight: Channel
) -> None:
    analyst = TroubledAnalyst(knowledge)
    async with running(slack, knowledge, database_url, analyst=analyst) as app:
        thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
        assert "*Freight* · not assessed yet" in (await told(dana, "status")).shown
        assert "*1 pilot you may see*" in (await told(dana, "list")).shown
        assert "_Freight_ has no assessment yet" in (await told(dana, "plan")).shown
        assert "_Freight_: the interview is paused." in (await told(marta, "pause", freight)).shown
        assert "interview paused" in (await told(dana, "status", freight)).shown
        assert "_Freight_: the interview goes on." in (await told(marta, "resume", freight)).shown
        assert "The interview is not paused" in (await told(marta, "resume", freight)).shown
        assert "Only Dana can finish this interview" in (await told(marta, "finish", freight)).shown
        await talk(app, dana, thread)
        assert "interview under way, 2 of 15 known" in (await told(dana, "list")).shown
        finished = await told(dana, "finish", freight)
        assert "the interview is finished; the rating comes there" in finished.shown
        await at_rest(app)
        assert "finished already" in (await told(dana, "finish", freight)).shown
        assert "This interview is finished" in (await told(dana, "pause", freight)).shown
        status = await told(dana, "status", freight)
        assert "*Freight* · can't be rated yet" in status.shown and "12 not asked yet" in status.shown
        assert status.action_ids == ["assessment_why", "pilot_again", "plan_make", "status_share"]
        unplanned = await told(dana, "plan", freight)
        assert "_Freight_ has no plan yet." in unplanned.shown
        read = analyst.tries
        await plan_asked_for(app, dana, unplanned)
        await at_rest(app)
        assert "Next gate: *align*" in (await told(dana, "status", freight)).shown
        assert "weeks to find out what is not known, then a new assessment" in (await told(dana, "plan")).shown
        assert "No plan has an action with your name on it" in (await told(dana, "actions")).shown
        assert "I go on with what is still open, in 13 points" in (await told(dana, "start freight")).shown
        assert analyst.tries == read + 1, "only drafting asks the analyst"
        await at_rest(app)
    assert slack.refusals == []


async def test_what_is_answered_to_one_person_is_seen_by_nobody_else_and_needs_no_model(
    slack: SlackServer, knowledge: Knowledge, tmp_path: Path, dana: User, marta: User, freight: Channel
) -> None:
    analyst = TroubledAnalyst(knowledge)
    async with running(slack, knowledge, sqlite(tmp_path), analyst=analyst) as app:
        thread = await start(app, dana, "Freight", freight)
        await rated(app, dana, thread, freight)
        said, read = len(slack.messages(freight)), analyst.tries
        for word in ("", "status", "status Freight", "list", "plan", "actions", "help", "statsu", "pause", "finish"):
            await told(dana, word, freight)
        await at_rest(app)
        assert (len(slack.messages(freight)), analyst.tries) == (said, read)
        assert slack.ephemerals(marta) == []


async def test_without_a_name_it_is_the_pilot_of_the_channel_else_one_is_asked_which(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    claims = slack.channel("claims", dana)
    await start(app, dana, "Freight", freight)
    await start(app, dana, "Claims triage", claims)
    assert "*Freight*" in (await told(dana, "status", freight)).shown
    assert "*Claims triage*" in (await told(dana, "status", claims)).shown
    assert "Which pilot? You may see *Claims triage* and *Freight*." in (await told(dana, "pause")).shown
    assert "Say `/pilot pause NAME`" in (await told(dana, "pause")).shown
    assert "_Claims triage_: the interview is paused." in (await told(dana, "pause claims")).shown
    assert "Did you mean *Freight*?" in (await told(dana, "status Frieght", claims)).shown
    for typed in ("Claims triage", "claims"):
        assert "*Claims triage*" in (await told(dana, typed)).shown


# --- the plan ----------------------------------------------------------------------------------------------


async def test_the_plan_comes_as_a_file_to_whoever_asks_for_it(
    app: App, slack: SlackServer, dana: User, paolo: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, leaders=[paolo])
    shown = await rated(app, dana, thread, freight)
    await plan_asked_for(app, dana, shown)
    await at_rest(app)
    in_channel = len(slack.messages(freight))
    answer = await told(paolo, "plan", freight)
    assert "Gates without a day yet: *align* not before " in answer.shown
    assert "The plan comes as a file into our direct messages." in answer.shown
    await at_rest(app)
    message = slack.last(paolo.dm)
    assert message is not None
    names = [re.sub(r"\d{4}-\d\d-\d\d", "DAY", file["name"]) for file in message.files]
    assert names == ["Freight-brief-DAY.pdf", "Freight-plan-DAY.pdf", "Freight-plan-DAY.docx"]
    stored = slack.slack.workspace.files[message.files[0]["id"]].content
    assert stored is not None and b"Freight" in stored
    assert (await paolo.clicks(answer, "plan_all_actions")).ok
    await at_rest(app)
    listed = slack.ephemerals(paolo)[-1]
    assert "*Freight: all actions*" in listed.shown
    assert listed.action_ids == ["action_update"]
    assert "plan_pdf" not in answer.action_ids, "it was sent already"
    assert len(slack.messages(freight)) == in_channel
    assert slack.said(dana.dm) == []


async def test_whoever_has_the_plan_made_from_elsewhere_is_told_where_it_comes(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await rated(app, dana, thread, freight)
    await plan_asked_for(app, dana, await told(dana, "status"))
    await at_rest(app)
    (heard,) = slack.said(dana.dm)
    assert "_Freight_: I'm drafting the plan; it comes there in about a minute." in heard.shown
    assert thread.ts.replace(".", "") in heard.shown


# --- sharing -----------------------------------------------------------------------------------------------


async def test_a_status_is_shared_in_the_channel_with_whoever_shared_it(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    await marta.clicks(await told(marta, "status", freight), "status_share")
    await at_rest(app)
    shared = slack.last(freight)
    assert shared is not None and "*Freight* · not assessed yet" in shared.shown
    assert f"Shared by {marta.mention}" in shared.shown
    assert shared.action_ids == [] and shared.thread_ts is None


async def test_a_status_shared_from_direct_messages_goes_to_the_pilots_channel_and_says_so(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    await dana.clicks(await told(dana, "status"), "status_share")
    await at_rest(app)
    shared = slack.last(freight)
    assert shared is not None and f"Shared by {dana.mention}" in shared.shown
    assert [message.shown for message in slack.said(dana.dm)] == [f"Shared in <#{freight.id}>."]


async def test_a_status_is_shared_where_the_app_was_not_yet_or_it_says_why_not(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    town = slack.channel("town", dana, bot=False)
    await dana.clicks(await told(dana, "status Freight", town), "status_share")
    await at_rest(app)
    assert [message.shown.startswith("*Freight*") for message in slack.said(town)] == [True]
    secret = slack.channel("secret", dana, kind="private", bot=False)
    await dana.clicks(await told(dana, "status Freight", secret), "status_share")
    await at_rest(app)
    assert slack.said(secret) == []
    assert "Write /invite @Flightplan there, then try again." in slack.said(dana.dm)[-1].shown


async def test_one_answer_is_shared_once_however_often_it_is_clicked(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight)
    answer = await told(dana, "status", freight)
    for _ in range(3):
        await dana.clicks(answer, "status_share")
    await at_rest(app)
    assert sum("Shared by" in message.shown for message in slack.said(freight)) == 1
    assert "That was shared already." in slack.ephemerals(dana)[-1].shown


async def test_people_and_channels_in_a_name_are_read_as_they_were_typed(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    """Slack hands them to us as ids with their names."""
    await dana.command("/pilot", "start Invoices of @marta in #freight", freight)
    view = slack.view(dana)
    assert view is not None
    assert view.blocks[0]["element"]["initial_value"] == "Invoices of @marta in #freight"
    await dana.submits(view)
    await at_rest(app)
    assert "*Invoices of @marta in #freight* · not" in (await told(dana, "status Invoices of @marta in #freight")).shown


async def test_two_pilots_of_one_name_are_told_apart(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    """Nobody who sees one begins another of its name; somebody who sees it not may, and a third may see both."""
    await start(app, dana, "Freight", freight)
    elsewhere = slack.channel("elsewhere", dana, slack.user("zoe"))
    view = await opened(app, await dana.command("/pilot", "start", elsewhere), dana)
    refused = (await dana.submits(view, {"name": " freight "})).errors["name"]
    assert "You see a pilot of that name already." in refused and "type /pilot start Freight to go on" in refused
    eve = slack.user("eve")
    other = slack.channel("other", eve, marta)
    await start(app, eve, "Freight", other)
    asked = (await told(marta, "status Freight")).shown
    both = re.search(r"You may see \*Freight \((freight-\w{8})\)\* and \*Freight \((freight-\w{8})\)\*\.", asked)
    assert both is not None and both[1] != both[2]
    assert f"lead {eve.mention}" in (await told(marta, f"status {both[1]}")).shown
    assert f"lead {dana.mention}" in (await told(marta, "status Freight", freight)).shown
