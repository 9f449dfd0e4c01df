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
from bot.services.messaging.outbox import post_message
from bot.services.opening.choose_digest import add_to_digest, refresh_part
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
        _drop_from_digest(uow, deps, click, team)
    else:
        _let_questions_go(uow, deps, click, team)
        told = build_part("owner_declined", deps.formatter.format_owner_declined(team, team.get_person(click.by.id)))
        place = Place(person=team.lead)
        post_message(uow, BotMessage(id=f"declined:{click.key}", place=place, parts=(told,), pilot_id=team.pilot.id))
    refresh_part(uow, deps, click, team, named.tz)


def accept_digest(uow: UnitOfWork, deps: ConversationContext, click: Click, named: NamedPart) -> None:
    """They want it, of this pilot, whatever they said before. Raises NoAccess for whoever is not named for it."""
    before = _get_team(uow, click, named)
    team = before.take_back(click.by.id, "digest")
    if team != before:
        uow.teams.save(team)
    add_to_digest(uow, deps, team.pilot.id, (click.by.id, named.tz))
    refresh_part(uow, deps, click, team, named.tz)


def take_back_decline(uow: UnitOfWork, deps: ConversationContext, click: Click, named: NamedPart) -> None:
    """They are the operational leader again. Raises MoveRefused where somebody else was named meanwhile."""
    before = _get_team(uow, click, named)
    if before.owner not in {None, click.by.id}:
        other = before.get_person(before.owner or "").display_name
        raise MoveRefused(f"{other} was named as the operational leader meanwhile. Nothing was changed.")
    team = before.take_back(click.by.id, named.part)
    if team != before:
        uow.teams.save(team)
        refresh_part(uow, deps, click, team, named.tz)


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


def _drop_from_digest(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team) -> None:
    settings = uow.digests.get_settings(click.by.id)
    wanted = settings.drop_pilot(team.pilot.id)
    if wanted != settings:
        digest_schedule.update_digest_settings(uow, wanted, deps.clock.now())


def _find_interview(uow: UnitOfWork, team: Team) -> Interview | None:
    return uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
