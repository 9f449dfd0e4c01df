"""Departing: somebody's account was switched off, or they left the private channel; what waits for them is passed on,
and the lead is told once."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.actions.departure import Departure, find_successor, is_left_behind, list_questions_left_behind
from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.actions.action_notifications import refresh_plan, renew_action_parts
from bot.services.actions.reminders import schedule_reminders
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.delegate_question import invite_colleague, record_delegation
from bot.services.messaging.outbox import post_message, refresh_homes, replace_part
from bot.services.ports.core import UnitOfWork
from bot.services.queries.permissions import is_asked_about
from bot.services.worker.handler import Result


async def handle_departure(deps: ConversationContext, person_id: str) -> Result:
    """Nothing where they are still there: only the platform knows."""
    if not await deps.directory.has_left(person_id):
        return Result()
    person = (await deps.directory.get_member(person_id)).person
    return Result(lambda uow: record_departure(uow, deps, person))


def record_departure(uow: UnitOfWork, deps: ConversationContext, person: Person) -> None:
    """In every pilot in which they had a part. Done twice, it is told once."""
    for team in _list_teams(uow, person.id):
        interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
        asked = interview is not None and interview.status != "closed" and team.takes_part(person.id)
        passed_to = _pass_questions(uow, deps, team, person)
        left = Departure(person, team, _leave_actions(uow, deps, team, person), passed_to, asked)
        if left.was_owner:
            uow.teams.save(team.model_copy(update={"owner": None}))
        if left.matters and left.reader is not None:
            told = build_part("departed", deps.formatter.format_departure(left))
            key, place = f"departed:{team.pilot.id}:{person.id}", Place(person=left.reader)
            post_message(uow, BotMessage(id=key, place=place, parts=(told,), pilot_id=team.pilot.id))
        refresh_homes(uow, f"departed:{team.pilot.id}:{person.id}", team.member_ids)


def record_channel_members(
    uow: UnitOfWork, deps: ConversationContext, channel: str, inside: Collection[str] | None
) -> None:
    """Who is in a channel that pilots live in, learnt anew, also where nobody told us that somebody left.

    What waits for those who left a private one is handed back at once. `inside`: None where we are not there to hear.
    """
    before = uow.channel_members.list_members(channel)
    uow.channel_members.replace_members(channel, tuple(inside or ()), deps.clock.now())
    for known in uow.teams.list_by_channel(channel):
        team = known.rejoin(*(inside or ()))
        for person in sorted(before - set(inside)) if inside else ():
            team = team.leave(person, asked=is_asked_about(uow, team, person))
        if team != known:
            uow.teams.save(team)
        for person in team.departed:
            _hand_back(uow, deps, team, person)


def _hand_back(uow: UnitOfWork, deps: ConversationContext, team: Team, person: str) -> None:
    """What stands before whoever left the private channel. Looked at again, there is nothing left."""
    interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    waiting = list_questions_left_behind(interview, person) if interview is not None else ()
    if interview is None or not waiting:
        return
    who = interview.get_person(person)
    left = Departure(who, team, next=_pass_questions(uow, deps, team, who), channel=team.channel)
    if left.next is not None and left.reader is not None:
        told, key = deps.formatter.format_departure(left), f"left:{team.pilot.id}:{person}:{waiting[0].id}"
        post_message(
            uow,
            BotMessage(
                id=key, place=Place(person=left.reader), parts=(build_part("departed", told),), pilot_id=team.pilot.id
            ),
        )


def _list_teams(uow: UnitOfWork, person: str) -> list[Team]:
    named = {team.pilot.id: team for team in uow.teams.list_visible_to(person) if person in team.member_ids}
    asked = [interview.pilot.id for interview in uow.interviews.list_delegated_to(person)]
    others = dict.fromkeys((*uow.action_steps.list_pilots_assigned_to(person), *asked))
    return [*named.values(), *(uow.teams.get(pilot) for pilot in others if pilot not in named)]


# --- what they had to do ----------------------------------------------------------------------------


def _leave_actions(uow: UnitOfWork, deps: ConversationContext, team: Team, person: Person) -> tuple[TrackedAction, ...]:
    """Their open actions, each of them from now on without anybody who could be reminded."""
    plan = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if plan is None:
        return ()
    had = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))
    theirs = [at for at in list_tracked_actions(team, had) if is_left_behind(at.standing, person.id)]
    for at in theirs:
        uow.action_steps.add(_build_step(at, person, deps.clock.now()))
    now = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))
    left = tuple(at.with_progress(now) for at in theirs)
    if left:
        schedule_reminders(uow, deps, left)
        refresh_plan(uow, deps, now)
    for at in left:
        renew_action_parts(uow, deps, at, at.standing.postings)
    return left


def _build_step(at: TrackedAction, person: Person, moment: datetime) -> Step:
    """Of each time that they were given it: who comes back may leave again."""
    return Step(
        id=f"left:{at.plan.root_id}:{at.action.id}:{person.id}:{moment.isoformat()}",
        root=at.plan.root_id,
        pilot_id=at.plan.pilot.id,
        action_id=at.action.id,
        kind="left",
        at=moment,
        to=person.id,
        to_name=at.standing.owner_name or person.name,
    )


# --- what they were asked ---------------------------------------------------------------------------


def _pass_questions(uow: UnitOfWork, deps: ConversationContext, team: Team, person: Person) -> Person | None:
    """What waits for their answer is put to whoever is next; nobody waits for them any more."""
    interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    successor = find_successor(team, person.id)
    threads = uow.threads.list_for_interview(interview.id) if interview is not None else ()
    if interview is None or interview.status != "open" or successor is None or not threads:
        return None
    passed_to = None
    for question in list_questions_left_behind(interview, person.id):
        colleague = team.get_person(successor)
        try:
            moved, passed = record_delegation(uow, uow.interviews.get(interview.id), question, person.id, colleague)
        except MoveRefused:  # settled meanwhile, or let go: nobody need be asked
            continue
        reads = deps.formatter.format_skipped_question(moved, question, passed)
        replace_part(uow, moved.id, build_part(f"question:{question.id}", reads))
        invite_colleague(uow, deps, moved, threads[0], passed)
        passed_to = colleague
    return passed_to
