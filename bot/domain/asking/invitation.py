"""Invitation: what each of those named for a pilot was asked or told, and what came of it so far."""

from collections.abc import Collection

from bot.domain.asking.interview_activity import InterviewStatus
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.core.team import Part, Team
from bot.domain.interview.interview import Interview


class InvitedPerson(Value):
    """One of those who were asked to answer."""

    person: Person
    answered: int = 0
    """Questions that they said something to, if vaguely; what they took back is none."""
    replied: bool = False
    """Whether they said or clicked anything, if only that they don't know."""
    reachable: bool = True


class InformedPerson(Value):
    """One of those who were told of a part that they may decline."""

    person: Person
    parts: tuple[Part, ...]
    declined: tuple[Part, ...] = ()
    gets_digest: bool = False
    """Whether they said that they want it, of this pilot."""
    reachable: bool = True


class InvitationReceipt(Value):
    """What whoever started a pilot is told of the others."""

    team: Team
    status: InterviewStatus
    invited: tuple[InvitedPerson, ...] = ()
    informed: tuple[InformedPerson, ...] = ()

    @property
    def unreachable(self) -> tuple[Person, ...]:
        invited = (one.person for one in self.invited if not one.reachable)
        informed = (one.person for one in self.informed if not one.reachable)
        return tuple({person.id: person for person in (*invited, *informed)}.values())

    @property
    def is_empty(self) -> bool:
        return not self.invited and not self.informed


def build_receipt(team: Team, interview: Interview, wanting: Collection[str] = ()) -> InvitationReceipt:
    """Of everybody but the lead, who started it. `wanting`: who of them said that they want the digest."""
    return InvitationReceipt(
        team=team,
        status=interview.status,
        invited=tuple(
            InvitedPerson(
                person=team.get_person(person),
                answered=_count_answered(interview, person),
                replied=_has_replied(interview, person),
                reachable=person not in team.unreachable,
            )
            for person in team.participants
            if person != team.lead
        ),
        informed=tuple(
            InformedPerson(
                person=team.get_person(person),
                parts=list_parts(team, person),
                declined=tuple(one.part for one in team.declines if one.person == person),
                gets_digest=team.gets_digest(person) and person in wanting,
                reachable=person not in team.unreachable,
            )
            for person in list_informed(team)
        ),
    )


def list_informed(team: Team) -> tuple[str, ...]:
    """Who is told of a part of theirs, or was, and declined it: the operational leader and the digest's readers."""
    declined = (one.person for one in team.declines)
    named = dict.fromkeys((*filter(None, (team.owner,)), *team.leaders, *declined))
    return tuple(person for person in named if person != team.lead)


def list_parts(team: Team, person: str) -> tuple[Part, ...]:
    """What they were named for and may decline. The operational leader gets the digest too, while they are it."""
    owns: tuple[Part, ...] = ("owner",) if person == team.owner or team.has_declined(person, "owner") else ()
    return (*owns, "digest") if team.has_digest(person) else owns


def _count_answered(interview: Interview, person: str) -> int:
    said = (turn for turn in interview.turns if turn.speaker == person and turn.state != "retracted")
    records = {question.id for question in interview.questions if question.kind == "record"}
    return len({turn.question_id for turn in said if turn.intent in (None, "answer")} - records - {None})


def _has_replied(interview: Interview, person: str) -> bool:
    said = any(turn.speaker == person and turn.state != "retracted" for turn in interview.turns)
    return said or any(item.by == person for item in interview.passes)
