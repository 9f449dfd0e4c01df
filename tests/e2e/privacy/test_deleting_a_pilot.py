"""`/pilot forget NAME`: a whole pilot goes, after its lead has confirmed it twice; what others said elsewhere stays."""

from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running
from tests.e2e.plans import last, submitted
from tests.e2e.privacy.traces import find_lasting_traces, find_shown
from tests.e2e.scenes import at_rest, card, opened, start, talk, told
from tests.slack_stub import Ack, Channel, SlackServer, User

NAME = "Quokkamarmelade"


async def planned(app: App, dana: User, marta: User, freight: Channel) -> None:
    thread = await start(app, dana, NAME, freight, participants=[dana, marta], leaders=[marta])
    await marta.clicks(last(app, marta), "part_accept_digest")
    await talk(app, dana, thread)
    await told(dana, f"finish {NAME}", freight)
    await at_rest(app)
    await submitted(app, dana, card(app, freight), "plan_make", {"start": "2027-03-15", "country": None})


async def confirmed(app: App, lead: User, typed: str) -> Ack:
    warned = await opened(app, await lead.command("/pilot", f"forget {NAME}"), lead)
    assert "What goes" in str(warned.blocks)
    form = await opened(app, await lead.clicks(warned, "forget_pilot_open"), lead)
    return await lead.submits(form, {"name": typed})


async def test_everything_of_it_is_gone_and_those_named_are_told_once(
    slack: SlackServer, knowledge: Knowledge, database_url: str, dana: User, marta: User, *, freight: Channel
) -> None:
    async with running(slack, knowledge, database_url) as app:
        await planned(app, dana, marta, freight)
        other = await start(app, dana, "Dispatch", freight, participants=[dana, marta])
        await talk(app, marta, other)
        assert slack.files and slack.canvases
        assert (await confirmed(app, dana, NAME.lower())).ok
        await at_rest(app)
        assert await find_lasting_traces(app, database_url, NAME, "directmessage") == []
        assert slack.files == [] and slack.canvases == []
        assert f"<@{dana.id}> had _{NAME}_ deleted" in last(app, marta).shown
        assert sum("deleted: its interviews" in message.shown for message in slack.said(marta.dm)) == 1
        assert "This was about a pilot that its lead had deleted." in slack.said(freight)[0].shown
        assert "*Dispatch*" in (await told(marta, "status")).shown
        assert "read-only" in str(await app.interview("dispatch-i1"))
        assert "You see no pilot called" in (await told(dana, f"status {NAME}")).shown


async def test_nothing_happens_before_its_name_is_typed_and_only_its_lead_may(
    app: App, slack: SlackServer, dana: User, marta: User, freight: Channel
) -> None:
    await start(app, dana, NAME, freight, participants=[dana, marta])
    refused = await confirmed(app, dana, "Something else")
    assert refused.errors == {"name": "That is not its name."}
    assert "Only Dana can have the pilot deleted." in (await told(marta, f"forget {NAME}")).shown
    await at_rest(app)
    assert find_shown(slack, NAME)
    assert (await app.interview("quokkamarmelade-i1")).status == "open"
