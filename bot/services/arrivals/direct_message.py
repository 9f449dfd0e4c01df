"""Welcoming: somebody writes to the app outside of an interview's thread: it goes on there, or they are told how."""

from bot.domain.asking.waiting import list_unanswered_delegations
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.incoming_message import IncomingMessage, handle_message
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


async def handle_direct_message(deps: ConversationContext, said: IncomingMessage) -> Result:
    """A new direct message: where the person is in one interview, it is said in that one, which goes on here."""
    member = await deps.directory.get_member(said.person)
    if member.bot:
        return Result()
    running = await deps.transactions.run(lambda uow: _list_running_interviews(uow, said.person))
    if len(running) == 1:
        thread = Thread(
            channel=said.source.channel, ts=said.source.root_ts, interview_id=running[0].id, person=said.person
        )
        await deps.transactions.run(lambda uow: uow.threads.add(thread))
        return await handle_message(deps, thread, said)
    return Result(lambda uow: _post_greeting(uow, deps, said, tuple(running)))


def find_only_interview(uow: UnitOfWork, person: str) -> Interview | None:
    """The one that whatever they say outside of a thread belongs to; None where they are in none, or in several."""
    running = _list_running_interviews(uow, person)
    return running[0] if len(running) == 1 else None


def _list_running_interviews(uow: UnitOfWork, person: str) -> list[Interview]:
    """The interviews that this person is being asked in directly: those they take part in or were asked in as the
    operational leader, newest first, then those in which a colleague left them a question."""
    teams = uow.teams.list_visible_to(person)
    latest = uow.interviews.find_latest_by_pilot([team.pilot.id for team in teams])
    known = [(team, latest[team.pilot.id]) for team in teams if team.pilot.id in latest]
    own = [i for team, i in known if _is_participant(team, person) or any(q.to == person for q in i.pending_questions)]
    left = [
        interview
        for interview in uow.interviews.list_delegated_to(person)
        if _is_asked_directly(uow, interview, person)
    ]
    found = {interview.id: interview for interview in (*own, *left)}
    return [interview for interview in found.values() if interview.status != "closed"]


def _is_asked_directly(uow: UnitOfWork, interview: Interview, person: str) -> bool:
    own = any(thread.person == person for thread in uow.threads.list_for_interview(interview.id))
    return own and bool(list_unanswered_delegations(interview, person))


def _is_participant(team: Team, person: str) -> bool:
    """In a channel's interview, an answer belongs into its thread: what is said here is not meant for it."""
    return team.channel is None and person in {team.lead, *team.participants}


def _post_greeting(
    uow: UnitOfWork, deps: ConversationContext, said: IncomingMessage, running: tuple[Interview, ...]
) -> None:
    place = Place(person=said.person, thread=said.source.root_ts)
    if running:
        told = deps.formatter.format_interview_choice(
            tuple((i, _find_first_thread(uow, i, said.person)) for i in running)
        )
    else:
        told = deps.formatter.format_greeting(tuple(uow.teams.list_visible_to(said.person)))
    key = f"greeting:{said.source.source_key}"
    post_message(uow, BotMessage(id=key, place=place, parts=(build_part("greeting", told),), session="active"))


def _find_first_thread(uow: UnitOfWork, interview: Interview, person: str) -> MessageSource | None:
    threads = [thread for thread in uow.threads.list_for_interview(interview.id) if thread.person in {None, person}]
    return MessageSource(threads[0].channel, threads[0].ts) if threads else None


def handle_mention(uow: UnitOfWork, deps: ConversationContext, said: IncomingMessage) -> None:
    """Somebody mentions the app in a channel: told in a thread under it what it can do here."""
    here = tuple(team for team in uow.teams.list_visible_to(said.person) if team.channel == said.source.channel)
    place = Place(channel=said.source.channel, thread=said.source.root_ts)
    told = build_part("mention", deps.formatter.format_channel_greeting(here, said.source.channel))
    post_message(uow, BotMessage(id=f"mention:{said.source.channel}:{said.source.ts}", place=place, parts=(told,)))
