"""When what is on record is read later, everybody is what they are by then: whose words count hangs on that."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.knowledge import Knowledge
from tests.e2e.app import App, running, sqlite
from tests.e2e.clock import SetClock
from tests.e2e.plans import MONDAY
from tests.e2e.scenes import at_rest, card, opened, rated, start, talk, told
from tests.slack_stub import Channel, Message, SlackServer, User

REASON = "It runs on a cleaned extract of last year."
"""By which data is read at 1, by rule."""
UNHEARD = "Not read, since it counts for nothing any more: 1 reason by "


@pytest.fixture
async def app(slack: SlackServer, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[App]:
    clock = SetClock(MONDAY, slack)
    async with running(slack, knowledge, sqlite(tmp_path), clock=clock) as started:
        yield started


async def history(app: App) -> tuple[Assessment, ...]:
    acme, pilot = app.database.in_workspace(app.slack.slack.workspace.team_id), await app.pilot_id()
    return await acme.run(lambda uow: uow.assessments.list_for_pilot(pilot))


async def challenged(app: App, person: User, shown: Message) -> None:
    view = await opened(app, await person.clicks(shown, "assessment_challenge"), person)
    await person.submits(view, {"criterion": "data", "level": "1", "reason": REASON})
    await at_rest(app)


async def rated_again(app: App, lead: User, channel: Channel) -> Assessment:
    await told(lead, "start freight", channel)
    await at_rest(app)
    await told(lead, "finish", channel)
    await at_rest(app)
    return (await history(app))[-1]


async def why_of(app: App, person: User, channel: Channel) -> str:
    return (await opened(app, await person.clicks(card(app, channel), "assessment_why"), person)).shown


async def test_a_reason_counts_while_whoever_gave_it_is_there(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    shown = await rated(app, dana, await start(app, dana, "Freight", freight, participants=[dana, marta]), freight)
    await challenged(app, marta, shown)
    made = await rated_again(app, dana, freight)
    assert [one.by for one in made.reviewed] == [marta.id] and made.unheard == ()
    assert marta.id in {item.speaker for item in made.evidence}


@pytest.mark.parametrize("kind", ["public", "private"])
@pytest.mark.parametrize("named", [True, False], ids=["named", "reads along"])
async def test_a_reason_of_somebody_who_left_the_channel_is_not_read_and_that_is_said(
    app: App, slack: SlackServer, dana: User, marta: User, *, kind: Literal["public", "private"], named: bool
) -> None:
    channel = slack.channel("freight", dana, marta, kind=kind)
    team = [dana, marta] if named else [dana]
    shown = await rated(app, dana, await start(app, dana, "Freight", channel, participants=team), channel)
    await challenged(app, marta, shown)
    await marta.leaves(channel)
    await at_rest(app)
    made = await rated_again(app, dana, channel)
    assert made.reviewed == () and marta.id not in {item.speaker for item in made.evidence}
    assert [one.because for one in made.unheard] == ["left"]
    for read in (card(app, channel).shown, await why_of(app, dana, channel)):
        assert f"{UNHEARD}somebody who left." in read and REASON not in read.partition(UNHEARD)[2][:200]


async def test_a_reason_of_somebody_whose_account_was_switched_off_is_not_read(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    shown = await rated(app, dana, await start(app, dana, "Freight", freight, participants=[dana, marta]), freight)
    await challenged(app, marta, shown)
    await marta.leaves_workspace()
    await at_rest(app)
    made = await rated_again(app, dana, freight)
    assert made.reviewed == () and f"{UNHEARD}somebody who left." in card(app, freight).shown


async def test_a_reason_that_was_read_before_its_author_left_counts_no_longer_either(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    shown = await rated(app, dana, await start(app, dana, "Freight", freight, participants=[dana, marta]), freight)
    await challenged(app, marta, shown)
    await told(dana, "start freight", freight)
    await at_rest(app)
    await marta.leaves(freight)
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    made = (await history(app))[-1]
    assert made.reviewed == () and marta.id not in {item.speaker for item in made.evidence}


async def test_what_somebody_answered_before_they_left_stands(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    await talk(app, marta, thread)
    await marta.leaves_workspace()
    await at_rest(app)
    await told(dana, "finish", freight)
    await at_rest(app)
    assert {item.speaker for item in (await history(app))[-1].evidence} == {marta.id}


async def test_whoever_is_of_another_organisation_by_now_counts_for_nothing_whatever_they_said(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    """Their answers, what was read from them, and why they challenged: in the rating, in the plan, in what is told."""
    thread = await start(app, dana, "Freight", freight, participants=[dana, marta])
    await marta.says(freight, REASON, thread)
    await at_rest(app)
    shown = await rated(app, dana, thread, freight)
    await challenged(app, marta, shown)
    before = (await history(app))[-1]
    assert marta.id in {item.speaker for item in before.evidence}
    marta.person.team_id = "T0OTHER"
    made = await rated_again(app, dana, freight)
    assert {item.speaker for item in made.evidence} == {dana.id}
    assert marta.id not in {fact.speaker for fact in made.facts} and made.reviewed == ()
    assert f"{UNHEARD}somebody of another organisation." in card(app, freight).shown


async def test_an_outsiders_statement_is_dropped_before_it_is_read(
    app: App, dana: User, marta: User, freight: Channel
) -> None:
    shown = await rated(app, dana, await start(app, dana, "Freight", freight, participants=[dana, marta]), freight)
    await challenged(app, marta, shown)
    marta.person.team_id = "T0OTHER"
    await told(dana, "start freight", freight)
    await at_rest(app)
    again = await app.interview("freight-i2")
    assert [turn.state for turn in again.turns] == ["retracted"] and again.evidence == ()


async def test_an_outsiders_home_is_empty(app: App, slack: SlackServer, dana: User, freight: Channel) -> None:
    otto = slack.user("otto", team_id="T0OTHER")
    freight.members.add(otto.id)
    await start(app, dana, "Freight", freight)
    await otto.opens_home()
    await at_rest(app)
    home = slack.home_of(otto)
    assert home is None or "Freight" not in home.shown


async def test_somebody_who_left_the_private_channel_sees_nothing_of_the_pilot_and_is_not_heard_in_it(
    app: App, slack: SlackServer, dana: User, marta: User
) -> None:
    channel = slack.channel("freight", dana, marta, kind="private")
    await start(app, dana, "Freight", channel, participants=[dana, marta])
    await marta.leaves(channel)
    await at_rest(app)
    acme = app.database.in_workspace(slack.slack.workspace.team_id)
    assert not [
        team for team in await acme.run(lambda uow: uow.teams.list_visible_to(marta.id)) if marta.id in team.member_ids
    ]
    await marta.opens_home()
    await at_rest(app)
    home = slack.home_of(marta)
    assert home is not None and "Freight" not in home.shown
    assert "Freight" not in (await told(marta, "list")).shown
