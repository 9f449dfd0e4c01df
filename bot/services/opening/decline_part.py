"""Declining: somebody named for a pilot doesn't want a part of it, or takes that back; it holds at once."""

from typing import NamedTuple

from bot.domain.core.errors import MoveRefused, NoAccess
from bot.domain.core.team import Part, Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.wake_threads import wake_threads
from bot.services.messaging import digest_schedule
from bot.services.messaging.invitation_receipt import refresh_invitation_receipt
from bot.services.messaging.outbox import post_message, refresh_homes
from bot.services.opening.invite_people import renew_notice
from bot.services.ports.core import UnitOfWork


class NamedPart(NamedTuple):
    """Which part of which pilot; and the time zone of whoever has it."""

    pilot_id: str
    part: Part
    tz: str = "UTC"


def decline_part(uow: UnitOfWork, deps: ConversationContext, click: Click, named: NamedPart) -> None:
    """Once: a second click changes nothing. Raises NoAccess for whoever has no such part."""
    before = _get_team(uow, click, named)
    team = before.decline(click.by.id, named.part)
    if team == before:
        return
    uow.teams.save(team)
    if named.part == "digest":
        _choose_pilot(uow, deps, click, team, chosen=False)
    else:
        _let_questions_go(uow, deps, click, team)
        told = build_part("owner_declined", deps.formatter.format_owner_declined(team, team.get_person(click.by.id)))
        place = Place(person=team.lead)
        post_message(uow, BotMessage(id=f"declined:{click.key}", place=place, parts=(told,), pilot_id=team.pilot.id))
    _refresh(uow, deps, click, team, named)


def take_back_decline(uow: UnitOfWork, deps: ConversationContext, click: Click, named: NamedPart) -> None:
    """Raises MoveRefused where somebody else was named as the operational leader meanwhile."""
    before = _get_team(uow, click, named)
    if named.part == "owner" and before.owner not in {None, click.by.id}:
        other = before.get_person(before.owner or "").display_name
        raise MoveRefused(f"{other} was named as the operational leader meanwhile. Nothing was changed.")
    team = before.take_back(click.by.id, named.part)
    if team == before:
        return
    uow.teams.save(team)
    if named.part == "digest":
        _choose_pilot(uow, deps, click, team, chosen=True)
    digest_schedule.schedule_next_digest(uow, click.by.id, deps.clock.now())
    _refresh(uow, deps, click, team, named)


def choose_digests(uow: UnitOfWork, person: str, pilots: tuple[str, ...]) -> None:
    """Whoever chooses a pilot for their digest wants it, whatever they declined before."""
    for pilot in pilots:
        team = uow.teams.find_visible(person, pilot)
        if team is not None and team.has_declined(person, "digest"):
            uow.teams.save(team.take_back(person, "digest"))


def _get_team(uow: UnitOfWork, click: Click, named: NamedPart) -> Team:
    team = uow.teams.get(named.pilot_id)
    has_part = team.owner == click.by.id if named.part == "owner" else team.has_digest(click.by.id)
    if not has_part and not team.has_declined(click.by.id, named.part):
        raise NoAccess
    return team


def _let_questions_go(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team) -> None:
    """What waited for them is asked of somebody else; whoever takes part answers on."""
    interview, person = _find_interview(uow, team), click.by.id
    if interview is None or interview.status == "closed" or team.takes_part(person):
        return
    moved = interview
    for question in (q for q in interview.pending_questions if q.to == person and interview.status == "open"):
        moved = moved.skip_question("skip", by=person, question=question.id)
    if moved != interview:
        uow.interviews.save(moved)
        wake_threads(uow, deps, moved.id)


def _choose_pilot(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team, *, chosen: bool) -> None:
    """Where they chose the pilots of their digest one by one."""
    settings = uow.digests.get_settings(click.by.id)
    if settings.pilots is not None:
        others = tuple(pilot for pilot in settings.pilots if pilot != team.pilot.id)
        pilots = (*others, team.pilot.id) if chosen else others
        wished = settings.model_copy(update={"pilots": pilots})
        digest_schedule.update_digest_settings(uow, wished, deps.clock.now())


def _refresh(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team, named: NamedPart) -> None:
    renew_notice(uow, deps, team, click.by.id, named.tz)
    interview = _find_interview(uow, team)
    if interview is not None:
        refresh_invitation_receipt(uow, deps.formatter, interview)
    refresh_homes(uow, click.key, {*team.member_ids, click.by.id})


def _find_interview(uow: UnitOfWork, team: Team) -> Interview | None:
    return uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
