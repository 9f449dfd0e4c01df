"""Who is named for a pilot learns who asks, for what and why them, and may decline; the lead sees what comes back."""

from bot.services.ports.core import UnitOfWork
from tests.e2e.app import App
from tests.e2e.conversation import SAP, STORY, submit_start
from tests.e2e.scenes import at_rest, opened, told
from tests.slack_stub import Channel, Message, SlackServer, User

AS_CALLED = "the AI pilot “Freight”"


async def begun(app: App, lead: User, *people: User, channel: Channel | None = None, **fields: object) -> None:
    values = {"participants": list(people), "purpose": "Matches freight invoices", **fields}
    await submit_start(app.slack, lead, "Freight", channel, **values)
    await at_rest(app)


def only(app: App, person: User) -> Message:
    (message,) = app.slack.said(person.dm)
    return message


async def test_whoever_is_asked_directly_reads_who_asks_why_them_how_long_and_who_reads_it(
    app: App, alice: User, bob: User, cara: User
) -> None:
    await begun(app, alice, bob, cara)
    for person in (bob, cara):
        shown = only(app, person).shown
        assert f"{alice.mention} asks you to answer for the AI pilot “Freight” (“Matches freight invoices”)" in shown
        assert "named as somebody who can say how it works today" in shown
        assert "20 to 30 minutes" in shown and "Only you and I read this thread." in shown
        assert "read by those named for this pilot: Alice, Bob and Cara." in shown
        assert f"{alice.mention} asks you" in only(app, person).text


async def test_the_lead_sees_what_comes_back_in_one_message(app: App, alice: User, bob: User, cara: User) -> None:
    await begun(app, alice, bob, cara)
    receipt = only(app, alice)
    assert f"Asked {bob.mention} and {cara.mention}; nothing back yet." in receipt.shown
    root = only(app, bob)
    await bob.says(bob.dm, STORY, root)
    await at_rest(app)
    said = await bob.says(bob.dm, SAP, root)
    await at_rest(app)
    assert f"{bob.mention} answered 2 questions, {cara.mention} has not yet replied." in receipt.shown
    await bob.deletes(said)
    await at_rest(app)
    assert f"{bob.mention} answered 1 question, {cara.mention} has not yet replied." in receipt.shown
    await told(alice, "pause")
    await at_rest(app)
    assert "The interview is paused." in receipt.shown
    await told(alice, "resume")
    await at_rest(app)
    assert "paused" not in receipt.shown
    await told(alice, "finish")
    await at_rest(app)
    assert f"{cara.mention} did not reply. The interview is finished." in receipt.shown


async def test_a_lead_who_takes_part_has_the_receipt_apart_from_their_own_questions(
    app: App, alice: User, bob: User
) -> None:
    await begun(app, alice, alice, bob)
    opening, receipt = app.slack.said(alice.dm)
    assert "Tell me about the pilot in your own words" in opening.shown
    assert f"Asked {bob.mention}; nothing back yet." in receipt.shown


async def test_whoever_is_alone_reads_no_receipt(app: App, alice: User) -> None:
    await begun(app, alice, alice)
    assert "nothing back yet" not in only(app, alice).shown
    assert "asks you" not in only(app, alice).shown


async def test_leaders_are_told_what_they_are_offered_and_asked_whether_they_want_it(
    app: App, slack: SlackServer, alice: User, bob: User
) -> None:
    paolo, rita = slack.user("paolo", tz="Europe/Berlin"), slack.user("rita")
    await begun(app, alice, bob, leader=paolo, leaders=[rita])
    asked = only(app, paolo)
    assert f"{alice.mention} named you for the AI pilot “Freight”" in asked.shown
    assert (
        "As its *operational leader*" in asked.shown and "Nothing counts as accepted before you say so" in asked.shown
    )
    assert "To be offered its *weekly digest*: one message, on Mondays at 9:00" in asked.shown
    assert "It comes only if you press *Send me the digest*." in asked.shown
    offered, receipt = only(app, rita), only(app, alice)
    assert "operational leader" not in offered.shown and "To be offered its *weekly digest*" in offered.shown
    assert offered.action_ids[:2] == ["part_accept_digest", "part_decline_digest"]
    both = f"{paolo.mention} and {rita.mention}"
    assert f"Told {paolo.mention} (operational leader). Asked {both} whether they want the digest" in receipt.shown
    assert await digests_tell_of(app, rita) == []
    await rita.clicks(offered, "part_accept_digest")
    await at_rest(app)
    assert "*weekly digest*: here, on Mondays at 9:00, first on Monday " in offered.shown
    assert "part_accept_digest" not in offered.action_ids and "part_decline_digest" in offered.action_ids
    assert f"Asked {paolo.mention} whether they want the digest; no answer yet. {rita.mention} gets the digest." in (
        receipt.shown
    )
    assert await digests_tell_of(app, rita) == [await app.pilot_id()]


async def test_a_digest_that_was_declined_is_not_sent_and_can_be_had_again(
    app: App, slack: SlackServer, alice: User, bob: User
) -> None:
    rita = slack.user("rita")
    await begun(app, alice, bob, leaders=[rita])
    notice = only(app, rita)
    await rita.clicks(notice, "part_decline_digest")
    await at_rest(app)
    assert "You get no *digest* of it." in notice.shown
    assert f"{rita.mention} wants no digest of it." in only(app, alice).shown
    assert await digests_tell_of(app, rita) == []
    assert "*Freight*" in (await told(rita, "status")).shown
    await rita.clicks(notice, "part_accept_digest")
    await at_rest(app)
    assert "*weekly digest*: here" in notice.shown
    assert await digests_tell_of(app, rita) == [await app.pilot_id()]
    assert "wants no digest" not in only(app, alice).shown


async def digests_tell_of(app: App, person: User) -> list[str]:
    """Nobody's does who did not choose it."""

    def work(uow: UnitOfWork) -> list[str]:
        settings = uow.digests.get_settings(person.id)
        return [team.pilot.id for team in uow.teams.list_led_by(person.id, settings.pilots) if settings.on]

    return await app.database.in_workspace(app.slack.slack.workspace.team_id).run(work)


async def test_each_further_pilot_is_offered_anew_and_a_form_for_all_takes_those_to_come(
    app: App, slack: SlackServer, alice: User, bob: User
) -> None:
    rita = slack.user("rita")
    await begun(app, alice, bob, leaders=[rita])
    await rita.clicks(only(app, rita), "part_accept_digest")
    await submit_start(slack, bob, "Dispatch", None, participants=[bob], leaders=[rita])
    await at_rest(app)
    _, second = slack.said(rita.dm)
    assert "To be offered its *weekly digest* beside your other pilots" in second.shown
    assert len(await digests_tell_of(app, rita)) == 1
    view = await opened(app, await rita.command("/pilot", "digest"), rita)
    await rita.submits(view, {"digest": ["on"], "pilots": []})
    await at_rest(app)
    assert len(await digests_tell_of(app, rita)) == 2
    assert "*weekly digest*: here" in second.shown, "what they were told reads as it stands now"
    await submit_start(slack, bob, "Claims", None, participants=[bob], leaders=[rita])
    await at_rest(app)
    third = slack.said(rita.dm)[-1]
    assert "*weekly digest*: here" in third.shown and "part_decline_digest" in third.action_ids
    assert len(await digests_tell_of(app, rita)) == 3


async def test_a_lead_who_names_themselves_for_the_digest_has_chosen_it(app: App, alice: User, bob: User) -> None:
    await begun(app, alice, bob, leaders=[alice])
    assert await digests_tell_of(app, alice) == [await app.pilot_id()]


async def test_the_lead_of_a_pilot_in_a_channel_sees_in_its_status_who_was_asked_and_who_said_yes(
    app: App, slack: SlackServer, alice: User, bob: User
) -> None:
    rita, paolo, channel = slack.user("rita"), slack.user("paolo"), slack.channel("freight", alice, bob)
    await begun(app, alice, bob, channel=channel, leaders=[rita, paolo])
    asked = f"{rita.mention} and {paolo.mention} were asked whether they want the digest"
    assert asked in (await told(alice, "status")).shown
    assert "whether they want the digest" not in (await told(bob, "status")).shown
    assert "you were offered its weekly digest: `/pilot digest`" in (await told(rita, "status")).shown
    await rita.clicks(only(app, rita), "part_accept_digest")
    await paolo.clicks(only(app, paolo), "part_decline_digest")
    await at_rest(app)
    shown = (await told(alice, "status")).shown
    assert f"{rita.mention} gets the digest" in shown and f"{paolo.mention} wants no digest" in shown
    assert "offered" not in (await told(rita, "status")).shown


async def test_choosing_the_pilot_in_the_digest_s_settings_takes_a_decline_back(
    app: App, slack: SlackServer, alice: User, bob: User
) -> None:
    rita = slack.user("rita")
    await begun(app, alice, bob, leaders=[rita])
    await rita.clicks(only(app, rita), "part_decline_digest")
    await at_rest(app)
    view = await opened(app, await rita.command("/pilot", "digest"), rita)
    assert "You declined Freight: choose what you want after all." in view.shown
    await rita.submits(view, {"pilots": [await app.pilot_id()]})
    await at_rest(app)
    assert await digests_tell_of(app, rita) == [await app.pilot_id()]


async def test_an_operational_leader_who_declines_is_proposed_no_longer_and_has_refused_nothing(
    app: App, slack: SlackServer, alice: User, bob: User
) -> None:
    paolo = slack.user("paolo")
    await begun(app, alice, bob, leader=paolo)
    notice = only(app, paolo)
    await paolo.clicks(notice, "part_decline_owner")
    await at_rest(app)
    assert "I propose you no longer" in notice.shown
    receipt, news = app.slack.said(alice.dm)
    assert f"{paolo.mention} doesn't want to be asked as the operational leader" in news.shown
    assert f"{paolo.mention} doesn't want to be asked as operational leader." in receipt.shown
    assert await digests_tell_of(app, paolo) == []
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)
    pilot = await app.pilot_id()
    team = await transactions.run(lambda uow: uow.teams.get(pilot))
    assert team.owner is None
    assert await transactions.run(lambda uow: uow.decision_outcomes.list_by_pilot([pilot])) == {}
    await paolo.clicks(notice, "part_take_back_owner")
    await at_rest(app)
    assert (await transactions.run(lambda uow: uow.teams.get(pilot))).owner == paolo.id
    assert "As its *operational leader*" in notice.shown


async def test_in_a_channel_the_thread_is_the_invitation_and_the_lead_hears_of_whom_it_does_not_reach(
    app: App, slack: SlackServer, alice: User, bob: User, cara: User
) -> None:
    gus, channel = slack.user("gus", is_restricted=True), slack.channel("freight", alice, bob)
    await begun(app, alice, bob, cara, gus, channel=channel)
    (opening,) = slack.said(channel)
    assert (
        f"{alice.mention} asks {bob.mention}, {cara.mention} and {gus.mention} to answer for {AS_CALLED}"
        in opening.shown
    )
    assert not slack.said(bob.dm)
    assert f"<#{channel.id}>, which you are not in. Join it" in only(app, cara).shown
    news = only(app, alice).shown
    assert f"I can't write to {gus.mention} directly" in news and f"{cara.mention} isn't in <#{channel.id}>" in news
