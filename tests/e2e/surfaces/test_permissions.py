"""Who sees a pilot and who may change it: its people and its channel, and nobody else; nothing crosses workspaces."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.scenes import CLAIMS, at_rest, card, opened, rated, start, talk, told
from tests.slack_stub import Channel, SlackServer, Timing, User, View

NOT_YOURS = "I can't open that pilot for you"


@pytest.fixture
async def everywhere(slack: SlackServer, knowledge: Knowledge, database_url: str) -> AsyncIterator[App]:
    """The app, on each kind of database."""
    async with running(slack, knowledge, database_url) as started:
        yield started


async def home_of(app: App, person: User) -> View:
    await person.opens_home()
    await at_rest(app)
    home = app.slack.home_of(person)
    assert home is not None
    return home


async def sees(app: App, person: User, name: str) -> bool:
    """By every way there is; they all have to agree."""
    status, listed = await told(person, f"status {name}"), await told(person, "list")
    by_command = f"*{name}* ·" in status.shown
    assert (f"*{name}* ·" in listed.shown) == (f"*{name}* ·" in (await home_of(app, person)).shown) == by_command
    if not by_command:
        assert name not in listed.shown + (await told(person, f"plan {name}")).shown.replace(f"“{name}”", "")
    return by_command


# --- who sees it -------------------------------------------------------------------------------------------


async def test_its_people_and_its_channel_see_a_pilot_and_nobody_else(
    everywhere: App, slack: SlackServer, dana: User, marta: User, paolo: User, eve: User, *, freight: Channel
) -> None:
    owner, reader = slack.user("olga"), slack.user("rita")
    await start(everywhere, dana, "Freight", freight, participants=[marta], leader=owner, leaders=[slack.user("lee")])
    for person in (dana, marta, paolo, owner):
        assert await sees(everywhere, person, "Freight"), person.person.name
    for person in (eve, reader):
        assert not await sees(everywhere, person, "Freight"), person.person.name
    await reader.joins(freight)
    await at_rest(everywhere)
    assert await sees(everywhere, reader, "Freight")
    for person in (reader, marta):
        await person.leaves(freight)
    await at_rest(everywhere)
    assert not await sees(everywhere, reader, "Freight")
    assert await sees(everywhere, marta, "Freight"), "who is named keeps seeing it"


async def test_whoever_joined_while_nothing_was_heard_of_it_sees_what_they_are_in(
    app: App, slack: SlackServer, dana: User, eve: User, freight: Channel
) -> None:
    """Slack lets only members click and type there, whatever we missed."""
    thread = await start(app, dana, "Freight", freight)
    shown = await rated(app, dana, thread, freight)
    rita = slack.user("rita")
    freight.members |= {eve.id, rita.id}
    why = await opened(app, await eve.clicks(shown, "assessment_why"), eve)
    assert "*Owner* `▰▰▰▱` 3, designed" in why.shown
    assert "*Freight* · can't be rated yet" in (await told(rita, "status", freight)).shown


async def test_where_the_app_was_removed_its_members_are_known_no_longer(
    everywhere: App, slack: SlackServer, dana: User, paolo: User, freight: Channel
) -> None:
    """Who leaves after that is not heard of; back in, it learns anew who is there."""
    await start(everywhere, dana, "Freight", freight)
    assert await sees(everywhere, paolo, "Freight")
    await slack.remove_bot(freight)
    await at_rest(everywhere)
    assert not await sees(everywhere, paolo, "Freight")
    assert await sees(everywhere, dana, "Freight")
    rita = slack.user("rita")
    freight.members.add(rita.id)
    await slack.invite_bot(freight)
    await at_rest(everywhere)
    assert await sees(everywhere, paolo, "Freight") and await sees(everywhere, rita, "Freight")


async def test_a_colleague_who_is_asked_one_question_sees_nothing_else(
    app: App, slack: SlackServer, dana: User, eve: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight)
    await talk(app, dana, thread)
    view = await opened(app, await dana.clicks(slack.said(freight)[-1], "interview_ask_colleague"), dana)
    await dana.submits(view, {"colleague": eve})
    await at_rest(app)
    assert not await sees(app, eve, "Freight")
    (asked,) = slack.said(eve.dm)
    await eve.says(eve.dm, "I don't know.", asked)
    await at_rest(app)
    assert all("of 15 known" not in message.shown for message in slack.said(eve.dm)[1:])


# --- who changes it ----------------------------------------------------------------------------------------


async def test_whoever_only_reads_the_channel_changes_nothing(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta], leader=slack.user("olga"))
    for word in ("pause", "resume", "finish"):
        answer = await told(paolo, word, freight)
        assert "Nothing was changed" in answer.shown or "not paused" in answer.shown
    await paolo.clicks(thread, "interview_pause")
    await at_rest(app)
    assert "Only Dana, Olga or Marta can pause the interview." in slack.ephemerals(paolo)[-1].shown
    assert (await app.interview("freight-i1")).status == "open"
    assert "Only Dana or Olga can finish" in (await told(marta, "finish", freight)).shown
    shown = await rated(app, dana, thread, freight)
    refused = await opened(app, await paolo.clicks(shown, "plan_make"), paolo)
    assert "Only Dana, Olga or Marta can have a plan made" in refused.shown
    answer = await told(paolo, "start Freight", freight)
    assert "Only Dana, Olga or Marta can start another interview of it." in answer.shown
    assert slack.files == [] and (await told(dana, "plan", freight)).action_ids == ["plan_make"]


async def test_participants_lead_owner_and_leaders_each_may_what_is_theirs(
    app: App, slack: SlackServer, dana: User, marta: User, paolo: User, *, freight: Channel
) -> None:
    olga = slack.user("olga")
    await start(app, dana, "Freight", freight, participants=[dana, marta], leader=olga, leaders=[paolo])
    for person in (marta, paolo, olga, dana):
        assert "the interview is paused" in (await told(person, "pause Freight")).shown
        assert "the interview goes on" in (await told(person, "resume Freight")).shown
    for person in (marta, paolo):
        assert "Only Dana or Olga can finish" in (await told(person, "finish Freight")).shown
    assert "the interview is finished" in (await told(olga, "finish Freight")).shown


async def test_what_was_shared_elsewhere_can_be_read_there_and_not_opened(
    app: App, slack: SlackServer, dana: User, paolo: User, eve: User, *, freight: Channel
) -> None:
    town = slack.channel("town", dana, paolo, eve)
    thread = await start(app, dana, "Freight", freight)
    await rated(app, dana, thread, freight)
    assert "status_share" not in (await told(paolo, "status Freight", town)).action_ids, "only its team shows it"
    await dana.clicks(await told(dana, "status Freight", town), "status_share")
    await at_rest(app)
    assert "*Freight* · can't be rated yet" in slack.said(town)[-1].shown
    assert not await sees(app, eve, "Freight")


# --- private channels and direct messages ------------------------------------------------------------------


async def test_a_private_channel_keeps_its_pilot_to_itself(
    everywhere: App, slack: SlackServer, dana: User, marta: User, paolo: User, eve: User
) -> None:
    secret = slack.channel("secret", dana, marta, kind="private")
    town = slack.channel("town", dana, paolo, eve)
    thread = await start(everywhere, dana, "Merger", secret, participants=[dana], leaders=[paolo])
    shown = await rated(everywhere, dana, thread, secret)
    for person in (dana, marta, paolo):
        assert await sees(everywhere, person, "Merger"), person.person.name
    assert not await sees(everywhere, eve, "Merger")
    for person in (dana, paolo):
        assert "status_share" not in (await told(person, "status Merger", town)).action_ids
    assert slack.said(town) == []
    await marta.leaves(secret)
    await at_rest(everywhere)
    assert not await sees(everywhere, marta, "Merger")
    assert "Merger" in shown.shown


async def test_what_was_said_in_direct_messages_is_linked_only_for_whoever_said_it(
    app: App, slack: SlackServer, dana: User, marta: User, eve: User
) -> None:
    thread = await start(app, dana, "Quiet", participants=[dana, marta])
    await talk(app, dana, thread)
    await told(dana, "finish")
    await at_rest(app)
    for person, linked in ((dana, True), (marta, False)):
        why = await opened(app, await person.clicks(card(app, person.dm), "assessment_why"), person)
        assert "I signed the acceptance in March" in why.shown
        assert ("|see the message>" in why.shown) == linked
        await person.closes(why)
    assert not await sees(app, eve, "Quiet")
    assert "status_share" not in (await told(marta, "status Quiet")).action_ids
    town = slack.channel("town", dana, marta, eve)
    assert "status_share" not in (await told(marta, "status Quiet", town)).action_ids
    await dana.clicks(await told(dana, "status Quiet", town), "status_share")
    await at_rest(app)
    assert "*Quiet* · can't be rated yet" in slack.said(town)[-1].shown


# --- two workspaces on one database ------------------------------------------------------------------------


async def test_two_workspaces_on_one_database_never_meet(
    slack: SlackServer, manifest: dict[str, Any], knowledge: Knowledge, postgres_url: str
) -> None:
    """The same people's ids, the same channel's, the same pilot: each workspace has its own."""
    with SlackServer(manifest, Timing.unhurried(), team_id="T0OTHER") as other:
        async with running(slack, knowledge, postgres_url) as ours, running(other, knowledge, postgres_url) as theirs:
            sides = []
            for app in (ours, theirs):
                lead = app.slack.user("dana")
                sides.append((app, lead, app.slack.channel("freight", lead)))
            assert sides[0][1].id == sides[1][1].id and sides[0][2].id == sides[1][2].id
            threads = [await start(app, lead, "Freight", channel) for app, lead, channel in sides]
            await sides[0][1].says(sides[0][2], CLAIMS[0], threads[0])
            await sides[1][1].says(sides[1][2], "There is no owner. Nobody wants it.", threads[1])
            for app, _, _ in sides:
                await at_rest(app)
            assert "I signed the acceptance" in words(ours) and "Nobody wants it" not in words(ours)
            assert "I signed the acceptance" not in words(theirs)
            assert [turn.text for turn in (await theirs.interview("freight-i1")).turns] == [
                "There is no owner. Nobody wants it."
            ]
            await told(sides[0][1], "finish", sides[0][2])
            await at_rest(ours)
            assert "finished" in (await told(sides[0][1], "list")).shown
            assert "under way" in (await told(sides[1][1], "list")).shown
            assert slack.refusals == other.refusals == []


def words(app: App) -> str:
    channels = app.slack.slack.workspace.channels.values()
    return "\n".join(message.shown for channel in channels for message in app.slack.said(channel))
