"""Assessments, plans and model calls: appended, in order, as they were."""

from datetime import timedelta, timezone

import pytest

from bot.domain.core.errors import StorageFailed
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import WorkspaceTransactions
from tests.domain.newer import newer
from tests.support.builders import MONDAY, a_plan, an_action, an_assessment, an_interview


async def test_assessments_of_a_pilot_come_oldest_first_as_they_were_made(acme: WorkspaceTransactions) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    late = an_assessment("a2", made_at=MONDAY + timedelta(days=1))
    early = an_assessment("a1", made_at=MONDAY.astimezone(kathmandu), stage="pilot")
    other = an_assessment("a3", pilot="AskHR")

    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())
        for assessment in (late, early, other):
            uow.assessments.add(assessment)

    await acme.run(work)
    assert await acme.run(lambda uow: uow.assessments.list_for_pilot("freightmatch")) == (early, late)


async def test_plans_of_a_pilot_come_oldest_first_as_they_were_made(acme: WorkspaceTransactions) -> None:
    first = a_plan("p1")
    later = an_action("y", depends_on=("x",), now=None, from_noon=True, meant=an_action("y").planned_dates)
    second = a_plan("p2", actions=(an_action("x"), later), revises="p1", line="p1")

    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())
        uow.assessments.add(an_assessment())
        uow.plans.add(first)
        uow.plans.add(second)

    await acme.run(work)
    assert await acme.run(lambda uow: uow.plans.list_for_pilot("freightmatch")) == (first, second)


async def test_an_assessment_is_never_overwritten(acme: WorkspaceTransactions) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())
        uow.assessments.add(an_assessment())

    await acme.run(work)
    with pytest.raises(StorageFailed, match=r"(?i)unique"):
        await acme.run(lambda uow: uow.assessments.add(an_assessment(stage="production")))
    assert await acme.run(lambda uow: uow.assessments.list_for_pilot("freightmatch")) == (an_assessment(),)


async def test_a_moment_without_a_time_zone_is_not_stored(acme: WorkspaceTransactions) -> None:
    with pytest.raises(StorageFailed):
        await acme.run(lambda uow: uow.assessments.add(an_assessment(made_at=MONDAY.replace(tzinfo=None))))


async def test_model_calls_of_an_interview_add_up_in_order(acme: WorkspaceTransactions) -> None:
    cheap = ModelCall(prompt="map_answer", fingerprint="f1", model="small", outcome="ok", input_tokens=7, seconds=0.25)
    dear = cheap.model_copy(update={"model": "big", "cost": 0.0123, "outcome": "prose"})
    await acme.run(lambda uow: uow.interviews.add(an_interview()))
    await acme.run(lambda uow: uow.model_calls.add("i1", (dear, cheap)))
    await acme.run(lambda uow: uow.model_calls.add("i1", ()))
    await acme.run(lambda uow: uow.model_calls.add("i1", (dear,)))
    assert await acme.run(lambda uow: uow.model_calls.list_for_interview("i1")) == (dear, cheap, dear)
    assert await acme.run(lambda uow: uow.model_calls.list_for_interview("i2")) == ()


async def test_versions_of_the_framework_are_kept_in_their_newest_wording(
    acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    first, second = knowledge.framework, newer(knowledge.framework)
    reworded = first.model_copy(update={"levels": second.levels})

    def work(uow: UnitOfWork) -> tuple[Framework, ...]:
        for framework in (first, second, reworded):
            uow.frameworks.save(framework)
        return uow.frameworks.list_all()

    kept = await acme.run(work)
    assert kept == (reworded, second.model_copy(update={"earlier": ()}))
