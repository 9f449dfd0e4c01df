"""Starting: a pilot gets its team, its interview, and the thread or threads where it is held."""

from bot.domain.errors import MoveRefused
from bot.domain.interview import Interview
from bot.domain.people import Person, Pilot
from bot.domain.posting import Place, Posting, part
from bot.domain.questioning import as_question, opening
from bot.domain.team import Team
from bot.services.desk import ChannelTraits, Desk, Member
from bot.services.ports import UnitOfWork
from bot.services.saying import freshen_homes, say, whisper
from bot.services.steering import Click
from bot.services.working import Done


async def start(desk: Desk, click: Click, wanted: Team) -> Done:
    """Keeps the team and opens the interview, once; whoever started it is told where it is."""
    members = {person: await desk.directory.person(person) for person in sorted(wanted.members)}
    channel = await desk.directory.channel(wanted.channel) if wanted.channel else None
    team = _clean(desk, wanted, members, channel)
    return Done(lambda uow: _start(uow, desk, click, team, tuple(members.values()), channel))


def _clean(desk: Desk, wanted: Team, members: dict[str, Member], channel: ChannelTraits | None) -> Team:
    redact = desk.interviewing.redactor.redact
    named = Pilot(id=wanted.pilot.id, name=redact(wanted.pilot.name).text)
    return wanted.model_copy(
        update={
            "pilot": named,
            "purpose": redact(wanted.purpose).text,
            "people": tuple(member.person for member in members.values()),
            "private": channel.private if channel else False,
            "created_at": desk.clock.now(),
        }
    )


def _start(
    uow: UnitOfWork,
    desk: Desk,
    click: Click,
    team: Team,
    members: tuple[Member, ...],
    channel: ChannelTraits | None,
) -> None:
    if not uow.teams.add(team):
        taken = MoveRefused(f"There is a pilot called {team.pilot.name} already. Choose another name.")
        whisper(uow, click.key, click.source, click.by.id, desk.voice.refused(str(taken)))
        return
    if channel is not None and team.channel is not None:
        uow.channels.put(team.channel, channel.members, desk.clock.now())
    unreachable = tuple(m.person for m in members if m.guest or m.outside or m.bot) if channel is None else ()
    open_interview(uow, desk, team, but=unreachable)
    if unreachable:
        told = part("unreachable", desk.voice.cannot_reach(team, unreachable))
        say(uow, Posting(id=f"unreachable:{team.pilot.id}", place=Place(person=team.lead), parts=(told,)))
    freshen_homes(uow, f"started:{team.pilot.id}", team.members)


def open_interview(uow: UnitOfWork, desk: Desk, team: Team, but: tuple[Person, ...] = ()) -> Interview:
    """A new interview of the pilot, opened in its channel, or with each of those who take part."""
    empty = Interview(id=_next_id(uow, team.pilot.id), pilot=team.pilot, people=_taking_part(team))
    interview = empty.ask(as_question(opening(desk.knowledge.guide), empty, at=desk.clock.now()))
    uow.interviews.add(interview)
    for place in _places(team, but):
        said = part(f"question:{interview.questions[0].id}", desk.voice.opening(interview, shared=place.person is None))
        posting = Posting(
            id=f"open:{interview.id}:{place.line}",
            place=place,
            parts=(said,),
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
