"""Asking for a person: whoever wants to talk to a human has the lead of their pilot told of it, and learns whom."""

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.inquiry.person_request import PersonAnswer
from bot.domain.inquiry.reading import names_pilot, wants_person
from bot.domain.messaging.message import BotMessage, MessageContent, Place, build_part
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.incoming_message import IncomingMessage
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import PermalinkBuilder
from bot.services.queries.refusals import refuses

_REST = timedelta(hours=1)
"""So long a lead is not told once more of the same person."""


class PersonRequest(NamedTuple):
    said: IncomingMessage
    asker: Person
    thread: Thread | None
    """Of an interview, in which it was said."""
    direct: bool
    """Whether nobody else reads it."""
    gone: frozenset[str]
    """Leads who left."""


async def find_person_request(
    deps: ConversationContext, said: IncomingMessage, thread: Thread | None = None, *, direct: bool
) -> PersonRequest | None:
    """None where nobody is asked for."""
    if not wants_person(said.text, deps.knowledge.inquiry_words):
        return None
    member = await deps.directory.get_member(said.person)
    teams = await deps.transactions.run(lambda uow: _list_teams_meant(uow, said, thread))
    gone = [team.lead for team in teams if await deps.directory.has_left(team.lead)]
    return PersonRequest(said, member.person, thread, direct, frozenset(gone))


def answer_person_request(
    uow: UnitOfWork, deps: ConversationContext, link: PermalinkBuilder, asked: PersonRequest
) -> MessageContent:
    """The lead is told, where it is clear whose; gives back what the asker is told of it."""
    teams = _list_teams_meant(uow, asked.said, asked.thread)
    told = _call_lead(uow, deps, link, (asked, teams[0])) if len(teams) == 1 else PersonAnswer(teams=teams)
    return deps.formatter.format_person_answer(told, asked.asker)


def _list_teams_meant(uow: UnitOfWork, said: IncomingMessage, thread: Thread | None) -> tuple[Team, ...]:
    """That of the thread; else of those the person may see the ones they name, those of the channel, or theirs."""
    if thread is not None:
        return (uow.teams.get(uow.interviews.get(thread.interview_id).pilot.id),)
    seen = uow.teams.list_visible_to(said.person)
    named = [team for team in seen if names_pilot(said.text, team.pilot)]
    here = [team for team in seen if team.channel == said.source.channel]
    own = [team for team in seen if said.person in team.member_ids]
    return tuple(named or here or own or seen)


def _call_lead(
    uow: UnitOfWork, deps: ConversationContext, link: PermalinkBuilder, request: tuple[PersonRequest, Team]
) -> PersonAnswer:
    """Once an hour; nobody where the asker leads it, or the lead left or doesn't want to be asked by them."""
    asked, team = request
    if team.lead == asked.asker.id:
        return PersonAnswer(teams=(team,), outcome="own")
    if team.lead in asked.gone:
        return PersonAnswer(teams=(team,), outcome="gone")
    if refuses(uow, team.lead, asked.asker.id):
        return PersonAnswer(teams=(team,), outcome="unasked")
    now, key = deps.clock.now(), f"person:{team.pilot.id}:{asked.asker.id}"
    if _was_told(uow, key, now):
        return PersonAnswer(teams=(team,), outcome="already")
    source = asked.said.source
    where = None if asked.direct else link(source.channel, source.ts, source.thread)
    call = build_part("called", deps.formatter.format_person_request(team, asked.asker, where))
    title = f"{team.pilot.name}: somebody asks for you"[:200]
    posting = BotMessage(id=f"{key}:{_count_hours(now)}", place=Place(person=team.lead), parts=(call,), title=title)
    post_message(uow, posting.model_copy(update={"pilot_id": team.pilot.id, "session": "suspended"}))
    return PersonAnswer(teams=(team,), outcome="told")


def _was_told(uow: UnitOfWork, key: str, now: datetime) -> bool:
    hours = (_count_hours(now), _count_hours(now) - 1)
    calls = (call for hour in hours if (call := uow.messages.find(f"{key}:{hour}")) is not None)
    return any(call.ts is None or now.timestamp() - float(call.ts) < _REST.total_seconds() for call in calls)


def _count_hours(moment: datetime) -> int:
    return int(moment.timestamp() // _REST.total_seconds())
