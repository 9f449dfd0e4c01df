"""What Home and the buttons that only read open, for whom."""

import pytest

from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.services.queries.pilots import QueryDependencies
from bot.slack.views.screens import ViewBuilder
from bot.storage.engine.database import WorkspaceTransactions
from tests.slack.limits import problems_of
from tests.slack.pilots import LINKS, READER, STRANGER, with_kyc
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, PILOT, TODAY, TOMASZ


@pytest.fixture
def reading(deps: QueryDependencies) -> ViewBuilder:
    return ViewBuilder(deps, LINKS)


async def test_home_shows_what_waits_and_ones_pilots(
    reading: ViewBuilder, freight: Team, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge)
    view = await reading.build_home_view(TOMASZ.id, TODAY)
    text = shown(view)
    assert problems_of(view) == []
    assert "*1 question for you*" in text
    assert text.index("*KYC triage*") < text.index("*Freight invoice matching*")
    assert "KYC" not in shown(await reading.build_home_view(READER, TODAY))


async def test_a_stranger_s_home_says_what_this_is(reading: ViewBuilder, freight: Team) -> None:
    text = shown(await reading.build_home_view(STRANGER, TODAY))
    assert "From pilot to production" in text
    assert "Freight" not in text


async def test_a_pilot_opens_for_those_who_may_see_it(reading: ViewBuilder, freight: Team) -> None:
    view = await reading.build_pilot_modal(READER, PILOT.id, TODAY)
    assert problems_of(view) == []
    assert "*Integration* 1.5 → 1.75" in shown(view)
    assert "[Why these ratings]" in shown(view)
    hidden, absent = [await reading.build_pilot_modal(STRANGER, pilot_id, TODAY) for pilot_id in (PILOT.id, "gone")]
    assert hidden == absent
    assert "I can't open that pilot for you" in shown(hidden)


async def test_ratings_open_with_their_messages_and_how_others_see_them(reading: ViewBuilder, freight: Team) -> None:
    view = await reading.build_ratings_modal(READER, "freightmatch-i1-a1")
    text = shown(view)
    assert problems_of(view) == []
    assert "?thread_ts=1.000100&amp;cid=C04FREIGHT|see the message>" in text
    assert f"<@{DEE.id}> challenged this on" in text


async def test_ratings_do_not_open_for_a_stranger(reading: ViewBuilder, freight: Team) -> None:
    for view in (
        await reading.build_ratings_modal(STRANGER, "freightmatch-i1-a1"),
        await reading.build_ratings_modal(DEE.id, "gone"),
        await reading.build_challenge_modal(STRANGER, "freightmatch-i1-a1", "owner"),
    ):
        assert "I can't open that pilot for you" in shown(view)


async def test_a_challenge_begins_with_the_rating_it_is_about(reading: ViewBuilder, freight: Team) -> None:
    assert "*(rated here)*" in shown(await reading.build_challenge_modal(READER, "freightmatch-i1-a1", "owner"))
