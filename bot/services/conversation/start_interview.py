"""Starting: a pilot gets its team, its interview, and the thread or threads where it is held."""

from typing import NamedTuple

from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import as_question, opening
from bot.domain.messaging.message import Place, Posting, part
from bot.services.conversation.context import Desk, Member
from bot.services.conversation.next_question import question_part
from bot.services.conversation.nudge import expect
from bot.services.messaging import digest_schedule
from bot.services.messaging.outbox import freshen_homes, say
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done


class Gathered(NamedTuple):
    """What the platform tells of a team before it starts."""

    people: tuple[Member, ...]
    private: bool = False
    inside: tuple[str, ...] = ()
    """Who is in the channel."""


async def start(desk: Desk, wanted: Team) -> Done:
    """Keeps the team and opens the interview."""
    people = [await desk.directory.person(person) for person in sorted(wanted.members)]
    gathered = Gathered(tuple(people))
    if wanted.channel is not None:
        channel = await desk.directory.channel(wanted.channel)
        inside = await desk.directory.members(wanted.channel)
        gathered = Gathered(tuple(people), channel.private, inside)
    team = _clean(desk, wanted, gathered)
    return Done(lambda uow: _start(uow, desk, team, gathered))


def _clean(desk: Desk, wanted: Team, gathered: Gathered) -> Team:
    redact = desk.interviewing.redactor.redact
    named = Pilot(id=wanted.pilot.id, name=redact(wanted.pilot.name).text)
    changes = {
        "pilot": named,
        "purpose": redact(wanted.purpose).text,
        "people": tuple(member.person for member in gathered.people),
        "private": gathered.private,
        "created_at": desk.clock.now(),
    }
    return wanted.model_copy(update=changes)


def _start(uow: UnitOfWork, desk: Desk, wanted: Team, gathered: Gathered) -> None:
    team = _added(uow, wanted)
    if team.channel is not None:
        uow.channels.put(team.channel, gathered.inside, desk.clock.now())
    away = () if team.channel else tuple(m.person for m in gathered.people if m.guest or m.outside or m.bot)
    open_interview(uow, desk, team, but=away)
    for reader in dict.fromkeys((*team.leaders, *filter(None, [team.owner]))):
        digest_schedule.expect(uow, reader, desk.clock.now())
    if away:
        told = part("unreachable", desk.voice.cannot_reach(team, away))
        say(uow, Posting(id=f"unreachable:{team.pilot.id}", place=Place(person=team.lead), parts=(told,)))
    freshen_homes(uow, f"started:{team.pilot.id}", team.members)


def _added(uow: UnitOfWork, team: Team) -> Team:
    """Another pilot may have the same name, and be nobody's business who starts this one: only the id differs."""
    numbered, count = team, 1
    while not uow.teams.add(numbered):
        count += 1
        pilot = team.pilot.model_copy(update={"id": f"{team.pilot.id}-{count}"})
        numbered = team.model_copy(update={"pilot": pilot})
    return numbered


def open_interview(uow: UnitOfWork, desk: Desk, team: Team, but: tuple[Person, ...] = ()) -> Interview:
    """A new interview of the pilot, from its beginning."""
    empty = an_empty_interview(uow, team)
    first = as_question(opening(desk.knowledge.guide), empty, at=desk.clock.now())
    return begin(uow, desk, team, empty.ask(first), but)


def an_empty_interview(uow: UnitOfWork, team: Team) -> Interview:
    return Interview(id=_next_id(uow, team.pilot.id), pilot=team.pilot, people=_taking_part(team))


def begin(uow: UnitOfWork, desk: Desk, team: Team, interview: Interview, but: tuple[Person, ...] = ()) -> Interview:
    """Keeps the interview, and asks its last question in its channel, or each of those who take part."""
    uow.interviews.add(interview)
    first = interview.questions[-1]
    expect(uow, desk, interview, first)
    for place in _places(team, but):
        above = part("opening", desk.voice.opening(interview, shared=place.person is None))
        posting = Posting(
            id=f"open:{interview.id}:{place.line}",
            place=place,
            parts=(above, question_part(desk, interview, first)),
            interview_id=interview.id,
            pilot_id=team.pilot.id,
            opens_thread=True,
            session="suspended",
            title=f"{team.pilot.name}: interview"[:200],
        )
        say(uow, posting)
    return interview


def _next_id(uow: UnitOfWork, pilot_id: str) -> str:
    """freight-i2 after freight-i1."""
    latest = uow.interviews.latest_of_each([pilot_id]).get(pilot_id)
    made = int(latest.id.rpartition("-i")[2]) if latest else 0
    return f"{pilot_id}-i{made + 1}"


def _taking_part(team: Team) -> tuple[Person, ...]:
    return tuple(team.person(person) for person in team.participants or (team.lead,))


def _places(team: Team, but: tuple[Person, ...]) -> tuple[Place, ...]:
    if team.channel is not None:
        return (Place(channel=team.channel),)
    away = {person.id for person in but}
    reached = [person for person in team.participants or (team.lead,) if person not in away]
    return tuple(Place(person=person) for person in reached or [team.lead])
