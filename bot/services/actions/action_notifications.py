"""Telling: what shows an action shows it as it stands, and whoever has to know of a step is told, where they talk."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.team import Team
from bot.domain.messaging.message import BotMessage, MessageContent, MessagePart, Place, build_part
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions.plan_canvas import schedule_canvas_update
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.messaging.outbox import (
    get_thread_place,
    post_ephemeral,
    post_message,
    refresh_homes,
    replace_part,
    replace_part_in,
    set_message_session,
)
from bot.services.ports.core import UnitOfWork

_LATEST = 8
"""In how many of its messages an action is kept up to date, the newest ones."""


def build_action_part(deps: ConversationContext, at: TrackedAction, reader: str | None = None) -> MessagePart:
    """`reader`: who alone reads the message."""
    return build_part(f"action:{at.plan.root_id}:{at.action.id}", deps.formatter.format_action(at, reader))


def build_action_parts(
    deps: ConversationContext, actions: Sequence[TrackedAction], reader: str | None = None
) -> tuple[MessagePart, ...]:
    """One with its buttons; several in a message have one menu between them. `reader`: who alone reads it."""
    if len(actions) == 1:
        return (build_action_part(deps, actions[0], reader),)
    listed = (_build_listed_part(deps, at, reader) for at in actions)
    return (*listed, build_part("choice", deps.formatter.format_action_choice(tuple(actions)))) if actions else ()


def _build_listed_part(deps: ConversationContext, at: TrackedAction, reader: str | None) -> MessagePart:
    return build_part(f"listed:{at.plan.root_id}:{at.action.id}", deps.formatter.format_listed_action(at, reader))


def build_action_request_part(deps: ConversationContext, team: Team, progress: Progress, person: str) -> MessagePart:
    return build_part(
        f"asked:{progress.plan.root_id}:{person}", deps.formatter.format_action_request(team, progress, person)
    )


def build_plan_part(deps: ConversationContext, progress: Progress) -> MessagePart:
    return build_part(f"plan:{progress.plan.root_id}", deps.formatter.format_plan(progress, deps.clock.now().date()))


# --- what stands is kept up to date ---------------------------------------------------------------------


def refresh_actions(
    uow: UnitOfWork, deps: ConversationContext, click: Click, changed: tuple[TrackedAction, ...]
) -> None:
    """Wherever these actions of one plan are shown. `click` is what changed them."""
    standing = [posting for at in changed for posting in _refresh_action_messages(uow, deps, at)]
    team, progress = changed[0].team, changed[0].progress
    ids = [posting.id for posting in standing]
    _settle_reminders(uow, deps, standing, progress, team)
    replace_part_in(uow, dict.fromkeys(ids), build_action_request_part(deps, team, progress, click.by.id))
    _update_own_sessions(uow, click, standing, progress)
    refresh_plan(uow, deps, progress)
    owners = (at.standing.owner for at in changed)
    refresh_homes(uow, click.key, {*team.member_ids, click.by.id, *(owner for owner in owners if owner)})
    if not _is_shown_at_click(click, standing):
        post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_action(changed[0], click.by.id))


def _settle_reminders(
    uow: UnitOfWork, deps: ConversationContext, standing: Iterable[BotMessage], progress: Progress, team: Team
) -> None:
    """A reminder of this plan alone goes on asking only for what nobody has reacted to yet."""
    for posting in {posting.id: posting for posting in standing if posting.has_part("reminder")}.values():
        shown = [part.key.split(":", 2) for part in posting.parts if part.key.startswith(("action:", "listed:"))]
        if any(root != progress.plan.root_id or not progress.has_action(action) for _, root, action in shown):
            continue
        reminded = tuple(TrackedAction(team, progress, progress.get_status(action)) for _, _, action in shown)
        waiting = tuple(at for at in reminded if at.standing.state == "open" and not at.standing.acknowledged)
        day = date.fromisoformat(posting.id.rpartition(":")[2])
        told = (
            deps.formatter.format_reminder(waiting, day)
            if waiting
            else deps.formatter.format_reminder_answered(reminded)
        )
        replace_part_in(uow, [posting.id], build_part("reminder", told))


def _update_own_sessions(uow: UnitOfWork, click: Click, standing: Iterable[BotMessage], progress: Progress) -> None:
    """Their own messages wait for them no longer, unless something is still proposed to them."""
    waits = any(one.is_proposed and one.state != "done" for one in progress.list_owned_by(click.by.id))
    for posting in {posting.id: posting for posting in standing if posting.place.person == click.by.id}.values():
        set_message_session(uow, click.key, posting, "suspended" if waits else "active")


def refresh_plan(uow: UnitOfWork, deps: ConversationContext, progress: Progress) -> None:
    interview_id = uow.assessments.get(progress.plan.assessment_id).interview_id
    replace_part(uow, interview_id, build_plan_part(deps, progress))
    schedule_canvas_update(uow, progress)


def _refresh_action_messages(uow: UnitOfWork, deps: ConversationContext, at: TrackedAction) -> tuple[BotMessage, ...]:
    latest = tuple(dict.fromkeys(at.standing.postings[-_LATEST:]))
    if at.standing.state != "blocked":
        replace_part_in(uow, latest, build_part("blocked", deps.formatter.format_action_unblocked(at)))
    return renew_action_parts(uow, deps, at, latest)


def renew_action_parts(
    uow: UnitOfWork, deps: ConversationContext, at: TrackedAction, posting_ids: Iterable[str]
) -> tuple[BotMessage, ...]:
    """In these messages the action reads as it stands, each for whoever reads it. Returns those that show it."""
    known = (uow.messages.find(posting_id) for posting_id in dict.fromkeys(posting_ids))
    return tuple(
        shown
        for posting in known
        if posting is not None
        for build in (build_action_part, _build_listed_part)
        for shown in replace_part_in(uow, [posting.id], build(deps, at, posting.place.person))
    )


def _is_shown_at_click(click: Click, standing: Iterable[BotMessage]) -> bool:
    """Where they clicked shows it already: that message, a list that is shown anew, or their Home."""
    here = (click.source.channel, click.source.ts)
    return (
        click.answer is not None
        or click.source.channel == click.by.id
        or any((p.channel, p.ts) == here for p in standing)
    )


# --- who has to know ------------------------------------------------------------------------------------


def find_step_message_id(step: Step) -> str | None:
    """The id of the message that a step brings about, where it shows the action."""
    speaks = step.kind in {"blocked", "declined"} or (step.kind == "assigned" and step.to != step.by)
    return f"step:{step.id}" if speaks else None


def notify_of_step(
    uow: UnitOfWork, deps: ConversationContext, step: Step, before: TrackedAction, now: TrackedAction
) -> None:
    if step.kind == "assigned" and step.to != step.by and step.to:
        _post_step(uow, deps, step, now, Place(person=step.to), deps.formatter.format_action_assigned(now, step))
    if step.kind == "assigned" and before.standing.accepted and before.standing.owner not in {None, step.by, step.to}:
        told = build_part("taken", deps.formatter.format_action_reassigned(now, step))
        post_message(uow, BotMessage(id=f"taken:{step.id}", place=Place(person=before.standing.owner), parts=(told,)))
    if step.kind == "blocked":
        place, helper = get_team_place(uow, now.team, now.plan), now.find_helper(step.by)
        if place.person == step.by and helper is not None:
            place = Place(person=helper)
        if place.person != step.by:
            _post_step(uow, deps, step, now, place, deps.formatter.format_action_blocked(now, step))
    if step.kind == "declined":
        giver = before.standing.given_by or now.team.lead
        if giver != step.by:
            _post_step(uow, deps, step, now, Place(person=giver), deps.formatter.format_action_declined(now, step))


def _post_step(
    uow: UnitOfWork, deps: ConversationContext, step: Step, at: TrackedAction, place: Place, told: MessageContent
) -> None:
    posting = BotMessage(
        id=f"step:{step.id}",
        place=place,
        parts=(build_part(step.kind, told), build_action_part(deps, at, place.person)),
        pilot_id=at.plan.pilot.id,
        session="suspended" if place.person else None,
        title=f"{at.plan.pilot.name}: action {at.action_number}" if place.person else None,
    )
    post_message(uow, posting)


def get_team_place(uow: UnitOfWork, team: Team, plan: ProductionPlan) -> Place:
    """Where the team talks of its plan: the thread in its channel; with no channel, the lead's direct messages."""
    interview = uow.interviews.get(uow.assessments.get(plan.assessment_id).interview_id)
    shared = [thread for thread in list_main_threads(uow, interview, team) if thread.person is None]
    return get_thread_place(shared[-1]) if shared else Place(person=team.lead)
