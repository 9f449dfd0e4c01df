"""Plan outlines: what is told of a plan among many is read without it, and changes with it."""

from datetime import timedelta

from sqlalchemy import null

from bot.domain.plan.outline import PlanOutline
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.tables import plans
from tests.seeded.storing import store
from tests.seeded.telling import Told


async def test_an_outline_is_the_newest_plan_without_what_only_its_readers_look_at(
    database: Database, acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    ids, newest = (
        [one.team.pilot.id for one in seeded],
        {one.team.pilot.id: one.plans[-1] for one in seeded if one.plans},
    )
    outlines = {pilot: PlanOutline.from_plan(plan) for pilot, plan in newest.items()}
    assert await acme.run(lambda uow: uow.plans.find_outlines_by_pilot(ids)) == outlines
    first = seeded[0].plans[0].made_at
    assert await acme.run(lambda uow: uow.plans.find_outlines_by_pilot(ids[:1], first - timedelta(seconds=1))) == {}
    await database.run(lambda tx: tx.connection.execute(plans.update().values(outline=null())))
    assert await acme.run(lambda uow: uow.plans.find_outlines_by_pilot(ids)) == outlines  # of what was stored before


async def test_an_outline_changes_with_the_plan_that_words_were_taken_out_of(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded[:1]))
    (plan,) = seeded[0].plans
    first, *others = plan.actions
    without = plan.model_copy(update={"actions": (first.model_copy(update={"title": "[forgotten]"}), *others)})
    await acme.run(lambda uow: uow.withdrawals.replace_plan(without))
    (outline,) = (await acme.run(lambda uow: uow.plans.find_outlines_by_pilot([plan.pilot.id]))).values()
    assert outline.actions[0].title == "[forgotten]"
