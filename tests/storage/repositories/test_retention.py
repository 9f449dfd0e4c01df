"""What was kept for long enough is found to the second, and only in its workspace."""

from datetime import timedelta

import pytest

from bot.domain.audit.act import Act, mark_id
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.storage.nouns import a_challenge, a_step, a_team
from tests.support.builders import MONDAY, a_plan, a_turn, an_assessment, an_interview

PILOT = a_team().pilot.id
SECOND = timedelta(seconds=1)
LATER = MONDAY + timedelta(days=900)


def an_act(via: str) -> Act:
    told = {"at": LATER, "by": "U1", "via": via, "name": "status", "effect": "saw", "pilot": mark_id(PILOT)}
    return Act.model_validate(told)


def store(uow: UnitOfWork) -> None:
    uow.teams.add(a_team())
    turns = (a_turn("t1", "It reads SAP.", state="mapped", at=MONDAY),)
    uow.interviews.add(an_interview(status="closed", turns=turns))


async def test_a_pilot_is_looked_at_once_it_is_old_enough(acme: WorkspaceTransactions, database: Database) -> None:
    await acme.run(store)
    for before, found in ((MONDAY, ()), (MONDAY + SECOND, (PILOT,))):
        assert await acme.run(lambda uow, b=before: uow.retention.list_pilots_before(b)) == found  # type: ignore[misc]
    assert await database.in_workspace("other").run(lambda uow: uow.retention.list_pilots_before(LATER)) == ()


@pytest.mark.parametrize("how", ["says", "steps", "challenges", "looks"])
async def test_whatever_somebody_does_or_looks_at_is_use(acme: WorkspaceTransactions, how: str) -> None:
    def use(uow: UnitOfWork) -> None:
        store(uow)
        uow.assessments.add(an_assessment())
        uow.plans.add(a_plan())
        if how == "says":
            interview = uow.interviews.get("i1")
            uow.interviews.save(interview.model_copy(update={"turns": (a_turn("t2", "Yes.", at=LATER),)}))
        elif how == "steps":
            uow.action_steps.add(a_step(at=LATER))
        elif how == "challenges":
            uow.challenges.add(a_challenge(at=LATER))
        else:
            uow.audit.append(an_act("command"))

    await acme.run(use)
    assert await acme.run(lambda uow: uow.retention.find_last_use(PILOT)) == LATER


async def test_what_is_sent_by_itself_is_no_use_and_the_dates_of_a_plan_are(acme: WorkspaceTransactions) -> None:
    def use(uow: UnitOfWork) -> None:
        store(uow)
        uow.assessments.add(an_assessment())
        uow.plans.add(a_plan())
        for via in ("app", "terminal"):
            uow.audit.append(an_act(via))

    await acme.run(use)
    used = await acme.run(lambda uow: uow.retention.find_last_use(PILOT))
    assert used is not None and used.date() == a_plan().end
    assert await acme.run(lambda uow: uow.retention.find_last_use("nowhere")) is None


async def test_answers_are_found_in_interviews_that_are_over(acme: WorkspaceTransactions) -> None:
    def add_open(uow: UnitOfWork) -> None:
        store(uow)
        uow.interviews.add(an_interview("i2", turns=(a_turn("t1", "It reads.", state="mapped", at=MONDAY),)))

    await acme.run(add_open)
    for before, found in ((MONDAY, ()), (MONDAY + SECOND, ("i1",))):
        listed = await acme.run(lambda uow, b=before: uow.retention.list_interviews_with_answers(b))  # type: ignore[misc]
        assert listed == found
    await acme.run(lambda uow: uow.interviews.save(uow.interviews.get("i1").erase_answers(LATER)))
    assert await acme.run(lambda uow: uow.retention.list_interviews_with_answers(LATER)) == ()
