"""Unwanted requests: who doesn't want to be asked by somebody is given no action by them; the lead hears no more."""

from bot.domain.actions.progress import Step
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.actions.action_commands import load_progress
from bot.services.actions.action_notifications import refresh_plan
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import list_own_actions


def decline_proposals(uow: UnitOfWork, deps: ConversationContext, click: Click, by: str) -> None:
    """Of what that person proposed to them, or the plan of a pilot that they lead; what was accepted stays theirs."""
    proposed = [at for at in list_own_actions(uow, click.by.id) if _is_proposed_by(at, by)]
    for at in proposed:
        uow.action_steps.add(_build_step(deps, click, at))
    for at in {at.plan.root_id: at for at in proposed}.values():
        refresh_plan(uow, deps, load_progress(uow, at.plan))
        tell_unasked(uow, deps, at.team, click.by, click.key)


def tell_unasked(uow: UnitOfWork, deps: ConversationContext, team: Team, person: Person, key: str) -> None:
    """The lead, once: whoever else asked sees in the plan that nobody has it."""
    told = build_part("unasked", deps.formatter.format_actions_unasked(team, person))
    posting = BotMessage(
        id=f"unasked:{key}:{team.pilot.id}:{person.id}",
        place=Place(person=team.lead),
        parts=(told,),
        pilot_id=team.pilot.id,
    )
    post_message(uow, posting)


def _is_proposed_by(at: TrackedAction, by: str) -> bool:
    waits = at.standing.is_proposed and at.standing.state != "done"
    return waits and by == (at.standing.given_by or at.team.lead)


def _build_step(deps: ConversationContext, click: Click, at: TrackedAction) -> Step:
    return Step(
        id=f"{click.key}:{at.plan.root_id}:{at.action.id}",
        root=at.plan.root_id,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind="declined",
        at=deps.clock.now(),
        by=click.by.id,
        by_name=click.by.name,
    )
