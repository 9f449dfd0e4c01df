"""Moving: an action gets another date, what waits for it moves along, and both plans are kept."""

from datetime import date, datetime
from typing import NamedTuple

from bot.domain.errors import MoveRefused
from bot.domain.followed import Followed
from bot.domain.plan import ProductionPlan
from bot.domain.posting import Place, Posting, part
from bot.domain.progress import Progress
from bot.domain.replanning import Replanned, replan
from bot.domain.replanning_wishes import Change, Revising
from bot.services.desk import Desk
from bot.services.following import Deed, followed, made, must_be_open, must_change, progress_of
from bot.services.ports import UnitOfWork
from bot.services.reminding import expect
from bot.services.saying import say
from bot.services.steering import Click
from bot.services.telling import in_the_team, show_again


class Wish(NamedTuple):
    """The day on which it will be done, asked for on a day where the asking person is."""

    due: date
    today: date


def foreseen(uow: UnitOfWork, person: str, deed: Deed, wish: Wish, now: datetime) -> tuple[Followed, Replanned]:
    """What moving it would change; nothing is changed. Raises NoAccess, and MoveRefused with the reason."""
    at = followed(uow, person, deed)
    must_change(at, person)
    must_be_open(at.standing)
    terms = Revising(plan_id=_next_id(uow, at.plan), made_at=now, today=wish.today, done=_done(at.progress))
    return at, replan(at.plan, [Change(action_id=at.action.id, due=wish.due)], terms)


def move(uow: UnitOfWork, desk: Desk, click: Click, deed: Deed, wish: Wish) -> None:
    """The plan's next revision; those whose actions move along are told in the same words as whoever asked."""
    step_id = click.key
    at, replanned = foreseen(uow, click.by.id, deed, wish, desk.clock.now())
    if replanned.plan is at.plan:
        raise MoveRefused("It is due on that day already. Nothing was changed.")
    step = made(desk, click, at, "moved").model_copy(update={"id": step_id, "due": wish.due})
    if not uow.steps.add(step):
        return
    uow.plans.add(replanned.plan)
    progress = progress_of(uow, replanned.plan)
    moved = [at.action.id, *(a.action_id for a in replanned.difference.actions if a.action_id != at.action.id)]
    changed = tuple(Followed(at.team, progress, progress.standing(action_id)) for action_id in moved)
    _tell(uow, desk, click, changed, replanned)
    expect(uow, desk, changed)
    show_again(uow, desk, click, changed)


def _tell(uow: UnitOfWork, desk: Desk, click: Click, changed: tuple[Followed, ...], replanned: Replanned) -> None:
    """In the team's thread; where there is none, each of those concerned."""
    now, told = changed[0], part("moved", desk.voice.moved(changed[0], click.by, replanned.difference))
    place = in_the_team(uow, now.team, now.plan)
    concerned = {at.standing.owner for at in changed if at.standing.accepted and at.standing.reachable}
    places = [place] if place.channel else [Place(person=p) for p in sorted({now.team.lead, *filter(None, concerned)})]
    for where in places:
        if where.person != click.by.id:
            say(
                uow,
                Posting(id=f"moved:{click.key}:{where.line}", place=where, parts=(told,), pilot_id=now.plan.pilot.id),
            )


def _next_id(uow: UnitOfWork, plan: ProductionPlan) -> str:
    """freight-i1-plan-1-r2 after freight-i1-plan-1-r1."""
    made_before = sum(old.root == plan.root for old in uow.plans.history_of(plan.pilot.id))
    return f"{plan.root}-r{made_before}"


def _done(progress: Progress) -> frozenset[str]:
    return frozenset(standing.action.id for standing in progress.in_state("done"))
