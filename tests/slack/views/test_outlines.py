"""Lists and Home read summaries and outlines, and say what they would say of the whole."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.asking.open_state import list_questions_before
from bot.domain.core.errors import MoveRefused
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.portfolio.overview import ListedPilot
from bot.domain.portfolio.summaries import InterviewSummary
from bot.services.queries.home_board import load_home_board
from bot.services.queries.pilots import list_overviews, load_overview_page
from bot.slack.blocks.pilots.home import HomeViewer, build_app_home, format_next_step
from bot.slack.blocks.pilots.overview import format_pilot_line
from bot.slack.blocks.pilots.status import build_pilot_list_message
from bot.storage.engine.database import WorkspaceTransactions
from tests.seeded.pilots import ANA, KIM, LEE
from tests.seeded.storing import store
from tests.seeded.story import NOW
from tests.seeded.telling import Told
from tests.storage.repositories.test_interviews import MOVES
from tests.support.builders import DANA, PAOLO, an_interview
from tests.support.teams import MARTA, a_team, link

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


Move = Callable[[Interview], Interview]
_OTHERS: st.SearchStrategy[Move] = st.one_of(
    st.sampled_from([DANA, PAOLO]).map(lambda one: lambda i: _ask_by_name(i, one.id)),
    st.sampled_from([PAOLO, MARTA]).map(lambda one: lambda i: i.skip_question("handed_over", by=DANA.id, to=one.id)),
    st.sampled_from(["stopped", "model_away"]).map(lambda why: lambda i: i.put_off_turns(["t1", "t2"], why)),
    st.sampled_from(["pause", "resume", "close"]).map(lambda move: lambda i: getattr(i, move)()),
)


def _ask_by_name(interview: Interview, person: str) -> Interview:
    if not interview.questions:
        return interview
    asked = interview.questions[-1].model_copy(update={"id": f"q{len(interview.questions) + 1}", "to": person})
    return interview.add_question(asked)


@given(moves=st.lists(st.one_of(MOVES, _OTHERS), max_size=14), private=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_moves_what_is_said_of_a_summary_is_what_is_said_of_the_whole_interview(
    knowledge: Knowledge, moves: list[Move], private: bool
) -> None:
    interview, team = an_interview(people=(DANA, PAOLO)), a_team(channel=None if private else "C1")
    for move in moves:
        try:
            interview = move(interview)
        except MoveRefused:
            continue
    kept = InterviewSummary.from_interview(interview).model_dump(mode="json")
    summary, framework, day = InterviewSummary.model_validate(kept), knowledge.framework, NOW.date()
    for viewer in ("", DANA.id, PAOLO.id, MARTA.id):
        whole, listed = (
            ListedPilot(pilot=interview.pilot, viewer=viewer, interview=one) for one in (interview, summary)
        )
        assert format_pilot_line(listed, framework, day) == format_pilot_line(whole, framework, day)
        assert format_next_step(listed, framework, day) == format_next_step(whole, framework, day)
        if interview.status != "closed" and viewer:
            asked = [list_questions_before(one, team, viewer) for one in (interview, summary)]
            assert asked[0] == asked[1]
