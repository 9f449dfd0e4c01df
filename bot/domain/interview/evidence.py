"""Evidence, Fact and Signal: what somebody said, verbatim, and what it bears on."""

from datetime import date

from bot.domain.core.model import Value
from bot.domain.framework.framework import FactKind, Level


class Evidence(Value):
    """A verbatim quote of one turn, and the level that the analyst reads from that turn for a criterion.

    `quote` and `sentence` are slices of the turn's text; `sentence` is the quote widened to its whole sentence.
    `corrects`: the speaker takes back what they said of this criterion before.
    `disputes`: the speaker contradicts what another person said of this criterion.
    """

    id: str
    criterion: str
    level: Level
    quote: str
    sentence: str
    turn_id: str
    speaker: str
    corrects: bool = False
    disputes: bool = False
    said_on: date | None = None
    """The day it was said, where that was in an earlier interview than the one it counts in."""


DETAIL_KEYS: dict[FactKind, tuple[str, ...]] = {
    "system": ("direction", "interface", "owner", "state"),
    "decision": ("tier", "decider", "boundary", "escalation", "time"),
    "metric": ("criterion", "baseline", "target", "measured"),
    "person": ("role",),
    "date": ("what",),
}
"""What may be said of each kind of fact. `direction` is reads, writes, both or none; `criterion` is a criterion
id; every other detail stands verbatim in the turn."""


class Detail(Value):
    key: str
    value: str


class Fact(Value):
    """Something the team named: a system, a decision, a number, a person, a date."""

    kind: FactKind
    name: str
    quote: str
    turn_id: str
    speaker: str
    details: tuple[Detail, ...] = ()

    def find_detail(self, key: str) -> str | None:
        return next((detail.value for detail in self.details if detail.key == key), None)


class Signal(Value):
    """A quote that points to a trap."""

    trap: str
    quote: str
    sentence: str
    turn_id: str
    speaker: str
