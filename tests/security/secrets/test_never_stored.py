"""What people paste that is secret reaches no statement of the database, no log and no message, by any way in."""

from typing import Any

from tests.e2e.app import App
from tests.e2e.plans import last, listed, marked, planned, taken
from tests.e2e.scenes import at_rest, opened, rated, start, talk, told
from tests.security.secrets.conftest import SECRET
from tests.slack.plain_text import shown
from tests.slack_stub import Channel, SlackServer, User

SAID = f"the password is {SECRET}, keep it"


def cleaned(text: str) -> str:
    return text.replace(SECRET, "[redacted: password]")


# --- what is said ------------------------------------------------------------------------------------


async def test_in_a_message_its_edit_and_its_deletion(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    said = await dana.says(freight, SAID, thread)
    await at_rest(app)
    assert "a password" in slack.said(freight)[-1].shown + slack.said(freight)[-2].shown
    await dana.edits(said, f"It reads from SAP, with pwd={SECRET}")
    await at_rest(app)
    interview = await app.interview("freight-i1")
    assert interview.turns[0].text == "It reads from SAP, with pwd=[redacted: password]"
    await dana.deletes(said)
    await at_rest(app)


async def test_in_direct_messages_in_an_interview_and_out_of_one(app: App, dana: User, marta: User) -> None:
    await marta.says(marta.dm, SAID)
    await at_rest(app)
    opening = await start(app, dana, "Freight")
    await dana.says(dana.dm, SAID, opening)
    await at_rest(app)
    assert (await app.interview("freight-i1")).turns[0].text == cleaned(SAID)


async def test_in_the_name_of_a_file(app: App, dana: User, freight: Channel) -> None:
    await start(app, dana, "Freight", freight)
    await dana.shares(freight, f"password={SECRET}.txt", b"", "It reads from SAP.")
    await dana.shares(dana.dm, f"password={SECRET}.txt", b"")
    await at_rest(app)


async def test_while_the_event_waits_for_a_slack_that_is_away(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    """It stands in the queue, and is tried again: nothing of it is ever in the row."""
    thread = await start(app, dana, "Freight", freight)
    eve = slack.user("eve")
    await eve.joins(freight)
    slack.fail("users.info", "internal_error", 500)
    await eve.says(freight, SAID, thread)
    await at_rest(app)
    assert (await app.interview("freight-i1")).turns[0].text == cleaned(SAID)


async def test_in_a_command(app: App, dana: User, freight: Channel) -> None:
    await start(app, dana, "Freight", freight)
    for command in (f"status password={SECRET}", f"actions pwd: {SECRET}", f"start Claims, {SAID}", SAID):
        await dana.command("/pilot", command, freight)
        await at_rest(app)


# --- what forms hold ---------------------------------------------------------------------------------


async def test_in_the_name_and_the_purpose_of_a_pilot(app: App, slack: SlackServer, dana: User) -> None:
    view = await opened(app, await dana.command("/pilot", "start Freight"), dana)
    name = f"Freight password: {SECRET}"
    assert (await dana.submits(view, {"name": name, "purpose": SAID})).ok
    await at_rest(app)
    assert "*Freight password: [redacted: password]*" in (await told(dana, "list")).shown
    assert any("a password" in message.shown for message in slack.said(dana.dm)), "told of it"


async def test_in_the_note_to_a_colleague_and_in_a_correction(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    await dana.says(freight, "It reads from SAP.", thread)
    await at_rest(app)
    noted = next(message for message in slack.said(freight)[::-1] if "turn_correct" in message.action_ids)
    view = await opened(app, await dana.clicks(noted, "turn_correct"), dana)
    assert (await dana.submits(view, {"answer_0": SAID})).ok
    await at_rest(app)
    assert (await app.interview("freight-i1")).turns[0].text == cleaned(SAID)
    asked = next(message for message in slack.said(freight)[::-1] if "interview_ask_colleague" in message.action_ids)
    view = await opened(app, await dana.clicks(asked, "interview_ask_colleague"), dana)
    assert (await dana.submits(view, {"colleague": marta, "note": SAID})).ok
    await at_rest(app)
    assert any(cleaned(SAID) in message.shown for message in slack.said(freight))
    assert [one for one in slack.ephemerals(dana, freight) if "a password" in one.shown]


async def test_in_the_reason_of_a_challenge(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    shown = await rated(app, dana, thread, freight)
    view = await opened(app, await marta.clicks(shown, "assessment_challenge"), marta)
    assert (await marta.submits(view, {"criterion": "owner", "level": "1", "reason": SAID})).ok
    await at_rest(app)
    assert cleaned(SAID) in slack.said(freight)[-1].shown
    assert "a password" in slack.said(marta.dm)[-1].shown


async def test_in_a_message_proposed_as_evidence_and_in_the_request_for_consent(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, "Freight", freight, participants=[dana, marta])
    said = await marta.says(freight, SAID)
    view = await opened(app, await dana.shortcut("add_evidence", said), dana)
    assert cleaned(SAID) in view.shown
    assert (await dana.submits(view)).ok
    await at_rest(app)
    (request,) = slack.said(marta.dm)
    assert cleaned(SAID) in request.shown
    assert (await marta.clicks(request, "evidence_consent")).ok
    await at_rest(app)
    assert [turn.text for turn in (await app.interview("freight-i1")).turns] == [cleaned(SAID)]


# --- what people are called --------------------------------------------------------------------------


async def test_in_the_names_of_people_their_titles_and_their_channel(app: App, slack: SlackServer, dana: User) -> None:
    eve = slack.user("eve", real_name=f"Eve pw:{SECRET}", title=f"Keeps the password: {SECRET}")
    channel = slack.channel(f"pwd={SECRET}", dana, eve)
    thread = await start(app, dana, "Freight", channel, participants=[dana, eve])
    await eve.says(channel, "It reads from SAP.", thread)
    await at_rest(app)
    (person,) = [known for known in (await app.interview("freight-i1")).people if known.id == eve.id]
    assert (person.name, person.role) == ("Eve pw:", "Keeps the password: [redacted: password]")


async def test_a_name_of_escapes_and_hidden_characters_is_kept_without_them(
    app: App, slack: SlackServer, dana: User
) -> None:
    eve = slack.user("eve", real_name="E\x1bve\u202e \u200bR\x9b", title="\x1b]0;title\x07")
    ghost = slack.user("ghost", real_name="\u200b\u200b")
    await start(app, dana, "Freight", slack.channel("freight", dana, eve), participants=[dana, eve, ghost])
    people = {known.id: known for known in (await app.interview("freight-i1")).people}
    assert (people[eve.id].name, people[eve.id].role) == ("Eve R", "]0;title")
    assert people[ghost.id].name == "ghost"


# --- what is done about a plan -----------------------------------------------------------------------


async def test_in_the_proof_of_an_action_in_what_blocks_it_and_in_the_note_to_whoever_gets_it(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, marta)
    forms: list[tuple[str, dict[str, Any]]] = [
        ("action_block", {"reason": SAID}),
        ("action_reassign", {"colleague": marta, "note": SAID}),
        ("action_done", {"note": SAID, "link": f"https://dana:{SECRET}@proof.acme.com/run"}),
    ]
    for number, (button, values) in enumerate(forms, start=1):
        await taken(app, dana, number)
        await marked(app, dana, await listed(app, dana), number, button, **values)
    assert cleaned(SAID) in last(app, marta).shown


# --- where its place is gone -------------------------------------------------------------------------


async def test_a_note_from_a_private_channel_that_was_left_is_refused_plainly_and_not_kept(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User
) -> None:
    private = slack.channel("quiet", dana, marta, paolo, kind="private")
    await talk(app, dana, await start(app, dana, "Freight", private, participants=[dana, marta]))
    view = await opened(app, await marta.clicks(slack.said(private)[-1], "interview_ask_colleague"), marta)
    await marta.leaves(private)
    await at_rest(app)
    ack = await marta.submits(view, {"colleague": paolo, "note": SAID})
    assert ack.ok and "or it is gone" in shown(ack.body["view"])
    await at_rest(app)
    assert await app.database.get_workspace_queue(slack.slack.workspace.team_id).list_dead_letters() == ()
    assert slack.said(paolo.dm) == []
