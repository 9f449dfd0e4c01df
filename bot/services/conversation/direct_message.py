"""Welcoming: somebody writes to the app outside of an interview's thread: it goes on there, or they are told how."""

from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.waiting import left_open
from bot.domain.messaging.message import Place, Posting, part
from bot.domain.messaging.message_source import Source
from bot.services.conversation.context import Desk
from bot.services.conversation.incoming_message import Said, hear
from bot.services.messaging.outbox import say
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done


async def hear_directly(desk: Desk, said: Said) -> Done:
    """A new direct message: where the person is in one interview, it is said in that one, which goes on here."""
    member = await desk.directory.person(said.person)
    if member.bot:
        return Done()
    running = await desk.transactions.run(lambda uow: _running(uow, said.person))
    if len(running) == 1:
        thread = Thread(
            channel=said.source.channel, ts=said.source.root, interview_id=running[0].id, person=said.person
        )
        await desk.transactions.run(lambda uow: uow.threads.add(thread))
        return await hear(desk, thread, said)
    return Done(lambda uow: _greet(uow, desk, said, tuple(running)))


def _running(uow: UnitOfWork, person: str) -> list[Interview]:
    """The interviews that this person is being asked in directly: those they take part in, newest first, then those
    in which a colleague left them a question."""
    teams = [team for team in uow.teams.visible_to(person) if _takes_part(team, person)]
    latest = uow.interviews.latest_of_each([team.pilot.id for team in teams])
    own = [latest[team.pilot.id] for team in teams if team.pilot.id in latest]
    left = [interview for interview in uow.interviews.left_to(person) if _asked_directly(uow, interview, person)]
    found = {interview.id: interview for interview in (*own, *left)}
    return [interview for interview in found.values() if interview.status != "closed"]


def _asked_directly(uow: UnitOfWork, interview: Interview, person: str) -> bool:
    own = any(thread.person == person for thread in uow.threads.of(interview.id))
    return own and bool(left_open(interview, person))


def _takes_part(team: Team, person: str) -> bool:
    """In a channel's interview, an answer belongs into its thread: what is said here is not meant for it."""
    return team.channel is None and person in {team.lead, *team.participants}


def _greet(uow: UnitOfWork, desk: Desk, said: Said, running: tuple[Interview, ...]) -> None:
    place = Place(person=said.person, thread=said.source.root)
    if running:
        told = desk.voice.which_interview(tuple((i, _first_thread(uow, i, said.person)) for i in running))
    else:
        told = desk.voice.greeting(tuple(uow.teams.visible_to(said.person)))
    key = f"greeting:{said.source.text}"
    say(uow, Posting(id=key, place=place, parts=(part("greeting", told),), session="active"))


def _first_thread(uow: UnitOfWork, interview: Interview, person: str) -> Source | None:
    threads = [thread for thread in uow.threads.of(interview.id) if thread.person in {None, person}]
    return Source(threads[0].channel, threads[0].ts) if threads else None


def answer_mention(uow: UnitOfWork, desk: Desk, said: Said) -> None:
    """Somebody mentions the app in a channel: told in a thread under it what it can do here."""
    here = tuple(team for team in uow.teams.visible_to(said.person) if team.channel == said.source.channel)
    place = Place(channel=said.source.channel, thread=said.source.root)
    told = part("mention", desk.voice.greeting_in_channel(here, said.source.channel))
    say(uow, Posting(id=f"mention:{said.source.channel}:{said.source.ts}", place=place, parts=(told,)))
