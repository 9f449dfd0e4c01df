"""Evidence, Fact, OwnerClaim and Signal: what somebody said, verbatim, and what it bears on."""

from datetime import date, datetime
from typing import Literal

from bot.domain.core.model import Value
from bot.domain.framework.framework import FactKind, Level

EvidenceBasis = Literal["read", "chosen"]
"""How it came to its level: an analyst read it, or the speaker settled it by the ladder."""


class Confirmation(Value):
    """What somebody says of a level of 3 or 4: that it holds, or how far it is instead."""

    by: str
    name: str
    """As they are named beside it."""
    level: Level | None = None
    """What they lower it to; None: they confirm it."""
    note: str = ""
    """What shows it, in their words."""
    at: datetime


class Evidence(Value):
    """A verbatim quote of one turn, and the level that the analyst reads from that turn for a criterion.

    `quote` and `sentence` are slices of the turn's text; `sentence` is the quote widened to its whole sentence.
    `corrects`: the speaker takes back what they said of this criterion before.
    `disputes`: the speaker contradicts what another person said of this criterion, or of `contradicts`, where that is
    another one. Only then may there be no level: who contradicts need not say how it is instead.
    `in_passing`: said before it was asked about, and not so fully that asking would be tiresome. It counts like the
    rest, but never keeps the question from being asked.
    """

    id: str
    criterion: str
    level: Level | None
    quote: str
    sentence: str
    turn_id: str
    speaker: str
    corrects: bool = False
    disputes: bool = False
    contradicts: str | None = None
    in_passing: bool = False
    basis: EvidenceBasis = "read"
    claimed: Level | None = None
    """What was read or chosen, where it is held lower: nothing is named yet by which it could be checked."""
    shows: str = ""
    """What they named beside these words, by which the level that they chose can be checked."""
    confirmations: tuple[Confirmation, ...] = ()
    """Of a level of 3 or 4, one a person; gone with the words, when these are edited or taken back."""
    translation: str = ""
    """The sentence in English, where it was said in another language and could be translated."""
    said_on: date | None = None
    """The day it was said, where that was in an earlier interview than the one it counts in."""

    @property
    def read_level(self) -> Level | None:
        """What the analyst read from it, held or not."""
        return self.level if self.claimed is None else self.claimed


DETAIL_KEYS: dict[FactKind, tuple[str, ...]] = {
    "system": ("direction", "interface", "owner", "state"),
    "decision": ("tier", "decider", "boundary", "escalation", "time"),
    "metric": ("criterion", "baseline", "target", "measured"),
    "person": ("role",),
    "date": ("what", "day"),
    "constraint": ("kind", "what", "until", "day", "first_day"),
}
"""What may be said of each kind of fact. `direction` is reads, writes, both or none; a metric's `criterion` is a
criterion id, `volume` or `service_level`; a constraint's `kind` is one of CONSTRAINT_KINDS; `day`, and the
`first_day` of a freeze or peak, is a day as ISO writes it, read from the words; every other detail stands verbatim in
the turn."""
PERSON_DETAILS = frozenset({"owner", "decider"})
"""Details that may be the speaker, by their id."""
CONSTRAINT_KINDS = ("deadline", "ban", "condition", "freeze", "peak")
"""By when something must be, what is forbidden until when, on what it depends, when nothing may change, when the load
is highest."""


class Detail(Value):
    key: str
    value: str


class Fact(Value):
    """Something the team named: a system, a decision, a number, a person, a date, a constraint in time."""

    kind: FactKind
    name: str
    quote: str
    turn_id: str
    speaker: str
    details: tuple[Detail, ...] = ()
    id: str = ""
    """Unique within an interview; empty in what was stored before facts had ids."""
    adds_to: str | None = None
    """Id of the fact that this one tells more of: both are the same thing."""

    def find_detail(self, key: str) -> str | None:
        return next((detail.value for detail in self.details if detail.key == key), None)


OwnerStance = Literal["accepted", "proposed", "refused"]
"""They said that they answer for it; others name them, or it lies in their numbers; they said that they don't."""


ClaimSource = Literal["said", "form", "click"]
"""`form`: named as operational leader by who started the pilot. `click`: answered by a button; neither has a quote."""


class OwnerClaim(Value):
    """What was said of somebody's answering for the workflow. `person`: an id, or the name of somebody unknown."""

    person: str
    claim: OwnerStance
    quote: str
    turn_id: str
    speaker: str
    name: str = ""
    """Of the person; empty in what an analyst heard, before it is known who is meant."""
    source: ClaimSource = "said"
    at: datetime | None = None
    """When it was said or done; None in what an analyst heard, whose turn tells it."""

    @property
    def is_own(self) -> bool:
        """Whether the person said it of themselves."""
        return self.speaker == self.person


class Signal(Value):
    """A quote that points to a trap."""

    trap: str
    quote: str
    sentence: str
    turn_id: str
    speaker: str
