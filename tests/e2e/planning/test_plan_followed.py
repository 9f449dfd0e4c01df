"""A plan that people work from: named people are asked, actions are done, blocked, handed on and moved."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.wording.formatter import format_day
from bot.wording.gate_words import format_gate_day
from tests.e2e.app import App, running, sqlite
from tests.e2e.clock import SetClock
from tests.e2e.plans import (
    MONDAY,
    given_to,
    last,
    listed,
    marked,
    numbers_of,
    plan_message,
    planned,
    progress,
    standing,
    submitted,
    taken,
    updating,
)
from tests.e2e.scenes import at_rest, opened, rated, start, told
from tests.slack_stub import Channel, SlackServer, User


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(MONDAY, slack)


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock) -> AsyncIterator[App]:
    async with running(slack, knowledge, database_url, clock=clock) as started:
        yield started


@pytest.fixture
async def on_file(slack: SlackServer, knowledge: Knowledge, tmp_path: Path, clock: SetClock) -> AsyncIterator[App]:
    """On SQLite alone: for what no database makes a difference to."""
    async with running(slack, knowledge, sqlite(tmp_path), clock=clock) as started:
        yield started


@pytest.fixture
def tomasz(slack: SlackServer) -> User:
    return slack.user("tomasz", tz="America/New_York", title="Integration lead", real_name="Tomasz Wolski")


@pytest.fixture
def dana(slack: SlackServer) -> User:
    return slack.user("dana", tz="Europe/Berlin", title="Innovation lead", real_name="Dana Reyes")


@pytest.fixture
def freight(slack: SlackServer, dana: User, tomasz: User) -> Channel:
    return slack.channel("freight", dana, tomasz)


# --- whose it is ---------------------------------------------------------------------------------------


async def test_whoever_the_plan_names_is_asked_and_it_is_theirs_once_they_say_so(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    plan = await planned(app, dana, freight, dana, tomasz)
    standings, theirs = (await progress(app)).standings, await numbers_of(app, tomasz)
    nobodys = sum(one.owner is None for one in standings)
    assert f"{len(standings)} actions, 5 gates. {nobodys} still need a name and 2 wait for a yes." in plan.shown
    asked = last(app, tomasz)
    assert "*Freight: 2 actions with your name*" in asked.shown
    assert "Nothing is yours until you accept it" in asked.shown
    assert not any([(await standing(app, number)).accepted for number in theirs])
    await tomasz.opens_home()
    await at_rest(app)
    assert asked.action_ids.count("action_update") == 1, "one menu for both"
    for number in theirs:
        await marked(app, tomasz, asked, number, "action_accept")
        assert (await standing(app, number)).accepted
    assert "You have 2 actions in it." in asked.shown and "has not said yes" not in asked.shown
    assert f"{nobodys} still need a name." in plan_message(app, freight).shown
    home = slack.home_of(tomasz)
    assert home is not None and "*My actions: 2*" in home.shown
    assert {"action_done", "action_block", "action_move", "action_reassign"} <= set(home.action_ids)
    assert slack.last(tomasz.dm) is asked, "the message that was clicked says it: nothing more is said"
    assert not slack.ephemerals(tomasz)


async def test_what_is_not_theirs_goes_back_to_the_lead_who_asks_somebody_else(
    app: App, slack: SlackServer, dana: User, tomasz: User, *, ana: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    first, number = await numbers_of(app, tomasz)
    asked_first = last(app, tomasz)
    for theirs in (first, number):
        await marked(app, tomasz, asked_first, theirs, "action_decline")
    assert "None of it is yours." in last(app, tomasz).shown
    to_lead = last(app, dana)
    assert f"{tomasz.mention} says that this action of _Freight_ isn't theirs. Who takes it?" in to_lead.shown
    asked = {"colleague": ana, "note": "You built the last one."}
    await submitted(app, dana, to_lead, "action_reassign", asked)
    to_ana = last(app, ana)
    assert f"{dana.mention} asks you to take on action {number} of the AI pilot “Freight”." in to_ana.shown
    assert "You see this action and nothing else of the pilot." in to_ana.shown
    assert "“You built the last one.”" in to_ana.shown
    assert f"proposed to {ana.mention}" in to_lead.shown
    assert "No plan has an action with your name on it." not in (await told(ana, "actions")).shown
    assert "You are in no pilot yet" in (await told(ana, "status")).shown
    await ana.clicks(to_ana, "action_accept")
    await at_rest(app)
    assert ((await standing(app, number)).owner, (await standing(app, number)).accepted) == (ana.id, True)
    assert "proposed to" not in to_lead.shown and ana.mention in to_lead.shown


async def test_a_guest_or_an_app_is_given_no_action(
    on_file: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(on_file, dana, freight, dana, tomasz)
    guest = slack.user("gus", is_restricted=True)
    view = await updating(on_file, dana, await listed(on_file, dana), 1, "action_reassign")
    ack = await dana.submits(view, {"colleague": guest})
    assert "Gus is a guest here" in ack.errors["colleague"]


async def test_whoever_writes_under_their_actions_is_told_what_to_click(
    on_file: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(on_file, dana, freight, dana, tomasz)
    asked = last(on_file, tomasz)
    await tomasz.says(tomasz.dm, "It is done, see the wiki.", asked)
    await at_rest(on_file)
    assert "Use the buttons above: _Done_ takes a note or a link as proof" in slack.said(tomasz.dm, asked)[-1].shown
    assert {(await standing(on_file, number)).state for number in await numbers_of(on_file, tomasz)} == {"open"}


# --- how it goes ---------------------------------------------------------------------------------------


async def test_done_takes_a_proof_that_everybody_sees_and_can_be_reopened(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    number, _ = await numbers_of(app, tomasz)
    asked = last(app, tomasz)
    await marked(app, tomasz, asked, number, "action_accept")
    view = await updating(app, tomasz, asked, number, "action_done")
    assert "runs end to end in the test environment" in view.shown
    ack = await tomasz.submits(view, {})
    assert ack.errors == {"note": "Add a note or a link, so that others can see that it is done."}
    proof = {"note": "40 cases ran, hunter2", "link": "https://wiki.acme.com/run-40"}
    assert (await tomasz.submits(view, proof)).ok
    await at_rest(app)
    done = await standing(app, number)
    assert (done.state, done.by, done.link) == ("done", tomasz.id, "https://wiki.acme.com/run-40")
    assert ":white_check_mark: Done on Monday 1 March, says" in asked.shown and "“40 cases ran" in asked.shown
    assert "1 done" in plan_message(app, freight).shown
    await marked(app, tomasz, asked, number, "action_reopen")
    assert (await standing(app, number)).state == "open"
    assert "Done on Monday" not in asked.shown


async def test_what_is_blocked_the_team_hears_of_and_status_counts_the_days(
    app: App, slack: SlackServer, dana: User, tomasz: User, *, clock: SetClock, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    number, _ = await numbers_of(app, tomasz)
    asked = last(app, tomasz)
    await marked(app, tomasz, asked, number, "action_accept")
    await marked(app, tomasz, asked, number, "action_block", reason="No SAP test client yet <!here>")
    told_team = slack.said(freight)[-1]
    assert (
        f":warning: {tomasz.mention} can't go on with action {number} of _Freight_. {dana.mention}, can you"
        in told_team.shown
    )
    assert "“No SAP test client yet &lt;!here&gt;”" in told_team.shown
    assert ":warning: Blocked since Monday 1 March" in asked.shown
    clock.forward(days=6)
    assert (
        "1 blocked: Build reading and writing back on every system, and rehearse undoing a write, for 6 days"
        in (await told(dana, "status", freight)).shown
    )
    await dana.clicks(told_team, "action_unblock")
    await at_rest(app)
    assert (await standing(app, number)).state == "open"
    assert "Blocked" not in asked.shown.replace("Blocked\n", "")
    assert "was blocked, and goes on" in told_team.shown and "can't go on" not in told_team.shown


# --- moving --------------------------------------------------------------------------------------------


async def test_a_move_shows_what_follows_before_and_after_and_keeps_both_plans(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    before = await planned(app, dana, freight, dana, tomasz)
    first = await progress(app)
    view = await updating(app, dana, await listed(app, dana), 1, "action_move")
    await dana.clicks(view, "due", "2027-03-20")
    refused = slack.view(dana)
    assert refused is not None and "working day" in refused.shown
    stood = first.plan.phases[0].gate
    assert stood.day is not None
    day = stood.day + timedelta(days=3)
    await dana.clicks(refused, "due", day.isoformat())
    shown = slack.view(dana)
    assert shown is not None and "*This would change:*" in shown.shown
    assert f"→ *{format_day(day)}*" in shown.shown
    assert (await progress(app)).plan.id == first.plan.id, "nothing is moved yet"
    assert (await dana.submits(shown, {"due": day.isoformat()})).ok
    await at_rest(app)
    moved = (await progress(app)).plan
    assert (moved.revises, moved.root_id) == (first.plan.id, first.plan.id)
    told_team = slack.said(freight)[-1]
    assert f"{dana.mention} has moved action 1 of _Freight_:" in told_team.shown
    assert f"due {format_day(day)}" in told_team.shown and "moved along" in told_team.shown
    changed = await opened(app, await tomasz.clicks(told_team, "plan_difference"), tomasz)
    assert f"→ *{format_day(day)}*" in changed.shown and "gate *align*" in changed.shown
    stands = format_gate_day(moved.phases[0].gate, format_day)
    assert stands != format_gate_day(stood, format_day)
    assert f"*align* {stands}" in before.shown, "the plan that stands is kept up to date"
    pilot = await app.pilot_id()
    history = await app.database.in_workspace("T0ACME").run(lambda uow: uow.plans.list_for_pilot(pilot))
    assert [plan.id for plan in history] == [first.plan.id, moved.id]


async def test_a_list_shows_what_was_done_from_it_where_it_stands(
    app: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(app, dana, freight, dana, tomasz)
    page = await listed(app, dana)
    assert len(page.action_ids) <= 5
    said = len(slack.said(dana.dm))
    await marked(app, dana, page, 1, "action_accept")
    assert "Dana Reyes" in page.shown
    await marked(app, dana, page, 1, "action_block", reason="No key.")
    assert "blocked" in page.shown
    assert len(slack.said(dana.dm)) == said, "the list says it: nothing more is said"
    assert not slack.refusals


async def test_what_blocks_the_lead_the_operational_leader_is_asked_to_clear(
    app: App, slack: SlackServer, dana: User, tomasz: User, *, paolo: User
) -> None:
    thread = await start(app, dana, "Freight", participants=[dana, tomasz], leader=paolo)
    card = await rated(app, dana, thread)
    await submitted(app, dana, card, "plan_make", {"start": "2027-03-08", "country": None})
    page = await listed(app, dana)
    await marked(app, dana, page, 1, "action_accept")
    view = await updating(app, dana, page, 1, "action_block")
    assert f"I ask {paolo.mention} at once" in view.shown
    assert (await dana.submits(view, {"chosen_move": "action_block", "reason": "No key."})).ok
    await at_rest(app)
    to_paolo = last(app, paolo)
    assert f"{dana.mention} can't go on with action 1" in to_paolo.shown
    assert f"{paolo.mention}, can you clear it" in to_paolo.shown
    assert to_paolo.text.startswith("Can you clear it? ")


# --- who may not ---------------------------------------------------------------------------------------


async def test_what_somebody_else_has_by_now_is_not_theirs_to_change_and_they_read_whose_it_is(
    on_file: App, slack: SlackServer, dana: User, tomasz: User, *, marta: User, freight: Channel
) -> None:
    await marta.joins(freight)
    await planned(on_file, dana, freight, dana, tomasz, marta)
    old = await updating(on_file, tomasz, await listed(on_file, tomasz), 1)
    await taken(on_file, marta, 1)
    assert (await tomasz.submits(old, {"chosen_move": "action_accept"})).ok
    await at_rest(on_file)
    assert [s.owner for s in (await progress(on_file)).standings if s.accepted] == [marta.id]
    assert "Marta has this action by now. Nothing was changed." in last(on_file, tomasz).shown
    number, _ = await numbers_of(on_file, tomasz)
    await marked(on_file, tomasz, slack.said(tomasz.dm)[0], number, "action_accept")
    view = await updating(on_file, tomasz, slack.said(tomasz.dm)[0], number, "action_done")
    await given_to(on_file, dana, marta, number)
    assert (await tomasz.submits(view, {"note": "It runs."})).ok
    await at_rest(on_file)
    assert (await standing(on_file, number)).state == "open"
    why = "Marta has this action: only they or Dana Reyes, who leads the pilot, can change it. Nothing was changed."
    assert why in slack.said(tomasz.dm)[-1].shown


async def test_whoever_only_reads_the_channel_sees_everything_and_changes_nothing(
    on_file: App, slack: SlackServer, dana: User, tomasz: User, *, eve: User, freight: Channel
) -> None:
    await planned(on_file, dana, freight, dana, tomasz)
    await eve.joins(freight)
    await at_rest(on_file)
    page = await listed(on_file, eve)
    assert f"{len((await progress(on_file)).standings)} actions" in page.shown or "all actions" in page.shown
    assert page.action_ids == ["action_update"]
    view = await updating(on_file, eve, page, 1)
    assert "can change it" in view.shown
    assert "chosen_move" not in view.action_ids


async def test_what_is_due_is_done_from_home_and_home_says_it_with_no_message_beside(
    on_file: App, slack: SlackServer, dana: User, tomasz: User, freight: Channel
) -> None:
    await planned(on_file, dana, freight, dana, tomasz)
    await tomasz.opens_home()
    await at_rest(on_file)
    home = slack.home_of(tomasz)
    assert home is not None and "*My actions: 2*" in home.shown
    number, _ = await numbers_of(on_file, tomasz)
    await tomasz.clicks(home, "action_accept")
    await at_rest(on_file)
    said = len(slack.said(tomasz.dm))
    fresh = slack.home_of(tomasz)
    assert fresh is not None
    before = fresh.shown
    await submitted(on_file, tomasz, fresh, "action_done", {"note": "It runs."})
    assert (await standing(on_file, number)).state == "done"
    after = slack.home_of(tomasz)
    assert after is not None and "*My actions: 1*" in after.shown
    assert f"*{number}. " in before and f"*{number}. " not in after.shown
    assert len(slack.said(tomasz.dm)) == said
