"""Steps of plans: appended once, in order, found by line of revisions and by whom they were given to."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.core.errors import StorageFailed
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.storage.nouns import a_step
from tests.support.builders import DANA, MONDAY, PAOLO, a_plan, an_assessment, an_interview


def with_plans(uow: UnitOfWork, pilot: str = "FreightMatch", *plans: str) -> None:
    interview, made = an_interview(f"i-{pilot}", pilot), an_assessment(f"a-{pilot}", of=f"i-{pilot}", pilot=pilot)
    uow.interviews.add(interview)
    uow.assessments.add(made)
    for plan in plans or ("p1",):
        uow.plans.add(a_plan(plan, of=made.id, pilot=made.pilot))


async def test_steps_come_back_as_they_were_added_in_that_order(acme: WorkspaceTransactions) -> None:
    await acme.run(partial(with_plans))
    first = a_step(
        "s1",
        kind="assigned",
        by=DANA.id,
        by_name=DANA.name,
        to=PAOLO.id,
        to_name=PAOLO.name,
        note="Yours, I think 🚚",
        due=MONDAY.date(),
        posting="asked:p1:U2",
    )
    second = a_step("s2", kind="done", note="It runs", link="https://wiki/run", at=MONDAY - timedelta(days=1))
    for step in (first, second):
        assert await acme.run(partial(_add, step=step))
    assert await acme.run(lambda uow: uow.action_steps.list_for_plan("p1")) == (first, second)
    assert await acme.run(lambda uow: uow.action_steps.list_for_plan("p9")) == ()


def _add(uow: UnitOfWork, step: object) -> bool:
    return uow.action_steps.add(step)  # type: ignore[arg-type]


async def test_the_same_step_is_added_once_and_the_first_stays(acme: WorkspaceTransactions) -> None:
    await acme.run(partial(with_plans))
    assert await acme.run(lambda uow: uow.action_steps.add(a_step()))
    assert not await acme.run(lambda uow: uow.action_steps.add(a_step(note="another")))
    assert await acme.run(lambda uow: uow.action_steps.list_for_plan("p1")) == (a_step(),)


async def test_a_step_belongs_to_a_plan_that_is_there(acme: WorkspaceTransactions) -> None:
    with pytest.raises(StorageFailed):
        await acme.run(lambda uow: uow.action_steps.add(a_step(root="p9")))


async def test_many_lines_are_asked_for_at_once(acme: WorkspaceTransactions) -> None:
    await acme.run(lambda uow: with_plans(uow, "FreightMatch", "p1", "p2", "p3"))
    for name, root in (("s1", "p1"), ("s2", "p2"), ("s3", "p1")):
        await acme.run(partial(_add, step=a_step(name, root=root)))
    found = await acme.run(lambda uow: uow.action_steps.list_by_plan(["p1", "p2", "p3", "p9"]))
    assert {root: [step.id for step in steps] for root, steps in found.items()} == {"p1": ["s1", "s3"], "p2": ["s2"]}
    assert await acme.run(lambda uow: uow.action_steps.list_by_plan([])) == {}


async def test_the_pilots_that_gave_somebody_an_action_the_latest_first_and_each_once(
    acme: WorkspaceTransactions,
) -> None:
    await acme.run(partial(with_plans))
    await acme.run(lambda uow: with_plans(uow, "AskHR", "p2"))
    asked = {"kind": "asked", "by": "", "to": PAOLO.id}
    for step in (
        a_step("s1", **asked),
        a_step("s2", **asked | {"root": "p2", "pilot_id": "askhr"}),
        a_step("s3", **asked | {"to": DANA.id}),
        a_step("s4", **asked),
    ):
        await acme.run(partial(_add, step=step))
    assert await acme.run(lambda uow: uow.action_steps.list_pilots_assigned_to(PAOLO.id)) == ("freightmatch", "askhr")
    assert await acme.run(lambda uow: uow.action_steps.list_pilots_assigned_to("U9")) == ()


async def test_steps_stay_within_their_workspace(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await acme.run(partial(with_plans))
    await acme.run(lambda uow: uow.action_steps.add(a_step(to=PAOLO.id)))
    assert await other.run(lambda uow: uow.action_steps.list_for_plan("p1")) == ()
    assert await other.run(lambda uow: uow.action_steps.list_pilots_assigned_to(PAOLO.id)) == ()
