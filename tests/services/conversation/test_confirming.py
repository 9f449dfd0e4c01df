"""In the terminal the 3s and 4s stand in the summary, and whoever else takes part confirms or lowers them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.console.interview.chat_commands import handle_line
from bot.console.interview.room import Room
from bot.console.options.plan_options import parse_plan_request
from bot.documents.contents.contents import build_outline
from bot.documents.contents.plan_document import PlanDocumentData
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.services.planning import planning
from bot.storage.engine.database import Database
from tests.documents.texts import collect_texts
from tests.services.conversation.test_choosing import DANA, Screen
from tests.support.builders import some_evidence
from tests.support.fakes import FakeAnalyst
from tests.support.rooms import build_deps, say

PAOLO = "Paolo Greco"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


async def a_room(database: Database, knowledge: Knowledge, screen: Screen, *others: str) -> Room:
    """Dana claimed 4 of `systems`, and 2 counts; the others said something as well."""
    room = Room(
        build_deps(database, knowledge, FakeAnalyst()), Console(file=screen, width=100), Pilot(id="p1", name="F")
    )
    await room.open_interview([DANA])
    await say(room, "It reads SAP.")
    for name in others:
        await handle_line(room, f"/as {name}")
        await say(room, "So it does.")
    await handle_line(room, f"/as {DANA.name}")

    def claim(uow: object) -> Interview:
        interview = uow.interviews.get(room.interview_id)  # type: ignore[attr-defined]
        held = some_evidence(level=2, claimed=4)
        return uow.interviews.save(interview.model_copy(update={"evidence": (held,)}))  # type: ignore[attr-defined, no-any-return]

    await room.run(claim)
    return room


async def test_somebody_else_confirms_what_the_summary_lists_and_the_rating_says_so(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen, PAOLO)
    await handle_line(room, "/status")
    assert "for somebody other than their speaker to confirm or lower" in screen.unfolded
    assert "said by Dana, read as 4, held at 2" in screen.unfolded
    assert "not confirmed by anybody else" in screen.unfolded
    await handle_line(room, "/confirm systems")
    assert "somebody else has to confirm" in screen.unfolded
    await handle_line(room, "/as Paolo Greco")
    await handle_line(room, "/confirm systems")
    assert "said by Dana, confirmed by Paolo" in screen.unfolded
    await handle_line(room, "/finish")
    [made] = await room.run(lambda uow: uow.assessments.list_for_pilot("p1"))
    who = (await room.load_interview()).evidence[0].confirmations[0].by
    rating = made.get_rating("systems")
    assert (rating.level, rating.confirmed_by) == (4, (who,))
    assert json.loads(made.model_dump_json())["ratings"][0]["confirmed_by"] is not None


async def test_who_answers_alone_confirms_with_what_shows_it(database: Database, knowledge: Knowledge) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen)
    await handle_line(room, "/confirm systems")
    assert "say what shows it" in screen.unfolded
    await handle_line(room, "/confirm systems hunter2, 40 invoices a day since 3 March")
    [item] = (await room.load_interview()).evidence
    assert (item.level, item.claimed) == (4, None)
    assert item.confirmations[0].note == "[redacted: password], 40 invoices a day since 3 March"


async def test_somebody_else_lowers_it_the_weaker_counts_and_a_plan_is_made_of_the_disagreement(
    database: Database, knowledge: Knowledge
) -> None:
    screen = Screen()
    room = await a_room(database, knowledge, screen, PAOLO)
    await handle_line(room, "/as Paolo Greco")
    await handle_line(room, "/confirm systems 1 Nobody has tried it.")
    assert "lowered to 1 by Paolo: “Nobody has tried it.”" in screen.unfolded
    await handle_line(room, "/finish")
    [made] = await room.run(lambda uow: uow.assessments.list_for_pilot("p1"))
    assert (made.get_rating("systems").level, [d.criterion for d in made.disagreements]) == (1, ["systems"])
    plan = await planning.create_plan(room.deps, "p1", parse_plan_request())
    assert "disagreement" in {gap.kind for gap in plan.gaps if gap.criterion == "systems"}
    annex = build_outline("annex", PlanDocumentData(plan, made, knowledge.framework))
    texts = " ".join(collect_texts(annex))
    assert "lowered to 1 by Paolo: “Nobody has tried it.”" in texts


@pytest.mark.parametrize("line", ["/confirm", "/confirm nothing", "/confirm owner", "/confirm systems 4 It is so."])
async def test_what_can_not_be_followed_is_told_and_changes_nothing(
    line: str, database: Database, knowledge: Knowledge
) -> None:
    room = await a_room(database, knowledge, Screen(), PAOLO)
    before = (await room.load_interview()).evidence
    await handle_line(room, line)
    assert (await room.load_interview()).evidence == before
