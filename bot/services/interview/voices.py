"""Asking anew, before what is on record is read or rated, what those who spoke are by now."""

from typing import Protocol

from bot.domain.interview.voices import Voices, list_challengers, list_speakers, may_challenge_now
from bot.services.interview.earlier_evidence import merge_earlier_evidence
from bot.services.ports.core import Transactions, UnitOfWork


class Standing(Protocol):
    """What the platform tells of somebody."""

    @property
    def outside(self) -> bool: ...
    @property
    def left(self) -> bool: ...
    @property
    def guest(self) -> bool: ...


class StandingLookup(Protocol):
    """May be slow: never asked inside a transaction."""

    async def refresh_member(self, person_id: str) -> Standing:
        """As it is just now."""


async def load_voices(transactions: Transactions, lookup: StandingLookup, interview_id: str) -> Voices:
    """Of those who spoke in the interview and in those that it follows. Raises as the platform does where it can't be
    asked: nothing is rated by words of which nobody knows whether they count."""
    spoke, departed = await transactions.run(lambda uow: _list_people(uow, interview_id))
    found = {person: await lookup.refresh_member(person) for person in sorted(spoke)}
    return Voices(
        outside=frozenset(person for person, known in found.items() if known.outside),
        gone=departed | {person for person, known in found.items() if known.left},
        guests=frozenset(person for person, known in found.items() if known.guest),
    )


def _list_people(uow: UnitOfWork, interview_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """Who spoke; and who of those that challenged a rating could not do so any more."""
    whole = merge_earlier_evidence(uow, uow.interviews.get(interview_id))
    team = uow.teams.get(whole.pilot.id)

    def may_now(person: str) -> bool:
        reads = team.channel is not None and uow.channel_members.has_member(team.channel, person)
        return may_challenge_now(team, person, reads_channel=reads)

    return list_speakers(whole), frozenset(one for one in list_challengers(whole) if not may_now(one))
