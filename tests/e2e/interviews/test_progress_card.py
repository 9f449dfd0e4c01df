"""The live card of an interview: in the opening, changed in place; a tick at each answer, and what a correction did."""

from tests.e2e.app import App
from tests.e2e.scenes import CLAIMS, at_rest, start
from tests.slack_stub import Channel, Message, SlackServer, User

TICK = "white_check_mark"
SYSTEMS, SYSTEMS_LATER = "It reads from SAP over the API, read-only.", "It exports files that a clerk uploads by hand."


async def test_the_card_says_how_far_it_is_and_is_changed_in_place(
    app: App, slack: SlackServer, dana: User, marta: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    assert "*0 of 15 known*" in thread.shown
    assert "Question 1 of about 10 waits for anyone here" in thread.shown
    await marta.says(freight, CLAIMS[0], thread)
    await at_rest(app)
    assert "Ownership 1 of 4" in thread.shown
    assert "Noted last: *Owner* `▰▰▰▱` (Marta)" in thread.shown
    assert "Question 2 of about 10, about" in thread.shown
    await dana.says(freight, CLAIMS[1], thread)
    await at_rest(app)
    assert "Answers: " in thread.shown
    assert "SAP" not in thread.shown, "the card quotes nobody"
    cards = [message for message in slack.said(freight) if "of 15 known" in message.shown]
    assert cards == [thread]
    assert not slack.refusals


async def test_colleagues_in_direct_messages_see_who_is_on_what(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    await start(app, dana, "Freight", participants=[dana, marta])
    opening, own = (_opening(slack, person) for person in (dana, marta))
    assert "waits for you and Marta" in opening.shown
    assert "waits for you and Dana" in own.shown
    await dana.says(dana.dm, CLAIMS[1], opening)
    await at_rest(app)
    assert "Noted last: *Systems*" in own.shown
    assert "SAP" not in own.shown
    assert "waits for Dana" in own.shown


async def test_an_answer_gets_a_tick_and_loses_it_when_it_is_taken_back(
    app: App, slack: SlackServer, dana: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    said = await dana.says(freight, CLAIMS[1], thread)
    question_back = await dana.says(freight, "What do you mean by a system?", thread)
    await at_rest(app)
    assert list(said.reactions) == [TICK]
    assert TICK not in question_back.reactions
    receipt = _receipt(slack, freight)
    await dana.clicks(receipt, "turn_undo")
    await at_rest(app)
    assert said.reactions[TICK] == []
    assert "*Systems*: pilot → unknown, without these words" in receipt.shown
    assert "0 of 15 known" in thread.shown
    assert "Noted last" not in thread.shown


async def test_an_edit_says_what_it_changed(app: App, slack: SlackServer, dana: User, *, freight: Channel) -> None:
    thread = await start(app, dana, "Freight", freight)
    said = await dana.says(freight, SYSTEMS, thread)
    await at_rest(app)
    receipt = _receipt(slack, freight)
    assert "*Systems* `▰▰▱▱`" in receipt.shown
    await dana.edits(said, SYSTEMS_LATER)
    await at_rest(app)
    again = _receipt(slack, freight)
    assert "*Systems*: pilot → lab, since Dana corrected this" in again.shown
    assert not any("SAP" in message.shown for message in slack.said(freight))
    assert not slack.refusals


async def test_the_card_says_that_it_is_paused_or_over(app: App, dana: User, *, freight: Channel) -> None:
    thread = await start(app, dana, "Freight", freight)
    await dana.clicks(thread, "interview_pause")
    await at_rest(app)
    assert "Paused." in thread.shown
    await dana.command("/pilot", "resume Freight", freight)
    await at_rest(app)
    assert "Paused." not in thread.shown
    await dana.says(freight, CLAIMS[1], thread)
    await at_rest(app)
    await dana.command("/pilot", "finish Freight", freight)
    await at_rest(app)
    assert "The interview is finished." in thread.shown


def _opening(slack: SlackServer, person: User) -> Message:
    return next(message for message in slack.said(person.dm) if "of 15 known" in message.shown)


def _receipt(slack: SlackServer, channel: Channel) -> Message:
    return next(m for m in reversed(slack.said(channel)) if "Noted under" in m.shown or "Kept for" in m.shown)
