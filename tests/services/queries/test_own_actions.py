"""What somebody has to do, over all pilots: no plan that may hold an action of theirs is passed over."""

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import list_tracked_actions
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import list_own_actions
from bot.storage.engine.database import WorkspaceTransactions
from tests.seeded.storing import store
from tests.seeded.story import NOW
from tests.seeded.telling import Told

HELPER = "U0HELPER"


def list_everybody(seeded: tuple[Told, ...]) -> list[str]:
    planned = {a.person for told in seeded for plan in told.plans for a in plan.actions if a.person is not None}
    given = {one for told in seeded for step in told.steps for one in (step.by, step.to) if one}
    return sorted({*planned, *given, *(one for told in seeded for one in told.team.named), HELPER})


def find_in_all_plans(uow: UnitOfWork, person: str) -> set[tuple[str, str]]:
    teams = {team.pilot.id: team for team in uow.teams.list_visible_to(person)}
    plans = uow.plans.find_latest_by_pilot(list(teams))
    steps = uow.action_steps.list_by_plan([plan.root_id for plan in plans.values()])
    return {
        (pilot, at.action.id)
        for pilot, plan in plans.items()
        for at in list_tracked_actions(teams[pilot], Progress.from_steps(plan, steps.get(plan.root_id, ())))
        if at.standing.owner == person
    }


async def test_what_somebody_has_to_do_is_found_without_reading_every_plan(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    told = next(one for one in seeded if one.plans and one.team.channel)
    plan = told.plans[-1]
    own = {"id": "s:taken", "root": plan.root_id, "pilot_id": plan.pilot.id, "action_id": plan.actions[-1].id}
    taken = Step.model_validate({**own, "kind": "accepted", "at": NOW, "by": HELPER})

    def compare(uow: UnitOfWork) -> int:
        store(uow, seeded)
        uow.channel_members.add_member(str(told.team.channel), HELPER)
        uow.action_steps.add(taken)
        found = 0
        for person in list_everybody(seeded):
            mine = {(at.plan.pilot.id, at.action.id) for at in list_own_actions(uow, person)}
            assert mine >= find_in_all_plans(uow, person), person
            found += len(mine)
        assert (plan.pilot.id, taken.action_id) in find_in_all_plans(uow, HELPER)
        return found

    assert await acme.run(compare) > 1
