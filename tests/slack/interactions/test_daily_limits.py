"""What burdens others is limited for each person and day, and told kindly; who was refused has used nothing up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.audit.act import Act
from bot.domain.audit.daily_limit import REQUESTED_EXPORTS
from bot.domain.framework.knowledge import Knowledge
from bot.slack.interactions.catalogue import INTERACTIONS
from bot.slack.interactions.commands import COMMANDS
from bot.slack.registry.interaction import Form
from bot.storage.engine.database import Database
from tests.slack.interactions.test_who_may import World
from tests.support.builders import DANA
from tests.support.databases import create_sqlite
from tests.support.teams import MARTA

LIMITED = {form.id: form for form in INTERACTIONS if isinstance(form, Form) and form.limit is not None}


@pytest.fixture
def world(tmp_path: Path, knowledge: Knowledge) -> Iterator[World]:
    with Database(create_sqlite(tmp_path)) as database:
        yield World(database, knowledge, "T1")


async def did(
    world: World, name: str, times: int, *, by: str = MARTA.id, ago: float = 1, outcome: str = "done"
) -> None:
    at = world.office.clock.now() - timedelta(hours=ago)
    done = {"at": at, "by": by, "via": "form", "name": name, "effect": "changed", "outcome": outcome}
    for _ in range(times):
        await world.office.acme.run(lambda uow: uow.audit.append(Act.model_validate(done)))


async def last_outcome(world: World) -> str:
    return (await world.office.acme.run(lambda uow: uow.audit.list_after(0, 999)))[-1].act.outcome


def test_who_starts_pilots_asks_colleagues_or_proposes_messages_is_limited() -> None:
    assert LIMITED.keys() == {"start_pilot", "ask_colleague", "add_evidence"}


@pytest.mark.parametrize("name", LIMITED)
async def test_the_last_of_a_day_is_done_and_the_next_is_refused(name: str, world: World) -> None:
    limit = LIMITED[name].limit
    assert limit is not None
    await world.fill("")
    await did(world, name, limit.most - 1)
    assert limit.refusal not in await world.tries(LIMITED[name], MARTA.id)
    assert await last_outcome(world) == "done"
    before = await world.kept()
    assert limit.refusal in await world.tries(LIMITED[name], MARTA.id)
    assert await last_outcome(world) == "refused"
    assert await world.kept() == before


@pytest.mark.parametrize(
    "others", [{"by": DANA.id}, {"outcome": "refused"}, {"ago": 24}], ids=["somebody else's", "refused", "of yesterday"]
)
async def test_only_what_they_did_themselves_within_the_day_counts(others: dict[str, str], world: World) -> None:
    await world.fill("")
    await did(world, "start_pilot", 10, **others)  # type: ignore[arg-type]
    told = await world.tries(LIMITED["start_pilot"], MARTA.id, {"name": "Something new", "participants": []})
    assert "as many as I take from one person" not in told
    assert await last_outcome(world) == "done"


@pytest.mark.parametrize(("before", "sent"), [(2, True), (3, False)])
async def test_what_is_kept_of_somebody_is_sent_to_them_three_times_a_day(
    world: World, before: int, *, sent: bool
) -> None:
    (export,) = [command for command in COMMANDS if command.word == "export"]
    await world.fill("")
    await did(world, "export", before)
    assert (REQUESTED_EXPORTS.refusal in await world.types(export, MARTA.id)) is not sent
    assert await last_outcome(world) == ("done" if sent else "refused")
