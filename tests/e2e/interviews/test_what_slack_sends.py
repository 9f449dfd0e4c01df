"""Messages as people and their apps really send them: forwarded, pasted, posted for somebody, with files."""

from typing import Any

import pytest

from tests.e2e.app import App
from tests.e2e.conversation import SAP, STORY
from tests.e2e.scenes import at_rest, start
from tests.slack_stub import Channel, Message, SlackServer, User

SIGNED = "I signed the acceptance of the exception queue in March."


async def opened_freight(app: App, dana: User, where: Channel | None = None, **fields: Any) -> Message:
    thread = await start(app, dana, "Freight", where, **fields)
    await dana.says(thread.channel, STORY, thread)
    await at_rest(app)
    return thread


def heard(app: App, person: User) -> list[str]:
    return [message.shown for message in app.slack.said(person.dm)]


async def said_by(app: App) -> list[tuple[str, str]]:
    interview = await app.interview("freight-i1")
    return [(turn.speaker, turn.text) for turn in interview.turns if turn.state != "retracted"]


async def test_a_message_of_ones_own_that_is_forwarded_counts_at_once(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await opened_freight(app, dana)
    await dana.forwards(await dana.says(freight, SAP), dana.dm, thread)
    await at_rest(app)
    assert (await said_by(app))[-1] == (dana.id, SAP)
    assert not any("can't read" in shown for shown in heard(app, dana))


@pytest.mark.parametrize("seen", [True, False], ids=["where I am", "where I am not"])
async def test_a_colleagues_message_counts_as_theirs_once_they_agree(
    app: App, slack: SlackServer, dana: User, marta: User, *, seen: bool
) -> None:
    thread = await opened_freight(app, dana)
    place = slack.channel("audit", dana, marta, kind="private", bot=seen)
    await dana.forwards(await marta.says(place, SIGNED), dana.dm, thread)
    await at_rest(app)
    assert len(await said_by(app)) == 1
    assert "I've asked" in heard(app, dana)[-1]
    (request,) = slack.said(marta.dm)
    assert SIGNED in request.shown
    await marta.clicks(request, "evidence_consent")
    await at_rest(app)
    assert (await said_by(app))[-1] == (marta.id, SIGNED)


async def test_a_colleague_who_declines_is_quoted_nowhere(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    thread = await opened_freight(app, dana)
    await dana.forwards(await marta.says(slack.channel("audit", dana, marta), SIGNED), dana.dm, thread)
    await at_rest(app)
    await marta.clicks(slack.said(marta.dm)[0], "evidence_refuse")
    await at_rest(app)
    assert len(await said_by(app)) == 1


async def test_editing_a_message_that_handed_on_anothers_words_changes_none_of_them(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    thread = await opened_freight(app, dana)
    place = slack.channel("audit", dana, marta, kind="private", bot=False)
    handed_on = await dana.forwards(await marta.says(place, SIGNED), dana.dm, thread)
    await at_rest(app)
    await marta.clicks(slack.said(marta.dm)[0], "evidence_consent")
    await at_rest(app)
    await dana.edits(handed_on, "Marta never signed.")
    await at_rest(app)
    assert (marta.id, SIGNED) in await said_by(app)
    await dana.deletes(handed_on)
    await at_rest(app)
    assert (marta.id, SIGNED) in await said_by(app)


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"team_id": "T0OTHER"}, "of another organisation"),
        ({"is_restricted": True}, "a guest here"),
        ({"is_bot": True}, "written by an app"),
    ],
)
async def test_whoever_forwards_what_nobody_can_be_asked_about_is_told_kindly(
    app: App, slack: SlackServer, dana: User, *, traits: dict[str, Any], words: str
) -> None:
    thread = await opened_freight(app, dana)
    author = slack.user("sam", **traits)
    await dana.forwards(await author.says(slack.channel("town", dana, author), SIGNED), dana.dm, thread)
    await at_rest(app)
    assert words in heard(app, dana)[-1]
    assert len(await said_by(app)) == 1


async def test_a_forwarded_message_without_an_author_is_left_out_and_said_so(
    app: App, slack: SlackServer, dana: User
) -> None:
    thread = await opened_freight(app, dana)
    await dana.sends(dana.dm, thread, attachments=[{"is_share": True, "text": SIGNED, "author_name": "somebody"}])
    await at_rest(app)
    assert "doesn't tell me who wrote it" in heard(app, dana)[-1]


async def test_words_beside_a_forwarded_message_are_read_and_its_author_is_asked(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    thread = await opened_freight(app, dana)
    message = await marta.says(slack.channel("audit", dana, marta), SIGNED)
    handed_on = await dana.forwards(message, dana.dm, thread)
    await at_rest(app)
    await dana.sends(dana.dm, thread, text=SAP, attachments=handed_on.attachments)
    await at_rest(app)
    assert (await said_by(app))[-1] == (dana.id, SAP)
    assert len(slack.said(marta.dm)) == 1, "nobody is asked twice about one message"


async def test_a_message_forwarded_beside_the_thread_belongs_to_the_only_interview(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    await opened_freight(app, dana)
    await dana.forwards(await marta.says(slack.channel("audit", dana, marta), SIGNED), dana.dm)
    await at_rest(app)
    assert SIGNED in slack.said(marta.dm)[0].shown


async def test_what_an_app_posts_for_somebody_is_theirs_and_what_an_app_says_is_nobodys(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await opened_freight(app, dana, freight)
    robot = slack.user("robot", is_bot=True)
    freight.members.add(robot.id)
    await robot.sends(freight, thread, text=SIGNED, bot_id="B0ROBOT")
    await dana.sends(freight, thread, text=SAP, bot_id="B0SENDER")
    await at_rest(app)
    assert [text for _, text in await said_by(app)] == [STORY, SAP]
    answered = [message for message in slack.said(freight) if message.user == slack.app.user_id]
    await robot.sends(freight, text=f"{slack.bot_mention} hello", bot_id="B0ROBOT")
    await at_rest(app)
    assert [message for message in slack.said(freight) if message.user == slack.app.user_id] == answered


async def test_a_pasted_table_is_read_row_by_row(app: App, slack: SlackServer, dana: User) -> None:
    thread = await opened_freight(app, dana)
    rows = [[{"type": "raw_text", "text": word} for word in row] for row in (("Region", "Invoices"), ("North", "40"))]
    pasted = {"id": 1, "blocks": [{"type": "table", "rows": rows}], "fallback": "[no preview available]"}
    await dana.sends(dana.dm, thread, attachments=[pasted])
    await at_rest(app)
    assert (await said_by(app))[-1] == (dana.id, "Region | Invoices\nNorth | 40")


async def test_a_file_is_refused_by_name_and_the_words_beside_it_are_read(
    app: App, slack: SlackServer, dana: User
) -> None:
    await opened_freight(app, dana)
    await dana.shares(dana.dm, "quarterly.xlsx", b"-")
    await at_rest(app)
    assert "I can't read quarterly.xlsx yet" in heard(app, dana)[-1]
    await dana.shares(dana.dm, "flow.pdf", b"-", SAP)
    await at_rest(app)
    assert any("I read your words, but I can't read flow.pdf yet" in shown for shown in heard(app, dana))
    assert (await said_by(app))[-1] == (dana.id, SAP)


async def test_a_message_without_words_is_told_so_and_a_group_goes_by_its_name(
    app: App, slack: SlackServer, dana: User
) -> None:
    thread = await opened_freight(app, dana)
    await dana.sends(dana.dm, thread, blocks=[{"type": "divider"}])
    await at_rest(app)
    assert "no words" in heard(app, dana)[-1]
    slack.slack.workspace.groups["S0614TZR7"] = "Finance board"
    await dana.says(dana.dm, "<!subteam^S0614TZR7> signed it in March.", thread)
    await at_rest(app)
    assert (await said_by(app))[-1] == (dana.id, "@Finance board signed it in March.")
