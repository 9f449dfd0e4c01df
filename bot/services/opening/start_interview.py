"""Starting: a pilot gets its team, its interview, and the thread or threads where it is held."""

from typing import NamedTuple

from bot.domain.asking.questioning import build_opening_candidate, to_question
from bot.domain.audit.act import ActDetail
from bot.domain.core.people import Person, Pilot, build_pilot_id
from bot.domain.core.phrases import quote_words
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.conversation.context import ConversationContext, InterviewContext, Member
from bot.services.conversation.next_question import build_question_part
from bot.services.conversation.nudge import schedule_question_nudge
from bot.services.messaging.inbox_events import DepartureSuspected
from bot.services.messaging.invitation_receipt import build_receipt_part
from bot.services.messaging.outbox import post_message, refresh_homes
from bot.services.messaging.progress_card import build_card_parts
from bot.services.opening.choose_digest import add_to_digest
from bot.services.opening.invite_people import inform_people, point_out_absences
from bot.services.opening.stop_requests import leave_out_refusing, tell_left_out
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


class TeamDetails(NamedTuple):
    """What the platform tells of a team before it starts."""

    people: tuple[Member, ...]
    private: bool = False
    inside: tuple[str, ...] = ()
    """Who is in the channel."""


async def start_pilot(deps: ConversationContext, wanted: Team) -> Result:
    """Keeps the team and opens the interview."""
    people = [await deps.directory.get_member(person) for person in sorted(wanted.member_ids)]
    gathered = TeamDetails(tuple(people))
    if wanted.channel is not None:
        channel = await deps.directory.get_channel(wanted.channel)
        inside = await deps.directory.list_channel_members(wanted.channel)
        gathered = TeamDetails(tuple(people), channel.private, inside)
    team = _build_team(deps, wanted, gathered)
    return Result(lambda uow: _open_pilot(uow, deps, team, gathered))


def _build_team(deps: ConversationContext, wanted: Team, gathered: TeamDetails) -> Team:
    redact = deps.redactor.redact
    named = Pilot(id=wanted.pilot.id, name=redact(wanted.pilot.name).text)
    changes = {
        "pilot": named,
        "purpose": redact(wanted.purpose).text,
        "people": tuple(member.person for member in gathered.people),
        "private": gathered.private,
        "unreachable": tuple(m.person.id for m in gathered.people if m.guest or m.outside or m.bot or m.left),
        "created_at": deps.clock.now(),
    }
    return wanted.model_copy(update=changes)


def _open_pilot(uow: UnitOfWork, deps: ConversationContext, wanted: Team, gathered: TeamDetails) -> ActDetail:
    asked, refusing = leave_out_refusing(uow, wanted)
    team = _add_with_free_id(uow, asked)
    tell_left_out(uow, deps, team, refusing)
    if team.channel is not None:
        uow.channel_members.replace_members(team.channel, gathered.inside, deps.clock.now())
    open_interview(uow, deps, team)
    for person in (member.person for member in gathered.people if member.left):
        uow.events.add(DepartureSuspected(person=person.id).call_for(team.pilot.id))
    zones = {member.person.id: member.tz for member in gathered.people}
    if team.has_digest(team.lead):
        add_to_digest(uow, deps, team.pilot.id, (team.lead, zones.get(team.lead, "UTC")))
    inform_people(uow, deps, team, zones)
    if team.channel is not None:
        point_out_absences(uow, deps, team, gathered.inside)
    refresh_homes(uow, f"started:{team.pilot.id}", team.member_ids)
    return ActDetail(team.pilot.id)


def _add_with_free_id(uow: UnitOfWork, team: Team) -> Team:
    """Should an id be taken in spite of its mark, another mark is made: nothing in it tells that there was a first."""
    marked = team
    while not uow.teams.add(marked):
        pilot = marked.pilot.model_copy(update={"id": build_pilot_id(team.pilot.name, marked.pilot.id)})
        marked = team.model_copy(update={"pilot": pilot})
    return marked


def open_interview(uow: UnitOfWork, deps: InterviewContext, team: Team) -> Interview:
    """A new interview of the pilot, from its beginning."""
    empty = build_empty_interview(uow, team)
    first = to_question(build_opening_candidate(deps.knowledge.guide), empty, at=deps.clock.now())
    return launch_interview(uow, deps, team, empty.add_question(first))


def build_empty_interview(uow: UnitOfWork, team: Team) -> Interview:
    return Interview(id=_build_next_id(uow, team.pilot.id), pilot=team.pilot, people=_list_participants(team))


def launch_interview(uow: UnitOfWork, deps: InterviewContext, team: Team, interview: Interview) -> Interview:
    """Keeps the interview, and asks its last question in its channel, or each of those who take part and can be
    written to; the lead is told whom."""
    uow.interviews.add(interview)
    first = interview.questions[-1]
    schedule_question_nudge(uow, deps, interview, first)
    places = _list_interview_places(team)
    cards = build_card_parts(deps.formatter, interview, team, (place.person for place in places))
    for place in places:
        above = build_part("opening", deps.formatter.format_opening(interview, team, place.person))
        posting = BotMessage(
            id=f"open:{interview.id}:{place.partition_key}",
            place=place,
            parts=(above, cards[place.person], build_question_part(deps, interview, first)),
            interview_id=interview.id,
            pilot_id=team.pilot.id,
            opens_thread=True,
            session="suspended",
            title=f"{team.pilot.name if place.person == team.lead else quote_words(team.pilot.name)}: interview"[:200],
        )
        post_message(uow, posting)
    _post_receipt(uow, deps, team, interview)
    return interview


def _post_receipt(uow: UnitOfWork, deps: InterviewContext, team: Team, interview: Interview) -> None:
    """Apart from the lead's own interview, whose card tells how far it is."""
    receipt = build_receipt_part(uow, deps.formatter, team, interview)
    if receipt is None:
        return
    posting = BotMessage(
        id=f"receipt:{interview.id}",
        place=Place(person=team.lead),
        parts=(receipt,),
        interview_id=interview.id,
        session="active",
        title=f"{team.pilot.name}: who was asked"[:200],
    )
    post_message(uow, posting)


def _build_next_id(uow: UnitOfWork, pilot_id: str) -> str:
    """freight-i2 after freight-i1."""
    latest = uow.interviews.find_latest_by_pilot([pilot_id]).get(pilot_id)
    made = int(latest.id.rpartition("-i")[2]) if latest else 0
    return f"{pilot_id}-i{made + 1}"


def _list_participants(team: Team) -> tuple[Person, ...]:
    return tuple(team.get_person(person) for person in team.participants or (team.lead,))


def _list_interview_places(team: Team) -> tuple[Place, ...]:
    if team.channel is not None:
        return (Place(channel=team.channel),)
    reached = [person for person in team.participants or (team.lead,) if person not in team.unreachable]
    return tuple(Place(person=person) for person in reached or [team.lead])
