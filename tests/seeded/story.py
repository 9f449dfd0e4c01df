"""A pilot's story: who stands around it, and what was said, done and blocked in which week."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.actions.progress import StepKind
from bot.domain.core.people import Person, slugify_name

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
"""The Monday morning on which the digests of the eighth week come; in New York it is nine."""
Levels = Mapping[str, int | None]


def week(number: float) -> datetime:
    """Noon of the Tuesday of a week: the eighth ends with NOW, the first began on Monday 7 September."""
    return NOW + timedelta(weeks=number - 9, days=1, hours=-2)


@dataclass(frozen=True)
class Assessed:
    """An interview that ended with an assessment. `changes` are levels since the one before."""

    at: datetime
    changes: Levels
    said: Mapping[str, str] = field(default_factory=dict)
    """Of single criteria in words of their own."""
    disputed: tuple[str, ...] = ()
    """Criteria of which the second person says the opposite: that it stands one level higher."""
    plans_in: int | None = None
    """A plan was drafted from it, to begin so many weeks after the next Monday."""


@dataclass(frozen=True)
class Asked:
    """An interview that is under way: asked then, and not answered since."""

    at: datetime
    criterion: str
    paused: bool = False
    to: Person | None = None


@dataclass(frozen=True)
class Happened:
    """A step of an action of the newest plan, by its id."""

    at: datetime
    action: str
    kind: StepKind
    by: Person
    note: str = ""
    to: Person | None = None


@dataclass(frozen=True)
class Story:
    name: str
    purpose: str
    systems: tuple[str, ...]
    lead: Person
    second: Person
    """Takes part, too."""
    leaders: tuple[Person, ...]
    owner: Person | None = None
    private: bool = False
    assessed: tuple[Assessed, ...] = ()
    asked: Asked | None = None
    happened: tuple[Happened, ...] = ()
    behind: tuple[str, ...] = ()
    """What of the newest plan was not done when it was due; the rest was, unless something else happened to it."""

    @property
    def pilot_id(self) -> str:
        return slugify_name(self.name)

    @property
    def channel(self) -> str:
        return "C" + self.pilot_id.replace("-", "").upper()

    @property
    def begun(self) -> datetime:
        moments = [made.at for made in self.assessed] + ([self.asked.at] if self.asked else [])
        return min(moments) - timedelta(days=2)
