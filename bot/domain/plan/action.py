"""Action: what closes a gap: by whom, by when, proven how, and because of which words."""

from datetime import date
from typing import Literal

from bot.domain.assessment.gap import GapKind
from bot.domain.core.model import Value
from bot.domain.framework.framework import Level
from bot.domain.framework.practice import Exposure
from bot.domain.interview.evidence import EvidenceBasis

Horizon = Literal["committed", "outline"]
"""Dated as far as the evidence lets us date it; or in order, with a range, until what it hangs on is known."""
PersonBasis = Literal["said", "named", "form", "title"]
"""Why a person stands for a role: they said that they do it, somebody named them for it, the form did, or their title
fits."""


class RoleHolder(Value):
    """Who stands for a role, and why."""

    person: str
    """Id, or the name of somebody who takes no part."""
    name: str
    basis: PersonBasis


class Reason(Value):
    """Why an action is there: a quote with its speaker, or why nothing is known."""

    text: str
    """The quoted sentence, or a plain statement when there is no quote."""
    evidence_id: str | None = None
    turn_id: str | None = None
    speaker: str | None = None
    basis: EvidenceBasis = "read"
    """`chosen`: the speaker settled the level of what they said."""
    translation: str = ""
    """The quote in English, where it was said in another language and could be translated."""
    guest: bool = False
    """Whether whoever said it is a guest."""


class Dates(Value):
    """Where an action stands in the plan: its first and its last working day."""

    start: date
    due: date
    from_noon: bool = False
    """Whether the work begins with the second half of the first day."""


class Action(Value):
    id: str
    """The practice's id, or `<criterion>_disagreement`: the same in every plan of a pilot, so plans can be compared."""
    practice: str
    criterion: str
    gap: GapKind
    now: Level | None
    target: Level
    phase: str
    title: str
    deliverable: str
    exit: str
    role: str
    """Id of the accountable role."""
    role_name: str
    person: str | None = None
    """Id of a person the team named who fits the role (or the name, where the person takes no part); else open."""
    person_name: str | None = None
    basis: PersonBasis | None = None
    """Why this person; None while the role is open, and in a plan from before this was kept."""
    effort_days: float
    """Working days of one person."""
    elapsed_days: float = 0.0
    """Least working days from its first to its last, with what waits on other people; 0 in a plan from before."""
    depends_on: tuple[str, ...] = ()
    """Ids of actions."""
    start: date
    due: date
    weeks: tuple[int, int]
    """First and last week of the plan, counted from 1."""
    from_noon: bool = False
    """Whether the work begins with the second half of the first day."""
    wished: bool = False
    """Whether somebody asked for these very dates; else they were drafted, or moved along."""
    meant: Dates | None = None
    """Where it was drafted or wished to stand, while something else keeps it from there; None when it stands there."""
    because: tuple[Reason, ...]
    horizon: Horizon = "committed"
    latest: date | None = None
    """In the outline, the day by which it is over at the latest; its `start` and `due` are the earliest then."""
    exposure: Exposure | None = None
    """The step to live proof that it takes, if it takes one."""
    numbers: tuple[str, ...] = ()
    """Ids of the numbers to agree that its exit test speaks of."""
    provisional: bool = False
    """A step of a criterion that is still unknown, planned because other actions wait for it."""

    @property
    def is_committed(self) -> bool:
        return self.horizon == "committed"

    @property
    def length_days(self) -> float:
        """Working days from its first to its last."""
        return max(self.effort_days, self.elapsed_days)

    @property
    def accountable_name(self) -> str:
        """The person where one is known, else the role."""
        return self.person_name or self.role_name

    @property
    def role_in_sentence(self) -> str:
        """The role as it stands within a sentence: platform engineer, but AI lead."""
        abbreviated = self.role_name[1:2].isupper()
        return self.role_name if abbreviated else f"{self.role_name[:1].lower()}{self.role_name[1:]}"

    @property
    def planned_dates(self) -> Dates:
        return Dates(start=self.start, due=self.due, from_noon=self.from_noon)
