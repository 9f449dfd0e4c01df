"""Telling everybody named for a pilot what they are asked or will get, and the lead who can't be told."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.asking.invitation import list_informed
from bot.domain.core.hours import parse_time_zone
from bot.domain.core.phrases import quote_words
from bot.domain.core.team import Team
from bot.domain.digest.settings import DigestSettings
from bot.domain.messaging.message import BotMessage, MessagePart, Place, build_part
from bot.services.conversation.context import ConversationContext
from bot.services.messaging.outbox import post_message, replace_message
from bot.services.ports.core import UnitOfWork

TimeZones = Mapping[str, str]
"""By person."""


def inform_people(uow: UnitOfWork, deps: ConversationContext, team: Team, zones: TimeZones) -> None:
    """The operational leader and those who get the digest, each in their own direct messages."""
    for person in list_informed(team):
        if person not in team.unreachable:
            part = _build_named_part(uow, deps, team, person, zones.get(person, "UTC"))
            _post_to(uow, team, person, _get_named_id(team, person), part)


def renew_notice(uow: UnitOfWork, deps: ConversationContext, team: Team, person: str, tz: str) -> None:
    """What they were told reads as their part stands now."""
    replace_message(uow, _get_named_id(team, person), _build_named_part(uow, deps, team, person, tz))


def point_out_absences(uow: UnitOfWork, deps: ConversationContext, team: Team, inside: tuple[str, ...]) -> None:
    """Of a pilot in a channel: whom its thread doesn't reach is told where it is, and the lead is told of them.

    `inside`: who is in the channel; empty where nobody can tell.
    """
    missing = [person for person in team.participants if inside and person not in inside]
    absent = tuple(team.get_person(person) for person in missing if person not in team.unreachable)
    named = (*(p for p in missing), *list_informed(team))
    away = tuple(team.get_person(person) for person in dict.fromkeys(named) if person in team.unreachable)
    for person in absent:
        if person.id != team.lead:
            part = build_part("asked_in", deps.formatter.format_channel_invitation(team, person))
            _post_to(uow, team, person.id, f"asked_in:{team.pilot.id}:{person.id}", part)
    if absent or away:
        told = build_part("absent", deps.formatter.format_absent_people(team, away, absent))
        _post_to(uow, team, team.lead, f"absent:{team.pilot.id}", told)


def _build_named_part(uow: UnitOfWork, deps: ConversationContext, team: Team, person: str, tz: str) -> MessagePart:
    settings = uow.digests.get_settings(person).with_week(deps.calendars.get_work_week(tz))
    first = _find_first_digest(settings, deps.clock.now(), tz)
    return build_part("named", deps.formatter.format_named(team, team.get_person(person), settings, first))


def _find_first_digest(settings: DigestSettings, now: datetime, tz: str) -> datetime:
    zone = parse_time_zone(tz)
    return settings.get_due_time(settings.find_next_week(now, zone), zone)


def _get_named_id(team: Team, person: str) -> str:
    return f"named:{team.pilot.id}:{person}"


def _post_to(uow: UnitOfWork, team: Team, person: str, key: str, part: MessagePart) -> None:
    title = f"{quote_words(team.pilot.name)}: your part"[:200]
    place, pilot = Place(person=person), team.pilot.id
    post_message(uow, BotMessage(id=key, place=place, parts=(part,), pilot_id=pilot, session="active", title=title))
