"""Entrusting: a plan that was just made is put to those it names; what an earlier plan settled is carried over."""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.event import Event
from bot.domain.followed import Followed, followed_in
from bot.domain.plan import ProductionPlan
from bot.domain.posting import Place, Posting, part
from bot.domain.progress import Progress, Step, carried_over
from bot.domain.team import Team
from bot.services.desk import Desk
from bot.services.ports import UnitOfWork
from bot.services.reminding import expect
from bot.services.saying import replace_in, say
from bot.services.telling import action_part, asked_part
from bot.services.working import Done

_MOST = 12
"""Actions in one message: what is beyond it stands in the list of one's actions."""


def entrust(uow: UnitOfWork, desk: Desk, team: Team, plan: ProductionPlan) -> Progress:
    """Carries over what stood in the plan before, and has the people asked whom the plan names."""
    history = uow.plans.history_of(plan.pilot.id)
    before = next((old for old in reversed(history) if old.root != plan.root), None)
    if before is not None:
        had = Progress.of(before, uow.steps.of(before.root))
        for step in carried_over(had, plan):
            uow.steps.add(step)
        for at in followed_in(team, had):
            told = part(action_part(desk, at).key, desk.voice.superseded(at))
            replace_in(uow, at.standing.postings, told)
    line, body = f"plan:{plan.pilot.id}", {"plan": plan.id}
    uow.events.add(Event(id=f"entrust:{plan.root}", lane="inbox", line=line, kind="entrust", body=body))
    progress = Progress.of(plan, uow.steps.of(plan.root))
    expect(uow, desk, followed_in(team, progress))
    return progress


async def ask_owners(desk: Desk, plan_id: str) -> Done:
    """One message to each whose name stands on something and who can be written to."""
    plan, asked = await desk.transactions.run(lambda uow: _unasked(uow, uow.plans.get(plan_id)))
    members = [await desk.directory.person(person) for person in sorted({str(at.standing.owner) for at in asked})]
    able = {m.person.id for m in members if not (m.guest or m.outside or m.bot)}
    return Done(lambda uow: _ask(uow, desk, plan, able))


def _unasked(uow: UnitOfWork, plan: ProductionPlan) -> tuple[ProductionPlan, list[Followed]]:
    progress = Progress.of(plan, uow.steps.of(plan.root))
    all_of_it = followed_in(uow.teams.get(plan.pilot.id), progress)
    named = [at for at in all_of_it if at.standing.proposed and at.standing.reachable and at.standing.state == "open"]
    return plan, named


def _ask(uow: UnitOfWork, desk: Desk, plan: ProductionPlan, able: set[str]) -> None:
    _, named = _unasked(uow, plan)
    by_owner = sorted((at for at in named if at.standing.owner in able), key=lambda at: str(at.standing.owner))
    for person, theirs in groupby(by_owner, key=lambda at: str(at.standing.owner)):
        _ask_one(uow, desk, person, list(theirs))


def _ask_one(uow: UnitOfWork, desk: Desk, person: str, theirs: Sequence[Followed]) -> None:
    plan, posting_id = theirs[0].plan, f"asked:{theirs[0].plan.root}:{person}"
    for number, at in enumerate(theirs):
        step = Step(
            id=f"asked:{plan.root}:{at.action.id}:{person}",
            root=plan.root,
            pilot_id=plan.pilot.id,
            action_id=at.action.id,
            kind="asked",
            at=desk.clock.now(),
            to=person,
            to_name=at.standing.owner_name,
            posting=posting_id if number < _MOST else None,
        )
        uow.steps.add(step)
    asked = asked_part(desk, theirs[0].team, theirs[0].progress, person)
    posting = Posting(
        id=posting_id,
        place=Place(person=person),
        parts=(asked, *(action_part(desk, at) for at in theirs[:_MOST])),
        pilot_id=plan.pilot.id,
        session="suspended",
        title=f"{plan.pilot.name}: your actions",
    )
    say(uow, posting)
