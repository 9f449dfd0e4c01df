"""Lists and Home read plans in outline, and say what they would say of the whole plans."""

from datetime import timedelta

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.services.queries.pilots import list_overviews, load_home_board, load_overview_page
from bot.slack.blocks.pilots.home import HomeViewer, build_app_home
from bot.slack.blocks.pilots.status import build_pilot_list_message
from bot.storage.engine.database import WorkspaceTransactions
from tests.seeded.pilots import ANA, KIM, LEE
from tests.seeded.storing import store
from tests.seeded.story import NOW
from tests.seeded.telling import Told
from tests.support.teams import link

DAYS = [NOW.date() + timedelta(weeks=weeks) for weeks in (-4, 0, 6, 30)]


@pytest.mark.parametrize("person", [LEE.id, KIM.id, ANA.id])
async def test_what_is_said_of_an_outline_is_what_is_said_of_the_whole_plan(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...], knowledge: Knowledge, person: str
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    framework = knowledge.framework
    whole = await acme.run(lambda uow: list_overviews(uow, person, link))
    outlined = (await acme.run(lambda uow: load_overview_page(uow, person, link))).shown
    board = await acme.run(lambda uow: load_home_board(uow, person, link))
    assert any(seen.progress is not None for seen in whole)
    for today in DAYS:
        assert build_pilot_list_message(outlined, framework, today) == build_pilot_list_message(whole, framework, today)
        viewer = HomeViewer(person, today)
        in_order = sorted(whole, key=lambda seen: [one.pilot.id for one in board.pilots].index(seen.pilot.id))
        homes = [build_app_home((), pilots, framework, viewer) for pilots in (board.pilots, in_order)]
        assert homes[0] == homes[1]
