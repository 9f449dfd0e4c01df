"""Following: what people do about an action of a plan: take it, finish it, say what blocks it, hand it on."""

from typing import NamedTuple

from bot.domain.actions.progress import ActionStatus, Progress, Step, StepKind
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions.action_notifications import find_step_message_id, notify_of_step, refresh_actions
from bot.services.actions.reminders import schedule_reminders
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.refusals import require_not_refused


class ActionRef(NamedTuple):
    """Which action is meant: by the pilot, the line of its plan, and the action's id."""

    pilot_id: str
    root: str
    action_id: str


class CompletionProof(NamedTuple):
    """By what others can see that it is done: a note, a link, or both."""

    note: str = ""
    link: str | None = None


def get_tracked_action(uow: UnitOfWork, person: str, deed: ActionRef) -> TrackedAction:
    """The action as it stands now, for those who see the pilot and for whoever has the action.

    Raises NoAccess; MoveRefused where a newer plan has taken the place of this one.
    """
    team = _lock_team(uow, deed.pilot_id)
    plan = uow.plans.find_latest_by_pilot([deed.pilot_id]).get(deed.pilot_id)
    if plan is None:
        raise NoAccess
    progress = load_progress(uow, plan)
    owns = progress.has_action(deed.action_id) and progress.get_status(deed.action_id).owner == person
    if not owns and uow.teams.find_visible(person, deed.pilot_id) is None:
        raise NoAccess
    if plan.root_id != deed.root or not progress.has_action(deed.action_id):
        raise MoveRefused("A newer plan has taken the place of that one. `/pilot actions` shows what is yours now.")
    return TrackedAction(team, progress, progress.get_status(deed.action_id))


def _lock_team(uow: UnitOfWork, pilot_id: str) -> Team:
    """Read first: whoever else changes an action of this pilot waits until we are done, and builds on it."""
    try:
        return uow.teams.get(pilot_id)
    except NotFound as exc:
        raise NoAccess from exc


def load_progress(uow: UnitOfWork, plan: ProductionPlan) -> Progress:
    return Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))


# --- who has it -------------------------------------------------------------------------------------


def accept_action(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    """It is theirs now. What nobody has, any of the team may take."""
    at = get_tracked_action(uow, click.by.id, deed)
    require_not_done(at.standing)
    if at.standing.owner == click.by.id and at.standing.accepted:
        raise MoveRefused("It is yours already. Nothing was changed.")
    if at.standing.owner not in {None, click.by.id}:
        raise MoveRefused(f"{at.standing.owner_name} has this action by now. Nothing was changed.")
    if click.by.id not in at.allowed_takers:
        raise MoveRefused("Only those who take part in this pilot can take an action. Nothing was changed.")
    record_step(uow, deps, click, at, "accepted", to=click.by.id, to_name=click.by.name)


def accept_all_actions(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    """Everything of this plan that is proposed to them. `deed`: any of it."""
    at = get_tracked_action(uow, click.by.id, deed)
    theirs = [one for one in list_tracked_actions(at.team, at.progress) if one.standing.owner == click.by.id]
    proposed = [one for one in theirs if one.standing.is_proposed and one.standing.state != "done"]
    if not proposed:
        raise MoveRefused("Nothing waits for your word here any more. `/pilot actions` shows what is yours.")
    for one in proposed:
        uow.action_steps.add(
            build_action_step(deps, click, one, "accepted").model_copy(update={"id": f"{click.key}:{one.action.id}"})
        )
    progress = load_progress(uow, at.plan)
    now = tuple(one.with_progress(progress) for one in proposed)
    schedule_reminders(uow, deps, now)
    refresh_actions(uow, deps, click, now)


def decline_action(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    """It isn't theirs: whoever gave it to them, else the lead, is told."""
    at = get_tracked_action(uow, click.by.id, deed)
    require_not_done(at.standing)
    if at.standing.owner != click.by.id:
        raise MoveRefused("This action isn't yours any more. Nothing was changed.")
    record_step(uow, deps, click, at, "declined")


class ActionHandover(NamedTuple):
    to: Person
    note: str = ""


def reassign_action(
    uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef, handover: ActionHandover
) -> None:
    """The new owner is asked to confirm; whoever takes it themselves need not be asked."""
    at = _get_changeable_action(uow, click, deed)
    require_not_done(at.standing)
    if at.standing.owner == handover.to.id:
        raise MoveRefused(f"{handover.to.name} has this action already. Nothing was changed.")
    require_not_refused(uow, handover.to, click.by.id)
    note = _redact_text(uow, deps, click, handover.note)
    to = {"to": handover.to.id, "to_name": handover.to.name, "note": note}
    record_step(uow, deps, click, at, "assigned", **to)


# --- how it goes ------------------------------------------------------------------------------------


def complete_action(
    uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef, proof: CompletionProof
) -> None:
    """Raises InvalidInput without a proof: what nobody can check is not done."""
    at = _get_changeable_action(uow, click, deed)
    require_not_done(at.standing)
    note, link = _redact_text(uow, deps, click, proof.note), _redact_text(uow, deps, click, proof.link or "")
    if not note and not link:
        raise InvalidInput("Add a link or a note, so that others can see that it is done. Nothing was changed.")
    record_step(uow, deps, click, at, "done", note=note, link=link or None)


def reopen_action(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    at = _get_changeable_action(uow, click, deed)
    if at.standing.state != "done":
        raise MoveRefused("This action is open already. Nothing was changed.")
    record_step(uow, deps, click, at, "reopened")


def block_action(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef, reason: str) -> None:
    """The lead is told. Raises InvalidInput without a reason."""
    at = _get_changeable_action(uow, click, deed)
    require_not_done(at.standing)
    if at.standing.state == "blocked":
        raise MoveRefused(f"It is marked as blocked already: {at.standing.note}")
    why = _redact_text(uow, deps, click, reason)
    if not why:
        raise InvalidInput("Say what is in the way: only then can somebody clear it. Nothing was changed.")
    record_step(uow, deps, click, at, "blocked", note=why)


def unblock_action(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    at = _get_changeable_action(uow, click, deed)
    if at.standing.state != "blocked":
        raise MoveRefused("This action isn't blocked any more. Nothing was changed.")
    record_step(uow, deps, click, at, "unblocked")


def acknowledge_action(uow: UnitOfWork, deps: ConversationContext, click: Click, deed: ActionRef) -> None:
    """They know of it: no more reminders of this date."""
    at = _get_changeable_action(uow, click, deed)
    require_not_done(at.standing)
    record_step(uow, deps, click, at, "seen")


def answer_action_reply(uow: UnitOfWork, deps: ConversationContext, source: MessageSource, person: str) -> bool:
    """Somebody writes under a message about their actions, where nobody reads it: they are told what to click.

    False, and nothing said, where it is no such message.
    """
    above = uow.messages.find_standalone_at(source.channel, source.root_ts)
    if above is None or not any(shown.key.startswith(("action:", "listed:")) for shown in above.parts):
        return False
    told, place = (
        build_part("use_buttons", deps.formatter.format_use_buttons_hint()),
        Place(person=person, thread=source.root_ts),
    )
    post_message(
        uow, BotMessage(id=f"use_buttons:{source.source_key}", place=place, parts=(told,), session="suspended")
    )
    return True


# --- inside -----------------------------------------------------------------------------------------


def require_can_change(at: TrackedAction, person: str) -> None:
    """Raises MoveRefused for whoever may not change it."""
    if person in at.allowed_editors:
        return
    runs = f"{at.lead.display_name}, who leads the pilot"
    if at.standing.owner is None:
        raise MoveRefused(f"Nobody has this action yet: only {runs}, can change it. Nothing was changed.")
    raise MoveRefused(
        f"{at.standing.owner_name or 'Somebody else'} has this action: only they or {runs}, can change it. "
        "Nothing was changed."
    )


def _get_changeable_action(uow: UnitOfWork, click: Click, deed: ActionRef) -> TrackedAction:
    at = get_tracked_action(uow, click.by.id, deed)
    require_can_change(at, click.by.id)
    return at


def require_not_done(standing: ActionStatus) -> None:
    """Raises MoveRefused for what is done."""
    if standing.state == "done":
        raise MoveRefused("This action is done. Reopen it first, if something is left to do.")


def _redact_text(uow: UnitOfWork, deps: ConversationContext, click: Click, text: str) -> str:
    """Without secrets; whoever wrote them is told."""
    clean = deps.redactor.redact(strip_invisible(text).strip())
    if clean.kinds:
        post_ephemeral(
            uow, f"secret:{click.key}", click.source, click.by.id, deps.formatter.format_secrets_removed(clean.kinds)
        )
    return clean.text


def build_action_step(deps: ConversationContext, click: Click, at: TrackedAction, kind: StepKind) -> Step:
    """What the click does to the action."""
    return Step(
        id=click.key,
        root=at.plan.root_id,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind=kind,
        at=deps.clock.now(),
        by=click.by.id,
        by_name=click.by.name,
    )


def record_step(
    uow: UnitOfWork, deps: ConversationContext, click: Click, at: TrackedAction, kind: StepKind, **told: object
) -> None:
    """Kept once; then everything that shows the action shows it as it stands now, and whoever has to know is told."""
    step = build_action_step(deps, click, at, kind).model_copy(update=told)
    step = step.model_copy(update={"posting": find_step_message_id(step)})
    if not uow.action_steps.add(step):
        return
    now = at.with_progress(load_progress(uow, at.plan))
    notify_of_step(uow, deps, step, at, now)
    schedule_reminders(uow, deps, (now,))
    refresh_actions(uow, deps, click, (now,))
