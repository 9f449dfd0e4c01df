"""Deciding: a leader settles what their digest asks of them; it is kept, takes effect, and those who wait are told."""

from typing import NamedTuple

from bot.domain.access.permission import require_permission
from bot.domain.access.relation import SEES
from bot.domain.access.right import Right
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.digest.decision import Decision, DecisionChoice, DecisionOutcome, find_outcome
from bot.domain.digest.digest import Digest
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions import action_commands
from bot.services.actions.action_commands import ActionRef, load_progress
from bot.services.actions.action_notifications import build_action_part
from bot.services.actions.name_people import give_owner_role, take_owner_role
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.messaging.outbox import get_thread_place, post_message, refresh_homes, replace_part_in
from bot.services.opening.choose_digest import add_to_digest
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.queries.refusals import require_not_refused

_ACCEPTED = "Accepted in Flightplan by the owner themselves."


class DecisionRef(NamedTuple):
    """Which decision is meant: of a leader's digest, or (without a week) of somebody named as the owner."""

    pilot_id: str
    subject: str
    leader: str = ""
    week: str = ""


class DecisionAnswer(NamedTuple):
    answer: DecisionChoice
    note: str = ""
    tz: str = "UTC"
    """Where whoever answers is."""


class OpenDecision(NamedTuple):
    """A decision that may still be settled, by somebody who may."""

    team: Team
    decision: Decision
    asked: DecisionRef


def get_open_decision(uow: UnitOfWork, person: str, asked: DecisionRef) -> OpenDecision:
    """Raises NoAccess, and MoveRefused where it was settled meanwhile or isn't this person's to settle."""
    team = get_visible_team(uow, person, asked.pilot_id)
    decision = _get_decision(uow, team, asked)
    right = Right.ACCEPT_OWNERSHIP if decision.own and decision.kind == "ownership" else Right.DECIDE
    require_permission(team, person, right, SEES)
    before = _find_outcome(uow, decision, person, _find_digest(uow, asked))
    if before is not None:
        raise MoveRefused(f"{before.by_name or 'Somebody'} settled it already. Nothing was changed.")
    return OpenDecision(team, decision, asked)


def _get_decision(uow: UnitOfWork, team: Team, asked: DecisionRef) -> Decision:
    if not asked.week and asked.subject == f"ownership:{team.owner}":
        return Decision(kind="ownership", pilot=team.pilot, subject=asked.subject, own=True)
    digest = _find_digest(uow, asked)
    found = next((d for d in digest.decisions if d.subject == asked.subject), None) if digest else None
    if found is None:
        raise NoAccess
    return found


def _find_digest(uow: UnitOfWork, asked: DecisionRef) -> Digest | None:
    return uow.digests.find_for_week(asked.leader, asked.week) if asked.week else None


def _find_outcome(uow: UnitOfWork, decision: Decision, person: str, digest: Digest | None) -> DecisionOutcome | None:
    """What settles it for this person: of a digest's question, whatever was settled since it was written."""
    rulings = uow.decision_outcomes.list_by_pilot([decision.pilot.id]).get(decision.pilot.id, ())
    since = [ruling for ruling in rulings if digest is None or ruling.at >= digest.until]
    return find_outcome(decision, since, person, digest.until if digest else since[-1].at) if since else None


# --- answers -------------------------------------------------------------------------------------------


def settle_decision(
    uow: UnitOfWork, deps: ConversationContext, click: Click, asked: DecisionRef, settled: DecisionAnswer
) -> None:
    """Yes, no, or not theirs. Raises InvalidInput where a no comes without a reason."""
    at = get_open_decision(uow, click.by.id, asked)
    if settled.answer == "no" and not settled.note.strip():
        raise InvalidInput("Say what is missing, so that the team can see to it. Nothing was changed.")
    ruling = _record_outcome(uow, deps, click, at.decision, settled)
    if at.decision.kind == "ownership" and settled.answer == "yes":
        _complete_owner_acceptance(uow, deps, click, at.team)
        if at.team.owner == click.by.id:
            give_owner_role(uow, deps, _move_click_home(click), at.team)
            if not at.team.has_declined(click.by.id, "digest"):  # what they said of that stands
                add_to_digest(uow, deps, at.team.pilot.id, (click.by.id, settled.tz))
    if at.decision.kind == "ownership" and settled.answer == "not_me":
        uow.teams.save(at.team.model_copy(update={"owner": None}))
        take_owner_role(uow, deps, _move_click_home(click), at.team)
    _post_outcome(uow, deps, click, at, ruling)


def name_owner(uow: UnitOfWork, deps: ConversationContext, click: Click, asked: DecisionRef, person: Person) -> None:
    """Whoever is named is asked to accept; a leader who names themselves has accepted."""
    at = get_open_decision(uow, click.by.id, asked)
    require_not_refused(uow, person, click.by.id)
    people = tuple({known.id: known for known in (*at.team.people, person)}.values())
    team = at.team.model_copy(update={"owner": person.id, "people": people})
    uow.teams.save(team)
    ruling = _record_outcome(uow, deps, click, at.decision, DecisionAnswer("yes", f"It is {person.display_name}."))
    if person.id == click.by.id:
        _complete_owner_acceptance(uow, deps, click, team)
        give_owner_role(uow, deps, _move_click_home(click), team)
    else:
        named = build_part("owner_named", deps.formatter.format_owner_request(team, click.by))
        post_message(
            uow,
            BotMessage(id=f"owner:{click.key}", place=Place(person=person.id), parts=(named,), pilot_id=team.pilot.id),
        )
    _post_outcome(uow, deps, click, at._replace(team=team), ruling)


def assign_action(uow: UnitOfWork, deps: ConversationContext, click: Click, asked: DecisionRef, person: Person) -> None:
    """The action that nobody has is proposed to them."""
    at = get_open_decision(uow, click.by.id, asked)
    require_not_refused(uow, person, click.by.id)
    action = _get_action(uow, at)
    action_commands.require_not_done(action.standing)
    action_commands.record_step(
        uow, deps, _move_click_home(click), action, "assigned", to=person.id, to_name=person.display_name
    )
    ruling = _record_outcome(uow, deps, click, at.decision, DecisionAnswer("yes", f"It goes to {person.display_name}."))
    _post_outcome(uow, deps, click, at, ruling)


def _record_outcome(
    uow: UnitOfWork, deps: ConversationContext, click: Click, decision: Decision, settled: DecisionAnswer
) -> DecisionOutcome:
    ruling = DecisionOutcome(
        id=click.key,
        pilot_id=decision.pilot.id,
        kind=decision.kind,
        subject=decision.subject,
        answer=settled.answer,
        by=click.by.id,
        by_name=click.by.name,
        at=deps.clock.now(),
        note=deps.redactor.redact(settled.note.strip()).text,
    )
    uow.decision_outcomes.add(ruling)
    return ruling


def _complete_owner_acceptance(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team) -> None:
    """The plan's action that asks for it is done by that, with their word as its proof."""
    plan, rule = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id), deps.knowledge.framework.acceptance
    if plan is None or rule is None or not load_progress(uow, plan).has_action(rule.practice):
        return
    deed = ActionRef(team.pilot.id, plan.root_id, rule.practice)
    action = action_commands.get_tracked_action(uow, click.by.id, deed)
    if action.standing.state != "done":
        action_commands.complete_action(
            uow, deps, _move_click_home(click), deed, action_commands.CompletionProof(note=_ACCEPTED)
        )


def _move_click_home(click: Click) -> Click:
    """Nothing is whispered where they clicked: the digest itself says what became of it."""
    return click._replace(key=f"{click.key}:action", source=click.source._replace(channel=click.by.id))


def _get_action(uow: UnitOfWork, at: OpenDecision) -> TrackedAction:
    plan = _get_plan(uow, at)
    return action_commands.get_tracked_action(
        uow, at.team.lead, ActionRef(plan.pilot.id, plan.root_id, at.decision.action_id or "")
    )


def _get_plan(uow: UnitOfWork, at: OpenDecision) -> ProductionPlan:
    if at.decision.plan_id is None:
        raise NoAccess
    return uow.plans.get(at.decision.plan_id)


# --- who has to know ---------------------------------------------------------------------------------------


def _post_outcome(
    uow: UnitOfWork, deps: ConversationContext, click: Click, at: OpenDecision, ruling: DecisionOutcome
) -> None:
    """The digest shows what became of it and asks for the next; the team reads it where it talks."""
    told = build_part("decision", deps.formatter.format_decision_outcome(at.decision, ruling))
    _update_digest_message(uow, deps, click, at, ruling)
    posting = BotMessage(
        id=f"decided:{click.key}", place=_select_team_place(uow, at), parts=(told,), pilot_id=at.team.pilot.id
    )
    if at.decision.kind == "unblock":
        action = _get_action(uow, at)
        shown = build_action_part(deps, action, posting.place.person)
        posting = posting.model_copy(update={"parts": (told, shown)})
    post_message(uow, posting)
    refresh_homes(uow, click.key, at.team.member_ids)


def _select_team_place(uow: UnitOfWork, at: OpenDecision) -> Place:
    """The thread of its newest interview in its channel; with no channel, the lead's direct messages."""
    interview = uow.interviews.find_latest_by_pilot([at.team.pilot.id]).get(at.team.pilot.id)
    threads = list_main_threads(uow, interview, at.team) if interview is not None else ()
    shared = [thread for thread in threads if thread.person is None]
    return get_thread_place(shared[-1]) if shared else Place(person=at.team.lead)


def _update_digest_message(
    uow: UnitOfWork, deps: ConversationContext, click: Click, at: OpenDecision, ruling: DecisionOutcome
) -> None:
    digest = _find_digest(uow, at.asked)
    if digest is None:
        return
    still = [d for d in digest.decisions if d != at.decision and _find_outcome(uow, d, click.by.id, digest) is None]
    told = build_part(
        "decision", deps.formatter.format_digest_decision(digest, (at.decision, ruling), still[0] if still else None)
    )
    replace_part_in(uow, (digest.id,), told)
