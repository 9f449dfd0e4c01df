"""Withdrawal: whose words go from a pilot's records: all of a person's, or those of single turns."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.core.team import Challenge
from bot.domain.forgetting.eraser import Eraser
from bot.domain.forgetting.forgotten_person import ForgottenPerson
from bot.domain.forgetting.withdrawn_words import Cause
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, Signal
from bot.domain.interview.interview import Interview


class SaidInTurn(Protocol):
    @property
    def turn_id(self) -> str: ...
    @property
    def speaker(self) -> str: ...


class Withdrawal(NamedTuple):
    """`person`: whose words go altogether. `turns`: those of single ones, each by `name_turn`. `left`: of an edited
    message, the sentences that stand in it still."""

    eraser: Eraser
    at: datetime
    cause: Cause = "forgotten"
    person: ForgottenPerson | None = None
    turns: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()

    def covers(self, interview_id: str, said: SaidInTurn) -> bool:
        """Whether these words go; `interview_id`: of the interview in whose records they stand."""
        of_turn = name_turn(interview_id, said.turn_id) in self.turns and not self._still_says(said)
        return self.is_of_person(said.speaker) or of_turn

    def _still_says(self, said: SaidInTurn) -> bool:
        """By the whole sentence: what was put before or behind a quote can turn it round."""
        words = getattr(said, "sentence", "") or getattr(said, "quote", "")
        return bool(words) and any(words in sentence for sentence in self.left)

    def is_of_person(self, person_id: str | None) -> bool:
        return self.person is not None and person_id == self.person.id

    def covers_claim(self, interview_id: str, claim: OwnerClaim) -> bool:
        """Also what others said of somebody who is to be forgotten: who answers for the workflow is open again."""
        of_them = self.is_of_person(claim.person) or self.eraser.is_person(claim.person)
        return of_them or self.covers(interview_id, claim)


def name_turn(interview_id: str, turn_id: str) -> str:
    """As a follow-up's records name a turn of an interview before it; see `merge_earlier_interviews`."""
    return turn_id if "/" in turn_id else f"{interview_id}/{turn_id}"


def list_words(interview: Interview, *, of: frozenset[str]) -> tuple[list[str], list[str]]:
    """What was said in these turns and noted of them, and what was said and noted of all others."""
    theirs: list[str] = []
    others: list[str] = []
    for turn in interview.turns:
        (theirs if turn.id in of else others).append(turn.text)
    noted: Iterable[Evidence | Fact | Signal | OwnerClaim] = (
        *interview.evidence,
        *interview.facts,
        *interview.signals,
        *interview.owners,
    )
    for item in noted:
        (theirs if item.turn_id in of else others).extend(_list_texts(item))
    words = set(theirs)
    for put in interview.translations:
        if any(put.text and put.text in text for text in words) and not any(put.text in text for text in others):
            theirs.append(put.reads)
    return theirs, others


def _list_texts(item: Evidence | Fact | Signal | OwnerClaim) -> Iterator[str]:
    yield item.quote
    if isinstance(item, Evidence):
        yield from (item.sentence, item.shows, item.translation)
    elif isinstance(item, Fact):
        yield from (item.name, *(detail.value for detail in item.details))


def list_notes(interview: Interview) -> Iterator[tuple[str, str]]:
    """What people wrote beside their answers, each with who did."""
    yield from ((fit.person, fit.comment) for fit in interview.fits)
    yield from ((word.by, word.note) for item in interview.evidence for word in item.confirmations)


def withdraw_from_challenges(challenges: Iterable[Challenge], gone: Withdrawal) -> tuple[Challenge, ...]:
    """The other views that still stand, without what they told of it."""
    return tuple(gone.eraser.clean(one) for one in challenges if not gone.is_of_person(one.by))
