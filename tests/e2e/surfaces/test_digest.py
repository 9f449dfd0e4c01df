"""The weekly digest in Slack: at nine where each leader is, once; wished for, read, and settled by its buttons."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.framework.knowledge import Knowledge
from bot.services.ports.core import UnitOfWork
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.storage.tables import events
from tests.e2e.app import QUICK, App, running
from tests.e2e.clock import SetClock
from tests.e2e.plans import last, submitted
from tests.e2e.process import serving
from tests.e2e.scenes import all_at_rest, at_rest, opened, rated, start, start_read, told
from tests.slack_stub import Channel, Fault, Message, SlackServer, User
from tests.slack_stub.server import PATIENCE

WEDNESDAY = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
BERLIN, NEW_YORK, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
NOBODY = "The innovation team runs it; in operations nobody answers for it."


@pytest.fixture
def clock(slack: SlackServer) -> SetClock:
    return SetClock(WEDNESDAY, slack)


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, database_url: str, clock: SetClock) -> AsyncIterator[App]:
    async with running(slack, knowledge, database_url, clock=clock) as started:
        yield started


@pytest.fixture
def lee(slack: SlackServer) -> User:
    return slack.user("lee", tz="America/New_York", real_name="Lee Wong")


@pytest.fixture
def paolo(slack: SlackServer) -> User:
    return slack.user("paolo", tz="Europe/Berlin", real_name="Paolo Greco")


@pytest.fixture
def kim(slack: SlackServer) -> User:
    return slack.user("kim", tz="Asia/Kolkata", real_name="Kim Rao")


@pytest.fixture
def freight(slack: SlackServer, dana: User) -> Channel:
    return slack.channel("freight", dana)


def at(day: int, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=zone).astimezone(UTC)


def digests(app: App, person: User) -> list[Message]:
    return _sent(app.slack, person)


async def until(app: App, clock: SetClock, moment: datetime) -> None:
    clock.set(moment)
    await at_rest(app)


# --- when ------------------------------------------------------------------------------------------------


async def test_three_leaders_in_three_zones_read_it_at_nine_on_monday_whatever_the_clocks_do(
    slack: SlackServer,
    knowledge: Knowledge,
    database_url: str,
    *,
    clock: SetClock,
    dana: User,
    lee: User,
    paolo: User,
    kim: User,
    freight: Channel,
) -> None:
    """New York's clocks go forward on Sunday 14 March, Berlin's on Sunday 28 March; the app restarts in between."""
    process = partial(running, slack, knowledge, database_url, clock=clock)
    async with process() as app:
        thread = await start_read(app, dana, "Freight", freight, leaders=[lee, paolo, kim])
        await rated(app, dana, thread, freight)
        for person, zone in ((kim, KOLKATA), (paolo, BERLIN), (lee, NEW_YORK)):
            await until(app, clock, at(15, 8, 59, zone))
            assert digests(app, person) == []
            await until(app, clock, at(15, 9, 0, zone))
            assert len(digests(app, person)) == 1
        (first,) = digests(app, lee)
        assert "*Freight* · can't be rated yet" in first.shown
        assert "Your week as it stood on Monday 15 March, 09:00." in first.shown
    async with process() as app:
        for person, zone in ((kim, KOLKATA), (paolo, BERLIN), (lee, NEW_YORK)):
            await until(app, clock, at(29, 8, 59, zone))
            assert len(digests(app, person)) == 2, "that of the 22nd"
            await until(app, clock, at(29, 9, 0, zone))
            assert len(digests(app, person)) == 3
        assert digests(app, kim)[-1].shown.startswith("Nothing changed in your pilot.")


async def test_after_a_clock_that_was_weeks_ahead_for_a_while_the_next_digest_comes_in_its_time(
    slack: SlackServer,
    knowledge: Knowledge,
    database_url: str,
    *,
    clock: SetClock,
    dana: User,
    lee: User,
    freight: Channel,
) -> None:
    """Without a restart."""
    often = replace(QUICK, recurring=0.05)
    async with running(slack, knowledge, database_url, clock=clock, tempo=often) as app:
        thread = await start_read(app, dana, "Freight", freight, leaders=[lee])
        await rated(app, dana, thread, freight)
        await until(app, clock, at(29, 9, 0, NEW_YORK))
        assert len(digests(app, lee)) == 1, "that of the 15th, too early"
        clock.set_back(at(22, 2, 0, NEW_YORK))
        await called_for(app, lee, "2027-W12")
        await until(app, clock, at(22, 8, 59, NEW_YORK))
        assert len(digests(app, lee)) == 1
        await until(app, clock, at(22, 9, 0, NEW_YORK))
        assert len(digests(app, lee)) == 2


async def called_for(app: App, person: User, week: str) -> None:
    known = select(events.c.id).where(events.c.id.startswith(f"digest:{person.id}:{week}"))
    async with asyncio.timeout(PATIENCE):
        while not await app.database.run(lambda tx: tx.connection.execute(known).all()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_wishes_change_when_it_comes_and_whether(
    app: App, slack: SlackServer, clock: SetClock, dana: User, paolo: User, *, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, leaders=[paolo])
    await rated(app, dana, thread, freight)
    view = await opened(app, await paolo.command("/pilot", "digest"), paolo)
    preview = await opened(app, await paolo.clicks(view, "digest_preview"), paolo)
    assert "*Freight* · can't be rated yet" in preview.shown
    assert digests(app, paolo) == []
    await paolo.closes(preview)
    ack = await paolo.submits(view, {"weekday": "4", "hour": "15", "digest": ["on", "only_changes"]})
    assert ack.ok and not ack.errors
    await at_rest(app)
    assert "Your digest comes on Fridays at 15:00, by your own clock, when something changed." in last(app, paolo).shown
    await until(app, clock, at(12, 14, 59, BERLIN))
    assert digests(app, paolo) == []
    await until(app, clock, at(12, 15, 0, BERLIN))
    assert len(digests(app, paolo)) == 1
    await until(app, clock, at(19, 15, 1, BERLIN))
    assert len(digests(app, paolo)) == 1, "nothing changed"
    view = await opened(app, await paolo.command("/pilot", "digest"), paolo)
    assert (await paolo.submits(view, {"digest": []})).ok
    await at_rest(app)
    assert "You get no weekly digest any more." in last(app, paolo).shown
    await until(app, clock, at(29, 12, 0, BERLIN))
    assert len(digests(app, paolo)) == 1


async def test_a_channel_gets_only_what_all_its_members_may_see(
    app: App, slack: SlackServer, clock: SetClock, dana: User, paolo: User, *, lee: User, freight: Channel
) -> None:
    board = slack.channel("board", paolo, lee)
    thread = await start(app, dana, "Freight", freight, leaders=[paolo, lee])
    await rated(app, dana, thread, freight)
    secret = slack.channel("secret", dana, kind="private")
    await start(app, dana, "Layoffs", secret, leaders=[paolo])
    view = await opened(app, await paolo.command("/pilot", "digest"), paolo)
    assert (await paolo.submits(view, {"digest": ["on"], "channel": board})).ok
    await at_rest(app)
    await until(app, clock, at(15, 9, 1, BERLIN))
    (posted,) = slack.said(board)
    assert "*Freight*" in posted.shown and "Layoffs" not in posted.shown
    assert "the pilots that everybody in this channel may see" in posted.shown
    assert digests(app, paolo) == []


# --- what it asks ------------------------------------------------------------------------------------------


async def who_owns_it_is_asked(app: App, clock: SetClock, lead: User, leader: User, channel: Channel) -> Message:
    """The leader's digest of a pilot of which nobody could say whose it is."""
    thread = await start_read(app, lead, "Freight", channel, leaders=[leader])
    await lead.says(channel, NOBODY, thread)
    await at_rest(app)
    await told(lead, "finish", channel)
    await at_rest(app)
    await until(app, clock, at(15, 9, 0, BERLIN))
    (digest,) = digests(app, leader)
    return digest


async def test_who_owns_it_is_said_in_the_digest_and_accepted_by_whoever_was_named(
    app: App, slack: SlackServer, clock: SetClock, dana: User, paolo: User, *, ana: User, freight: Channel
) -> None:
    digest = await who_owns_it_is_asked(app, clock, dana, paolo, freight)
    assert "*One decision waits for you: say who owns Freight.*" in digest.shown
    await submitted(app, paolo, digest, "decision_owner", {"colleague": ana})
    assert f"{paolo.mention} named who owns _Freight_." in digest.shown
    assert "decision_owner" not in digest.action_ids
    asked = last(app, ana)
    assert f"{paolo.mention} names you as the owner of the AI pilot “Freight”" in asked.shown
    assert (await paolo.clicks(digest, "digest_open")).ok
    await ana.clicks(asked, "decision_yes")
    await at_rest(app)
    assert f"{ana.mention} accepted _Freight_ as its owner." in slack.said(freight)[-1].shown
    await ana.clicks(asked, "decision_yes")
    await at_rest(app)
    assert "settled it already. Nothing was changed." in last(app, ana).shown
    assert "you then get its weekly digest" in asked.shown
    await until(app, clock, at(22, 9, 0, BERLIN))
    assert len(digests(app, ana)) == 1


async def test_whoever_is_named_and_never_says_yes_gets_one_message_and_no_digest(
    app: App, clock: SetClock, *, dana: User, paolo: User, lee: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, leader=lee, leaders=[paolo])
    await rated(app, dana, thread, freight)
    await until(app, clock, at(29, 12, 0, BERLIN))
    for person in (paolo, lee):
        (offer,) = app.slack.said(person.dm)
        assert "part_accept_digest" in offer.action_ids


async def test_whoever_is_asked_to_own_it_and_does_not_accept_gets_no_digest(
    app: App, clock: SetClock, *, dana: User, paolo: User, ana: User, freight: Channel
) -> None:
    digest = await who_owns_it_is_asked(app, clock, dana, paolo, freight)
    await submitted(app, paolo, digest, "decision_owner", {"colleague": ana})
    await until(app, clock, at(29, 12, 0, BERLIN))
    assert digests(app, ana) == []


async def test_what_nobody_has_is_given_to_somebody_and_the_next_decision_follows(
    app: App, slack: SlackServer, clock: SetClock, dana: User, paolo: User, *, ana: User, freight: Channel
) -> None:
    await planned_for(app, dana, freight, paolo)
    await until(app, clock, at(15, 9, 0, BERLIN))
    (digest,) = digests(app, paolo)
    assert "*One decision waits for you: say who takes “" in digest.shown
    await submitted(app, paolo, digest, "decision_assign", {"colleague": ana})
    assert f"{paolo.mention} said who takes “" in digest.shown
    assert f"{paolo.mention} asks you to take on action" in last(app, ana).shown
    assert slack.ephemerals(paolo) == []


@pytest.mark.parametrize(
    ("button", "form", "outcome"),
    [("decision_yes", None, "goes on."), ("decision_no", {"note": "The yard won't have it."}, "is stopped.")],
)
async def test_a_pilot_that_fell_goes_on_or_is_stopped_by_a_leader_and_the_team_reads_it(
    app: App,
    slack: SlackServer,
    clock: SetClock,
    dana: User,
    paolo: User,
    *,
    freight: Channel,
    button: str,
    form: dict[str, object] | None,
    outcome: str,
) -> None:
    thread = await start_read(app, dana, "Freight", freight, leaders=[paolo])
    await rated(app, dana, thread, freight, whole=True)
    await fell_from(app, "pilot")
    await until(app, clock, at(15, 9, 0, BERLIN))
    (digest,) = digests(app, paolo)
    assert "say whether Freight goes on" in digest.shown and "It fell from" in digest.shown
    if form is None:
        await paolo.clicks(digest, button)
        await at_rest(app)
    else:
        await submitted(app, paolo, digest, button, form)
    assert "decision_no" not in digest.action_ids
    theirs = slack.said(freight)[-1].shown
    assert f"{paolo.mention} says that _Freight_ {outcome}" in theirs
    assert form is None or "The yard won't have it." in theirs


async def fell_from(app: App, stage: str) -> None:
    """The pilot stood there once; what was found last is less."""
    transactions = app.database.in_workspace(app.slack.slack.workspace.team_id)

    pilot = await app.pilot_id()

    def work(uow: UnitOfWork) -> None:
        (made,) = uow.assessments.list_for_pilot(pilot)
        later = made.made_at + timedelta(minutes=1)
        uow.assessments.add(made.model_copy(update={"id": f"{made.id}-h", "stage": stage, "made_at": later}))
        later += timedelta(minutes=1)
        uow.assessments.add(made.model_copy(update={"id": f"{made.id}-l", "made_at": later}))

    await transactions.run(work)


async def test_only_those_who_decide_may_settle_it(
    app: App, slack: SlackServer, clock: SetClock, dana: User, paolo: User, *, lee: User, freight: Channel
) -> None:
    board = slack.channel("board", paolo, lee, dana)
    await planned_for(app, dana, freight, paolo)
    view = await opened(app, await paolo.command("/pilot", "digest"), paolo)
    assert (await paolo.submits(view, {"digest": ["on"], "channel": board})).ok
    await at_rest(app)
    await until(app, clock, at(15, 9, 1, BERLIN))
    assert slack.said(board) == [], "lee may not see it: there is nothing to tell"
    assert digests(app, paolo) == []


async def planned_for(app: App, lead: User, channel: Channel, leader: User) -> Message:
    """A plan with its first actions due soon, and nobody's name on them."""
    thread = await start_read(app, lead, "Freight", channel, leaders=[leader])
    card = await rated(app, lead, thread, channel)
    await submitted(app, lead, card, "plan_make", {"start": "2027-03-15", "country": None})
    return card


# --- all of them -------------------------------------------------------------------------------------------


async def test_the_portfolio_shows_what_one_may_see_side_by_side(
    app: App, slack: SlackServer, dana: User, paolo: User, *, freight: Channel
) -> None:
    assert "There is no pilot that you may see yet" in (await told(paolo, "portfolio")).shown
    thread = await start(app, dana, "Freight", freight, leaders=[paolo])
    await rated(app, dana, thread, freight)
    await start(app, dana, "Dispatch", leaders=[paolo])
    assert "You may see 2 pilots" in (await told(paolo, "portfolio")).shown
    await start(app, dana, "KYC", leaders=[paolo])
    assert "It comes in a moment" in (await told(paolo, "portfolio")).shown
    await at_rest(app)
    shown = last(app, paolo)
    assert "*3 pilots: 3 not rated yet.*" in shown.shown
    acme = app.database.in_workspace(slack.slack.workspace.team_id)
    kept = await acme.run(lambda uow: uow.messages.find_standalone_at(paolo.dm.id, shown.ts))
    assert kept is not None, "an ordinary message is kept, so that it can be changed when somebody asks to be forgotten"
    (table,) = [block for block in shown.blocks if block["type"] == "data_table"]
    assert [[cell["text"] for cell in row][:2] for row in table["rows"]] == [
        ["Pilot", "Stage"],
        ["Freight", "·"],
        ["Dispatch", "·"],
        ["KYC", "·"],
    ]
    modal = await opened(
        app, await paolo.clicks(shown, "pilot_open", pack_reference(Reference(pilot=await app.pilot_id()))), paolo
    )
    assert "Freight" in modal.shown
    await paolo.clicks(shown, "portfolio_picture")
    await at_rest(app)
    (file,) = last(app, paolo).files
    assert slack.slack.workspace.files[file["id"]].content == b"3 pilots"


async def test_a_digest_of_three_pilots_has_their_heatmap_under_it(
    app: App, slack: SlackServer, clock: SetClock, *, dana: User, paolo: User
) -> None:
    for name in ("Freight", "Dispatch", "KYC"):
        await start_read(app, dana, name, leaders=[paolo])
    await until(app, clock, at(15, 9, 1, BERLIN))
    (digest,), shown = digests(app, paolo), last(app, paolo)
    assert shown.ts > digest.ts and not shown.is_reply
    (file,) = shown.files
    assert slack.slack.workspace.files[file["id"]].content == b"3 pilots"


async def test_a_digest_of_two_pilots_comes_without(app: App, clock: SetClock, *, dana: User, paolo: User) -> None:
    for name in ("Freight", "Dispatch"):
        await start_read(app, dana, name, leaders=[paolo])
    await until(app, clock, at(15, 9, 1, BERLIN))
    assert digests(app, paolo) == [last(app, paolo)]
    assert not last(app, paolo).files


# --- once --------------------------------------------------------------------------------------------------


MOMENTS: dict[str, Callable[[SlackServer], Fault]] = {
    "while it is asked where the leader is": lambda slack: slack.slow_down("users.info", 60.0),
    "before it is sent": lambda slack: slack.slow_down("chat.postMessage", 60.0),
    "after it was sent, before that was noted": lambda slack: slack.answer_late("chat.postMessage", 60.0),
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_of_two_workers_one_is_killed_at_a_send_and_the_digest_comes_once(
    slack: SlackServer,
    knowledge: Knowledge,
    postgres_url: str,
    tmp_path: Path,
    *,
    clock: SetClock,
    moment: str,
    dana: User,
    paolo: User,
    freight: Channel,
) -> None:
    async with running(slack, knowledge, postgres_url, clock=clock) as app:
        thread = await start_read(app, dana, "Freight", freight, leaders=[paolo])
        await rated(app, dana, thread, freight)
    clock.set(at(15, 9, 1, BERLIN))
    fault, log = MOMENTS[moment](slack), tmp_path / "serve.log"
    async with serving(slack, postgres_url, log, ahead=clock.ahead) as first:
        await slack.until(lambda: fault.struck)
        async with serving(slack, postgres_url, log, ahead=clock.ahead) as second:
            await first.kill()
            slack.lift(fault)
            await slack.until(lambda: _sent(slack, paolo))
            await all_at_rest(slack, postgres_url, clock.now)
            assert await second.stop() == 0
    assert len(_sent(slack, paolo)) == 1, slack.story()


def _sent(slack: SlackServer, person: User) -> list[Message]:
    return [message for message in slack.said(person.dm) if "digest_open" in message.action_ids]
