"""Free questions through Slack's front door: in direct messages, in the interview's thread and by mention."""

import pytest

from tests.e2e.app import App
from tests.e2e.scenes import CLAIMS, at_rest, rated, start, told
from tests.slack_stub import Channel, Message, SlackServer, User

OWNER, SYSTEMS = CLAIMS


async def said_to(app: App, person: User, place: Channel, text: str, thread: Message | None = None) -> list[Message]:
    """What the app says to it in that place, for all to read, in order."""
    before = {message.ts for message in app.slack.said(place)}
    await person.says(place, text, thread)
    await at_rest(app)
    return [message for message in app.slack.said(place) if message.ts not in before]


@pytest.fixture
async def thread(app: App, dana: User, freight: Channel) -> Message:
    """The pilot of the channel, under way."""
    return await start(app, dana, "Freight", freight)


async def test_a_question_in_direct_messages_is_answered_with_what_was_said_and_where(
    app: App, dana: User, freight: Channel, thread: Message
) -> None:
    await rated(app, dana, thread, freight)
    (answer,) = await said_to(app, dana, dana.dm, "Who owns Freight?")
    assert "mine and I signed the acceptance in March." in answer.shown
    assert f"/archives/{freight.id}/p" in answer.shown


async def test_whoever_may_not_see_a_pilot_gets_the_answer_of_one_that_is_not_there(
    app: App, dana: User, eve: User, freight: Channel, thread: Message
) -> None:
    await rated(app, dana, thread, freight)
    (of_freight,) = await said_to(app, eve, eve.dm, "What holds Freight back?")
    (of_none,) = await said_to(app, eve, eve.dm, "What holds Zanzibar back?")
    assert "doesn't tell" in of_freight.shown and of_freight.shown == of_none.shown
    assert "Freight" not in of_freight.shown


async def test_where_we_stand_is_told_in_the_thread_and_the_question_is_put_again(
    app: App, dana: User, freight: Channel, thread: Message
) -> None:
    asked = (await app.interview("freight-i1")).open_question
    assert asked is not None
    (answer,) = await said_to(app, dana, freight, f"{app.slack.bot_mention} where do we stand?", thread)
    assert "0 of 15 criteria known" in answer.shown
    assert answer.shown.index("Back to my question") < answer.shown.index(asked.text)
    assert (await app.interview("freight-i1")).turns == ()


async def test_an_answer_that_asks_on_its_way_stays_an_answer(
    app: App, dana: User, freight: Channel, thread: Message
) -> None:
    await said_to(app, dana, freight, f"Who owns it? {OWNER}", thread)
    (turn,) = (await app.interview("freight-i1")).turns
    assert turn.text.endswith(OWNER)


async def test_a_mention_in_the_channel_is_answered_there_about_its_own_pilot(
    app: App, dana: User, marta: User, freight: Channel, thread: Message
) -> None:
    await rated(app, dana, thread, freight)
    asked = await marta.says(freight, f"{app.slack.bot_mention} what did Dana say?")
    await at_rest(app)
    answer = app.slack.last(freight, asked)
    assert answer is not None and SYSTEMS in answer.shown


async def test_a_pilot_that_not_all_in_a_channel_may_see_is_told_of_to_the_asker_alone(
    app: App, slack: SlackServer, dana: User, freight: Channel, thread: Message
) -> None:
    secret = slack.channel("secret", dana, kind="private")
    await rated(app, dana, await start(app, dana, "Lighthouse", secret), secret)
    before = len(slack.said(freight))
    await dana.says(freight, f"{slack.bot_mention} what holds Lighthouse back?")
    await at_rest(app)
    (answer,) = slack.ephemerals(dana, freight)
    assert "Lighthouse" in answer.shown and len(slack.said(freight)) == before


async def test_what_is_told_by_mention_outside_the_thread_counts_once_its_author_says_so(
    app: App, slack: SlackServer, dana: User, freight: Channel, thread: Message
) -> None:
    await dana.says(freight, f"{slack.bot_mention} {SYSTEMS}")
    await at_rest(app)
    (offer,) = slack.ephemerals(dana, freight)
    assert "count for _Freight_" in offer.shown
    assert (await app.interview("freight-i1")).turns == ()

    await dana.clicks(offer, "evidence_add_0")
    await at_rest(app)
    (turn,) = (await app.interview("freight-i1")).turns
    assert turn.text == SYSTEMS and turn.speaker == dana.id


@pytest.mark.parametrize("call", ["Help", "what can you do?", "wie geht das", "ayuda"])
async def test_help_fits_where_one_stands(
    call: str, app: App, dana: User, eve: User, freight: Channel, thread: Message
) -> None:
    (in_thread,) = await said_to(app, dana, freight, call, thread)
    assert "Answer my question here" in in_thread.shown and "You lead _Freight_" in in_thread.shown
    (in_direct,) = await said_to(app, eve, eve.dm, call)
    assert "I interview a team about its AI pilot" in in_direct.shown and "Freight" not in in_direct.shown
    assert "`/pilot help` shows every command" in in_direct.shown
    mentioned = await dana.says(freight, f"{app.slack.bot_mention} {call}")
    await at_rest(app)
    in_channel = app.slack.last(freight, mentioned)
    assert in_channel is not None and "_Freight_ lives in this channel" in in_channel.shown


@pytest.mark.parametrize("call", ["How long will this take?", "Wie lange dauert das?"])
async def test_who_asks_how_long_it_takes_is_told_and_quoted_for_nothing(
    call: str, app: App, dana: User, freight: Channel, thread: Message
) -> None:
    await told(dana, "pause", freight)
    await at_rest(app)
    (answer,) = await said_to(app, dana, freight, call, thread)
    assert "about ten questions, 20 to 30 minutes in all" in answer.shown
    assert (await app.interview("freight-i1")).turns == ()


async def test_a_question_about_our_question_is_left_to_the_interview(
    app: App, dana: User, freight: Channel, thread: Message
) -> None:
    (answer,) = await said_to(app, dana, freight, "What do you mean by a proof of production?", thread)
    assert "asks whether it can do the task where you really work" in answer.shown
    assert [turn.intent for turn in (await app.interview("freight-i1")).turns] == ["ask_back"]


async def test_an_answer_can_be_found_right_or_wrong(app: App, dana: User, freight: Channel, thread: Message) -> None:
    await rated(app, dana, thread, freight)
    (answer,) = await said_to(app, dana, dana.dm, "Who owns Freight?")
    await dana.clicks(answer, "output_feedback", "positive")
    await at_rest(app)
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)
    (one,) = await transactions.run(lambda uow: uow.output_feedback.list_all())
    assert (one.kind, one.value, one.by, one.interview_id) == ("answer", "up", dana.id, None)
