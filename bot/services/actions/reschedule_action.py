"""Moving: an action gets another date, what waits for it moves along, and both plans are kept."""

from datetime import date, datetime
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import Followed
from bot.domain.core.errors import MoveRefused
from bot.domain.messaging.message import Part, Place, Posting, part
from bot.domain.planning.plan import ProductionPlan
from bot.domain.replanning.change_requests import Change, Revising
from bot.domain.replanning.replan import Replanned, replan
from bot.services.actions.action_commands import Deed, followed, made, must_be_open, must_change, progress_of
from bot.services.actions.action_notifications import in_the_team, show_again
from bot.services.actions.reminders import expect
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import say
from bot.services.ports.core import UnitOfWork


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
    _tell_team(uow, desk, click, changed, replanned)
    _tell_outsiders(uow, desk, click, changed, at.plan)
    expect(uow, desk, changed)
    show_again(uow, desk, click, changed)


def _tell_team(uow: UnitOfWork, desk: Desk, click: Click, changed: tuple[Followed, ...], replanned: Replanned) -> None:
    """In the team's thread; where there is none, the lead and those of the team whose actions moved."""
    first = changed[0]
    told = part("moved", desk.voice.moved(first, click.by, replanned.difference))
    place = in_the_team(uow, first.team, first.plan)
    concerned = {str(at.standing.owner) for at in changed if at.standing.accepted} & first.team.members
    places = [place] if place.channel else [Place(person=person) for person in sorted({first.team.lead, *concerned})]
    for where in places:
        _say(uow, click, where, first.plan, told)


def _tell_outsiders(
    uow: UnitOfWork, desk: Desk, click: Click, changed: tuple[Followed, ...], before: ProductionPlan
) -> None:
    """Whoever has an action and sees nothing else of the pilot hears of their own date alone."""
    for at in changed:
        if at.outsider is not None and at.standing.accepted:
            told = part(f"moved:{at.action.id}", desk.voice.date_moved(at, before.action(at.action.id).due))
            _say(uow, click, Place(person=at.outsider), at.plan, told)


def _say(uow: UnitOfWork, click: Click, where: Place, plan: ProductionPlan, told: Part) -> None:
    if where.person != click.by.id:
        key = f"moved:{click.key}:{where.line}:{told.key}"
        say(uow, Posting(id=key, place=where, parts=(told,), pilot_id=plan.pilot.id))


def _next_id(uow: UnitOfWork, plan: ProductionPlan) -> str:
    """freight-i1-plan-1-r2 after freight-i1-plan-1-r1."""
    made_before = sum(old.root == plan.root for old in uow.plans.history_of(plan.pilot.id))
    return f"{plan.root}-r{made_before}"


def _done(progress: Progress) -> frozenset[str]:
    return frozenset(standing.action.id for standing in progress.in_state("done"))
