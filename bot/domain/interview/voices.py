"""Voices: whose words still count when what is on record is read later, by what they are by then."""

from collections.abc import Collection
from typing import Literal, NamedTuple

from bot.domain.access.permission import may_do
from bot.domain.access.relation import Circumstances
from bot.domain.access.right import Right
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.interview.confirmation import drop_confirmations
from bot.domain.interview.evidence import Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn

_REASON = "challenge:"
"""How the key of a question begins that the reason of a challenge answers."""


class Voices(NamedTuple):
    """What those who spoke are by now; whoever is none of these is a colleague, and all that they said counts."""

    outside: frozenset[str] = frozenset()
    """Of another organisation: nothing of theirs counts, whenever it was said."""
    gone: frozenset[str] = frozenset()
    """Who could challenge nothing any more: why they did is not read. What they answered stands."""
    guests: frozenset[str] = frozenset()


ALL_COUNT = Voices()


class UnheardReason(Value):
    """Of a challenge that a rating was not made in view of."""

    criterion: str
    because: Literal["left", "outside"]


def may_challenge_now(team: Team, person: str, *, reads_channel: bool) -> bool:
    """`reads_channel`: whether they are in the pilot's channel."""
    around = Circumstances(reads_channel=reads_channel)
    return person not in team.absent and may_do(team, person, Right.CHALLENGE, around)


def list_speakers(interview: Interview) -> frozenset[str]:
    """Whoever said, wrote or confirmed something that may count."""
    confirmed = (word.by for item in interview.evidence for word in item.confirmations)
    claims = (claim.speaker for claim in interview.owners)
    turns = (turn.speaker for turn in interview.turns)
    return frozenset((*turns, *confirmed, *claims, *list_challengers(interview)))


def list_challengers(interview: Interview) -> frozenset[str]:
    """Whose reasons it is rated by: those of the challenges to the rating before, and those that were read."""
    return frozenset(
        (
            *(challenge.by for challenge in interview.challenges),
            *(turn.speaker for turn in interview.turns if _is_reason(interview, turn.question_id)),
        )
    )


class Unheard(NamedTuple):
    """What `keep_counting` leaves out."""

    turns: tuple[str, ...] = ()
    """By their ids."""
    reasons: tuple[UnheardReason, ...] = ()
    """One a challenge."""


def find_unheard(interview: Interview, voices: Voices) -> Unheard:
    turns = (turn.id for turn in interview.turns if not counts(interview, turn, voices))
    return Unheard(tuple(turns), _list_unheard_reasons(interview, voices))


def _list_unheard_reasons(interview: Interview, voices: Voices) -> tuple[UnheardReason, ...]:
    return tuple(
        UnheardReason(criterion=one.criterion, because="outside" if one.by in voices.outside else "left")
        for one in interview.challenges
        if one.by in voices.outside | voices.gone
    )


def keep_counting(interview: Interview, voices: Voices) -> Interview:
    """What counts by now, to be read and rated, never to be stored; guests are marked as such."""
    if voices == ALL_COUNT:
        return interview
    left = leave_out(interview, find_unheard(interview, voices).turns)
    outside, unread = voices.outside, voices.outside | voices.gone
    return left.model_copy(
        update={
            "people": tuple(_mark_guest(person, voices) for person in left.people),
            "evidence": tuple(drop_confirmations(item, outside.__contains__) for item in left.evidence),
            "owners": tuple(claim for claim in left.owners if claim.speaker not in outside),
            "challenges": tuple(one for one in left.challenges if one.by not in unread),
        }
    )


def leave_out(interview: Interview, turns: Collection[str]) -> Interview:
    """Without these turns and whatever was read from them; for reading, never to be stored."""
    if not turns:
        return interview
    facts = tuple(fact for fact in interview.facts if fact.turn_id not in turns)
    return interview.model_copy(
        update={
            "turns": tuple(turn for turn in interview.turns if turn.id not in turns),
            "evidence": tuple(item for item in interview.evidence if item.turn_id not in turns),
            "facts": _untie(facts),
            "owners": tuple(claim for claim in interview.owners if claim.turn_id not in turns),
            "signals": tuple(signal for signal in interview.signals if signal.turn_id not in turns),
        }
    )


def _mark_guest(person: Person, voices: Voices) -> Person:
    return person.model_copy(update={"guest": True}) if person.id in voices.guests else person


def counts(interview: Interview, turn: Turn, voices: Voices) -> bool:
    """Not what people of other organisations said, nor why somebody who left challenged a rating."""
    gone = turn.speaker in voices.gone and _is_reason(interview, turn.question_id)
    return turn.speaker not in voices.outside and not gone


def _is_reason(interview: Interview, question_id: str | None) -> bool:
    question = interview.find_question(question_id)
    return question is not None and question.kind == "record" and question.key.startswith(_REASON)


def _untie(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """What told more of one that is left out stands for itself."""
    known = {fact.id for fact in facts}
    return tuple(fact if fact.adds_to in known else fact.model_copy(update={"adds_to": None}) for fact in facts)
