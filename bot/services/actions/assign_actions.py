"""Entrusting: a plan that was just made is put to those it names; what an earlier plan settled is carried over."""

from collections.abc import Sequence
from itertools import groupby

from bot.domain.actions.progress import Progress, Step, StepKind, carried_over
from bot.domain.actions.tracked_action import Followed, followed_in
from bot.domain.core.team import Team
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Place, Posting, part
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions.action_notifications import action_part, asked_part, show_plan_again
from bot.services.actions.reminders import expect
from bot.services.conversation.context import Desk
from bot.services.messaging.outbox import replace_in, say
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done

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
    """One message to each whose name stands on something; whom nobody can write to is known by name from then on."""
    plan, asked = await desk.transactions.run(lambda uow: _unasked(uow, uow.plans.get(plan_id)))
    members = [await desk.directory.person(person) for person in sorted({str(at.standing.owner) for at in asked})]
    away = {m.person.id for m in members if m.guest or m.outside or m.bot}
    return Done(lambda uow: _ask(uow, desk, plan, away))


def _unasked(uow: UnitOfWork, plan: ProductionPlan) -> tuple[ProductionPlan, list[Followed]]:
    progress = Progress.of(plan, uow.steps.of(plan.root))
    all_of_it = followed_in(uow.teams.get(plan.pilot.id), progress)
    named = [at for at in all_of_it if at.standing.proposed and at.standing.reachable and at.standing.state == "open"]
    return plan, named


def _ask(uow: UnitOfWork, desk: Desk, plan: ProductionPlan, away: set[str]) -> None:
    _, named = _unasked(uow, plan)
    for person, found in groupby(sorted(named, key=_owner), key=_owner):
        theirs = list(found)
        if person in away:
            _known_by_name(uow, desk, theirs)
        else:
            _ask_one(uow, desk, person, theirs)


def _owner(at: Followed) -> str:
    return str(at.standing.owner)


def _known_by_name(uow: UnitOfWork, desk: Desk, theirs: Sequence[Followed]) -> None:
    """A guest can neither be asked nor reminded: the lead hears of what they have."""
    for at in theirs:
        name = at.standing.owner_name or at.action.role_name
        step = _step(desk, at, "assigned", f"unreachable:{at.plan.root}:{at.action.id}")
        uow.steps.add(step.model_copy(update={"to": name, "to_name": name}))
    progress = Progress.of(theirs[0].plan, uow.steps.of(theirs[0].plan.root))
    expect(uow, desk, [at.again(progress) for at in theirs])
    show_plan_again(uow, desk, progress)


def _ask_one(uow: UnitOfWork, desk: Desk, person: str, theirs: Sequence[Followed]) -> None:
    plan, posting_id = theirs[0].plan, f"asked:{theirs[0].plan.root}:{person}"
    for number, at in enumerate(theirs):
        step = _step(desk, at, "asked", f"asked:{plan.root}:{at.action.id}:{person}")
        shown = {"posting": posting_id if number < _MOST else None}
        uow.steps.add(step.model_copy(update={"to": person, "to_name": at.standing.owner_name, **shown}))
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


def _step(desk: Desk, at: Followed, kind: StepKind, step_id: str) -> Step:
    return Step(
        id=step_id,
        root=at.plan.root,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind=kind,
        at=desk.clock.now(),
    )
