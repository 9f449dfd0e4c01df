"""Entrusting: a plan that was just made is put to those it names; what an earlier plan settled is carried over."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.domain.actions.carry_over import carry_over_steps
from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.team import Team
from bot.domain.interview.role_titles import OWNER
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions.action_notifications import build_action_parts, build_action_request_part, refresh_plan
from bot.services.actions.reminders import schedule_reminders
from bot.services.actions.unwanted_requests import tell_unasked
from bot.services.conversation.context import ConversationContext
from bot.services.messaging.inbox_events import DepartureSuspected, OwnersUnasked
from bot.services.messaging.outbox import post_message, replace_part_in
from bot.services.ports.core import UnitOfWork
from bot.services.queries.refusals import refuses
from bot.services.worker.handler import Result

_MOST = 12
"""Actions in one message: what is beyond it stands in the list of one's actions."""


def assign_plan_actions(uow: UnitOfWork, deps: ConversationContext, team: Team, plan: ProductionPlan) -> Progress:
    """Carries over what stood in the plan before, and has the people asked whom the plan names."""
    history = uow.plans.list_for_pilot(plan.pilot.id)
    before = next((old for old in reversed(history) if old.root_id != plan.root_id), None)
    if before is not None:
        had = Progress.from_steps(before, uow.action_steps.list_for_plan(before.root_id))
        for step in carry_over_steps(had, plan, _find_last_said(uow, plan)):
            uow.action_steps.add(step)
        for at in list_tracked_actions(team, had):
            gone = deps.formatter.format_action_superseded(at)
            for part in (*build_action_parts(deps, (at,)), *build_action_parts(deps, (at, at))[:1]):
                replace_part_in(uow, at.standing.postings, build_part(part.key, gone))
    uow.events.add(OwnersUnasked(plan=plan.id).to_event(f"entrust:{plan.root_id}", f"plan:{plan.pilot.id}"))
    progress = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))
    schedule_reminders(uow, deps, list_tracked_actions(team, progress))
    return progress


def _find_last_said(uow: UnitOfWork, plan: ProductionPlan) -> dict[str, datetime]:
    """When each criterion was last spoken of in the interview that the plan follows from."""
    interview = uow.interviews.get(uow.assessments.get(plan.assessment_id).interview_id)
    told = {turn.id: turn.at for turn in interview.turns}
    times: dict[str, datetime] = {}
    for item in interview.evidence:
        if item.turn_id in told:
            times[item.criterion] = max(told[item.turn_id], times.get(item.criterion, told[item.turn_id]))
    return times


async def ask_owners(deps: ConversationContext, plan_id: str) -> Result:
    """One message to each whose name stands on something; whom nobody can write to is known by name from then on."""
    plan, asked = await deps.transactions.run(lambda uow: _list_unasked_actions(uow, uow.plans.get(plan_id)))
    owners = sorted({str(at.standing.owner) for at in asked})
    gone = {person for person in owners if await deps.directory.has_left(person)}
    members = [await deps.directory.get_member(person) for person in owners]
    away = {m.person.id for m in members if m.guest or m.outside or m.bot}
    return Result(lambda uow: _ask_named_owners(uow, deps, plan, away, gone))


def _list_unasked_actions(uow: UnitOfWork, plan: ProductionPlan) -> tuple[ProductionPlan, list[TrackedAction]]:
    progress = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))
    all_of_it = list_tracked_actions(uow.teams.get(plan.pilot.id), progress)
    named = [
        at
        for at in all_of_it
        if at.standing.is_proposed and at.standing.is_owner_reachable and at.standing.state == "open"
    ]
    return plan, named


def _ask_named_owners(
    uow: UnitOfWork, deps: ConversationContext, plan: ProductionPlan, away: set[str], gone: set[str]
) -> None:
    """`away`: who can't be written to; `gone`: who left, which the lead is told."""
    _, named = _list_unasked_actions(uow, plan)
    for person, found in groupby(sorted(named, key=_get_owner), key=_get_owner):
        theirs = list(found)
        for at in [one for one in theirs if _has_declined(one, person)]:
            theirs.remove(at)
            step = _build_step(deps, at, "declined", f"declined:{at.plan.root_id}:{at.action.id}:{person}")
            uow.action_steps.add(step.model_copy(update={"by": person, "by_name": at.team.get_person(person).name}))
        if not theirs:
            continue
        if refuses(uow, person, theirs[0].team.lead):
            _record_unreachable_owner(uow, deps, theirs)
            tell_unasked(uow, deps, theirs[0].team, theirs[0].team.get_person(person), f"plan:{plan.root_id}")
        elif person in gone:
            uow.events.add(DepartureSuspected(person=person).call_for(plan.id))
        elif person in away:
            _record_unreachable_owner(uow, deps, theirs)
        else:
            _ask_owner(uow, deps, person, theirs)


def _has_declined(at: TrackedAction, person: str) -> bool:
    """Whoever doesn't want to be asked as the operational leader is given nothing as that."""
    return at.action.role == OWNER and at.team.has_declined(person, "owner")


def _get_owner(at: TrackedAction) -> str:
    return str(at.standing.owner)


def _record_unreachable_owner(uow: UnitOfWork, deps: ConversationContext, theirs: Sequence[TrackedAction]) -> None:
    """A guest can neither be asked nor reminded: the lead hears of what they have."""
    for at in theirs:
        name = at.standing.owner_name or at.action.role_name
        step = _build_step(deps, at, "assigned", f"unreachable:{at.plan.root_id}:{at.action.id}")
        uow.action_steps.add(step.model_copy(update={"to": name, "to_name": name}))
    progress = Progress.from_steps(theirs[0].plan, uow.action_steps.list_for_plan(theirs[0].plan.root_id))
    schedule_reminders(uow, deps, [at.with_progress(progress) for at in theirs])
    refresh_plan(uow, deps, progress)


def _ask_owner(uow: UnitOfWork, deps: ConversationContext, person: str, theirs: Sequence[TrackedAction]) -> None:
    plan, posting_id = theirs[0].plan, f"asked:{theirs[0].plan.root_id}:{person}"
    for number, at in enumerate(theirs):
        step = _build_step(deps, at, "asked", f"asked:{plan.root_id}:{at.action.id}:{person}")
        shown = {"posting": posting_id if number < _MOST else None}
        uow.action_steps.add(step.model_copy(update={"to": person, "to_name": at.standing.owner_name, **shown}))
    asked = build_action_request_part(deps, theirs[0].team, theirs[0].progress, person)
    posting = BotMessage(
        id=posting_id,
        place=Place(person=person),
        parts=(asked, *build_action_parts(deps, theirs[:_MOST], person)),
        pilot_id=plan.pilot.id,
        session="suspended",
        title=f"{plan.pilot.name}: your actions",
    )
    post_message(uow, posting)


def _build_step(deps: ConversationContext, at: TrackedAction, kind: StepKind, step_id: str) -> Step:
    return Step(
        id=step_id,
        root=at.plan.root_id,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind=kind,
        at=deps.clock.now(),
    )
