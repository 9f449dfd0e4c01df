"""Teams around pilots, stored as they are once an interview has begun."""

from datetime import timedelta

from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.services.ports.core import UnitOfWork
from tests.support.builders import DANA, MONDAY, PAOLO, a_question, an_interview

MARTA = Person(id="U3", name="Marta Ruiz")
LEE = Person(id="U4", name="Lee Wong")
READER, STRANGER = "U8", "U9"
"""Somebody who is in the channel, and somebody who isn't."""
CHANNEL = "C1"


def link(channel: str, ts: str, thread_ts: str | None = None) -> str:
    return f"{channel}/{ts}"


def a_team(pilot: str = "FreightMatch", **fields: object) -> Team:
    """Dana leads, Paolo answers for it, Marta takes part, Lee gets the digest."""
    plain = Team(
        pilot=Pilot(id=pilot.lower(), name=pilot),
        lead=DANA.id,
        owner=PAOLO.id,
        participants=(MARTA.id,),
        leaders=(LEE.id,),
        channel=CHANNEL,
        people=(DANA, PAOLO, MARTA, LEE),
        created_at=MONDAY,
    )
    return plain.model_copy(update=fields)


def an_open_interview(pilot: str = "FreightMatch", **fields: object) -> Interview:
    return an_interview(f"{pilot.lower()}-i1", pilot, questions=(a_question(),)).model_copy(update=fields)


def store(uow: UnitOfWork, team: Team, interview: Interview | None = None, *threads: Thread) -> None:
    """With its channel's people: the reader."""
    assert uow.teams.add(team)
    if team.channel is not None:
        uow.channel_members.replace_members(team.channel, [READER], MONDAY)
    if interview is not None:
        uow.interviews.add(interview)
    for thread in threads:
        uow.threads.add(thread)


def store_many(uow: UnitOfWork, count: int, first: int = 0) -> None:
    """Pilots of the same people, one after the other, each in a channel of its own with its interview under way."""
    for number in range(first, first + count):
        called, channel = f"Pilot {number}", f"CMANY{number}"
        team = a_team(called, channel=channel, created_at=MONDAY + timedelta(minutes=number))
        interview = an_open_interview(called)
        store(uow, team, interview, Thread(channel=channel, ts="1.000100", interview_id=interview.id))
