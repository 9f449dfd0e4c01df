"""What is submitted by "Check the 3s and 4s" counts, and is told to whoever may not."""

from pathlib import Path

import pytest

from bot.domain.assessment.rating import find_standing
from bot.domain.framework.knowledge import Knowledge
from bot.slack.interactions.catalogue import find_form
from bot.storage.engine.database import Database
from tests.slack.interactions.test_who_may import World
from tests.support.builders import DANA
from tests.support.databases import create_sqlite
from tests.support.teams import MARTA


@pytest.mark.parametrize(
    ("person", "chosen", "stands"),
    [
        (DANA.id, "confirm", (4, False, (DANA.id,))),
        (DANA.id, "1", (1, True, ())),
        (MARTA.id, "1", (1, False, ())),
        (MARTA.id, "confirm", (4, False, ())),
    ],
)
async def test_somebody_else_confirms_or_disagrees_and_whoever_said_it_corrects_it(
    tmp_path: Path, knowledge: Knowledge, person: str, chosen: str, stands: tuple[int, bool, tuple[str, ...]]
) -> None:
    form = find_form("confirm_levels")
    assert form is not None
    with Database(create_sqlite(tmp_path)) as database:
        world = World(database, knowledge, "T1")
        await world.fill("confirm_levels")
        told = await world.tries(form, person, {"confirm_systems": chosen, "shows": None})
        interview = await world.office.acme.run(lambda uow: uow.interviews.get("claims-i1"))
    standing = find_standing("systems", interview.evidence)
    assert standing is not None
    assert (standing.level, standing.disputed, standing.confirmed_by) == stands
    assert ("say what shows it" in told) is (person == MARTA.id and chosen == "confirm")
