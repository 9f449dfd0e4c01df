"""RecordAnswer: what a question is answered with, every claim with the entries it rests on."""

from collections.abc import Collection, Iterable
from typing import Literal, Self

from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.framework.inquiry_words import InquiryKind
from bot.domain.inquiry.record import RecordEntry

WordedBy = Literal["search", "model", "fallback"]
"""`fallback`: by search, since the model was away or said nothing that the record carries."""


class CitedClaim(Value):
    """One sentence of an answer. Without words of its own it is what its entry says."""

    text: str = ""
    entries: tuple[RecordEntry, ...]


class RecordAnswer(Value):
    kind: InquiryKind
    claims: tuple[CitedClaim, ...] = ()
    """None at all where the record doesn't tell."""
    nearest: tuple[RecordEntry, ...] = ()
    """What comes closest where it doesn't."""
    ask: tuple[Person, ...] = ()
    """Whom to ask instead: who leads the pilots that the question seems to be about."""
    worded_by: WordedBy = "search"

    def restrict_to(self, pilots: Collection[str]) -> Self:
        """What is left of it where only these pilots may be seen."""

        def allowed(entries: Iterable[RecordEntry]) -> bool:
            return all(entry.pilot is None or entry.pilot.id in pilots for entry in entries)

        return self.model_copy(
            update={
                "claims": tuple(claim for claim in self.claims if allowed(claim.entries)),
                "nearest": tuple(entry for entry in self.nearest if allowed([entry])),
                "ask": self.ask if allowed(e for claim in self.claims for e in claim.entries) else (),
            }
        )

    @property
    def pilot_ids(self) -> frozenset[str]:
        """Of all that it tells of."""
        told = (*(entry for claim in self.claims for entry in claim.entries), *self.nearest)
        return frozenset(entry.pilot.id for entry in told if entry.pilot is not None)

    @property
    def is_told(self) -> bool:
        return bool(self.claims)
