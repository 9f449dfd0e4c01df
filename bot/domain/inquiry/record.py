"""Record: everything that one person may see of their pilots, in entries that an answer can cite one by one."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, Self

from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot

EntryKind = Literal[
    "stage",
    "pillar",
    "rating",
    "quote",
    "role",
    "owner",
    "disagreement",
    "trap",
    "fact",
    "change",
    "interview",
    "action",
    "gate",
    "passage",
]


class RecordEntry(Value):
    """One thing that is on record, and where it can be looked up."""

    id: str
    """Unique within a record, and nowhere else: what is cited means nothing outside of one answer."""
    kind: EntryKind
    text: str
    """Somebody's words as they were said, for a quote; else a sentence of ours."""
    pilot: Pilot | None = None
    """None for a passage of the framework, which belongs to nobody."""
    who: Person | None = None
    """Who said it, has it, or is meant."""
    day: date | None = None
    """When it was said, found or changed; of an action and a gate, when it is due."""
    keywords: tuple[str, ...] = ()
    """By which it is found beside its own words."""
    passage: str = ""
    """Id of the passage of the framework that it is."""
    criterion: str = ""
    pillar: str = ""
    weight: float = 0.0
    """Among its kind, what comes first: the lowest."""
    is_open: bool = True
    """Of an action: whether it still has to be done and can be begun."""
    address: str | None = None
    """Where the reader can open it: the message that it stands in; None where there is none, or not for them."""


class Record(Value):
    """Of one reader, made for one question and then forgotten."""

    pilots: tuple[Pilot, ...] = ()
    people: tuple[Person, ...] = ()
    """Everybody named in these pilots."""
    entries: tuple[RecordEntry, ...] = ()

    def find_entry(self, entry_id: str) -> RecordEntry | None:
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def list_entries(self, *kinds: EntryKind, pilots: Iterable[str] | None = None) -> tuple[RecordEntry, ...]:
        """Those of these kinds, the heaviest first; `pilots`: ids of those they must be about."""
        among = None if pilots is None else set(pilots)
        found = (entry for entry in self.entries if entry.kind in kinds)
        own = (e for e in found if among is None or (e.pilot is not None and e.pilot.id in among))
        return tuple(sorted(own, key=lambda entry: (kinds.index(entry.kind), entry.weight)))

    def restrict_to(self, pilots: Iterable[str]) -> Self:
        """What is left of it where only these pilots may be seen."""
        seen = set(pilots)
        return self.model_copy(
            update={
                "pilots": tuple(pilot for pilot in self.pilots if pilot.id in seen),
                "entries": tuple(e for e in self.entries if e.pilot is None or e.pilot.id in seen),
            }
        )
