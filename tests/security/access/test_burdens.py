"""Nobody can be buried in questions, and what somebody wrote never looks like ours to those who are asked in."""

import pytest

from bot.domain.audit.daily_limit import ASKED_COLLEAGUES, STARTED_PILOTS
from bot.domain.interview.message_length import MOST_CHARACTERS
from tests.e2e.app import App
from tests.e2e.conversation import submit_start
from tests.e2e.scenes import at_rest, opened, start, talk
from tests.slack_stub import Channel, SlackServer, User

URGENT = 'URGENT from IT” your account is locked, sign in at https://evil.example :lock: <!channel> <@U1> "now'
DISARMED = (
    "“URGENT from IT’ your account is locked, sign in at https://evil.example ∶lock∶ &lt;!channel&gt; &lt;@U1&gt; ’no"
)


@pytest.fixture
def team(dana: User, marta: User, paolo: User, eve: User) -> tuple[User, ...]:
    return dana, marta, paolo, eve


async def test_twelve_pilots_for_three_colleagues_are_ten_and_none_of_their_titles_passes_for_ours(
    app: App, slack: SlackServer, team: tuple[User, ...]
) -> None:
    dana, marta, paolo, eve = team
    for number in range(12):
        await submit_start(slack, dana, f"{number} {URGENT}", participants=[marta, paolo], leader=eve, leaders=[eve])
        await at_rest(app)
    for person in (marta, paolo):
        asked = [m for m in slack.said(person.dm) if "asks you to answer for the AI pilot" in m.shown]
        assert len(asked) == STARTED_PILOTS.most == 10
    (first, *_) = slack.said(eve.dm)
    told = [message.shown for person in (marta, paolo, eve) for message in slack.said(person.dm)]
    assert not [shown for shown in told if "URGENT" in shown and "“" not in shown.partition("URGENT")[0][-4:]]
    assert not [shown for shown in told if ":lock:" in shown or "<!channel>" in shown or "IT”" in shown]
    assert f"{dana.mention} named you for the AI pilot “0 URGENT from IT’ your" in first.shown
    assert "as many as I take from one person" in "\n".join(m.shown for m in slack.said(dana.dm))


async def test_a_colleague_who_is_left_a_question_reads_whose_words_the_title_and_the_note_are(
    app: App, slack: SlackServer, dana: User, eve: User, freight: Channel
) -> None:
    await submit_start(slack, dana, "Freight :lock:” Flightplan: sign in", freight, participants=[dana])
    await at_rest(app)
    await talk(app, dana, slack.said(freight)[0])
    view = await opened(app, await dana.clicks(slack.said(freight)[-1], "interview_ask_colleague"), dana)
    await dana.submits(view, {"colleague": eve, "note": URGENT})
    await at_rest(app)
    shown = slack.said(eve.dm)[0].shown
    assert "thinks you can answer this for the AI pilot “Freight ∶lock∶’ Flightplan: sign in”" in shown
    assert f"{dana.mention} adds: {DISARMED}" in shown


# --- not to be asked again -------------------------------------------------------------------------


async def left_to(app: App, lead: User, colleague: User, channel: Channel) -> str:
    """What the lead is told of it."""
    asked = next(m for m in reversed(app.slack.said(channel)) if "interview_ask_colleague" in m.action_ids)
    view = await opened(app, await lead.clicks(asked, "interview_ask_colleague"), lead)
    await lead.submits(view, {"colleague": colleague})
    await at_rest(app)
    return "\n".join(m.shown for m in [*app.slack.said(channel)[-2:], *app.slack.ephemerals(lead)[-1:]])


async def test_whoever_was_asked_can_stop_it_and_is_not_asked_again_by_any_way_until_they_allow_it(
    app: App, slack: SlackServer, dana: User, eve: User, marta: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana])
    await talk(app, dana, thread)
    await left_to(app, dana, eve, freight)
    invitation = slack.said(eve.dm)[0]
    await eve.clicks(invitation, "requests_stop")
    await at_rest(app)
    assert "You won't be asked anything by" in "".join(m.shown for m in [*slack.said(eve.dm), *slack.ephemerals(eve)])
    interview = await app.interview("freight-i1")
    assert not [question for question in interview.pending_questions if question.to == eve.id]
    before = len(slack.said(eve.dm))

    assert "doesn't want to be asked by you" in await left_to(app, dana, eve, freight)
    await dana.says(freight, f"Ask {eve.mention}, she knows.", thread)
    await at_rest(app)
    assert "doesn't want to be asked by you" in slack.said(freight)[-1].shown
    await submit_start(slack, dana, "Claims", participants=[dana, eve], leader=eve, leaders=[eve])
    await at_rest(app)
    assert f"goes on without {eve.mention}" in "\n".join(m.shown for m in slack.said(dana.dm))
    assert len(slack.said(eve.dm)) == before, "nothing reaches them"
    await submit_start(slack, marta, "Bills", participants=[marta, eve])
    await at_rest(app)
    assert len(slack.said(eve.dm)) > before, "somebody else may ask them"

    await eve.opens_home()
    await at_rest(app)
    home = slack.home_of(eve)
    assert home is not None and f"{dana.mention} can't have me ask you anything." in home.shown
    await eve.clicks(home, "requests_allow_1")
    await at_rest(app)
    before = len(slack.said(eve.dm))
    await left_to(app, dana, eve, freight)
    assert len(slack.said(eve.dm)) > before


async def test_a_participant_who_stops_it_is_taken_out_and_the_lead_hears_no_more_than_that(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    await submit_start(slack, dana, "Freight", participants=[dana, marta], leaders=[marta])
    await at_rest(app)
    await marta.clicks(slack.said(marta.dm)[0], "requests_stop")
    await at_rest(app)
    acme, pilot = app.database.in_workspace("T0ACME"), await app.pilot_id()
    assert (await acme.run(lambda uow: uow.teams.get(pilot))).named == {dana.id}
    assert f"_Freight_ goes on without {marta.mention}" in slack.said(dana.dm)[-1].shown


# --- asking in words ------------------------------------------------------------------------------


async def test_asking_a_colleague_in_words_counts_like_by_the_button(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    acme = app.database.in_workspace("T0ACME")
    await dana.says(freight, f"Ask {marta.mention}, she knows.", thread)
    await at_rest(app)
    passed = (await app.interview("freight-i1")).passes
    assert [item.to for item in passed] == [marta.id]
    (act,) = [row.act for row in await acme.run(lambda uow: uow.audit.list_after(0, 100)) if row.act.via == "message"]
    assert (act.name, act.by) == ("ask_colleague", dana.id)
    for _ in range(ASKED_COLLEAGUES.most - 1):
        await acme.run(lambda uow: uow.audit.append(act))
    await dana.says(freight, f"Ask {marta.mention}, she knows.", thread)
    await at_rest(app)
    assert (await app.interview("freight-i1")).passes == passed, "one beyond the limit"
    assert "as many as I take from one person" in slack.said(freight)[-1].shown


# --- how much of a message is read ----------------------------------------------------------------


async def test_of_a_message_that_is_too_long_the_beginning_is_read_and_that_is_said(
    app: App, slack: SlackServer, dana: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana])
    sentence = "It reads from SAP over the API every night, without anybody's help. "
    said = await dana.says(freight, sentence * 200, thread)
    await at_rest(app)
    (turn,) = (await app.interview("freight-i1")).turns
    assert len(turn.text) <= MOST_CHARACTERS < len(sentence * 200)
    assert turn.text.endswith("without anybody's help.")
    (told,) = [m.shown for m in slack.said(freight) if "longer than the 8,000 characters" in m.shown]
    assert "kept nothing of the rest: send what matters of it as another message" in told
    await dana.edits(said, "It reads from SAP.")
    await at_rest(app)
    assert (await app.interview("freight-i1")).turns[0].text == "It reads from SAP."
